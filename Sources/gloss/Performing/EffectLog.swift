import Foundation
import Workstation

/// A line for every effect, in the file that `GLOSS_LOG` names: when, what, how long, and what went wrong. It holds
/// nothing of the samples or the answers. The screen is never written to.
final class EffectLog: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// nil where no file is named, or it cannot be opened.
  static func named(by path: String?) -> EffectLog? {
    guard let path, !path.isEmpty else { return nil }
    let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    return descriptor < 0 ? nil : EffectLog(descriptor: descriptor)
  }

  func note(_ effect: Effect, _ outcome: Outcome?, milliseconds: Int64) {
    var line = "\(Moment.iso(Clock.wall())) \(getpid()) \(Self.name(effect)) \(milliseconds) ms"
    if case .failed(let failure, _) = outcome { line += " failed: \(Table.visible(failure.what))" }
    // One write of a short line to a file opened for appending: lines of several programs do not mix.
    var bytes = Array((line + "\n").utf8)
    _ = write(descriptor, &bytes, bytes.count)
  }

  /// "label submit", without what was answered.
  private static func name(_ effect: Effect) -> String {
    switch effect {
    case .label(_, let action): "label \(caseName(action))"
    case .history(_, let action): "history \(caseName(action))"
    case .review(_, let action): "review \(caseName(action))"
    default: caseName(effect)
    }
  }

  private static func caseName<Value>(_ value: Value) -> String {
    let mirror = Mirror(reflecting: value)
    return mirror.children.first?.label ?? "\(value)"
  }
}
