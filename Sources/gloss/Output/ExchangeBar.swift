import AnnotationEngine
import VersionStore

/// Says how far an exchange with a remote is, and stops it where a signal has come.
final class ExchangeBar {
  private var bar: ProgressBar
  private let undone: String

  /// `undone` says what stopping leaves behind.
  init(quiet: Bool, undone: String) {
    bar = ProgressBar(quiet: quiet)
    self.undone = undone
  }

  func show(_ step: TransferProgress) throws {
    try Interruption.shared.check(undone)
    let detail =
      switch step.unit {
      case .bytes:
        step.total.map { "\(Words.bytes(step.done)) of \(Words.bytes($0))" } ?? Words.bytes(step.done)
      case .objects:
        step.total.map { "\(Words.grouped(step.done)) of \(Words.grouped($0)) objects" }
          ?? Words.count(step.done, "object")
      }
    bar.show(step.phase.rawValue, done: step.done, of: step.total, detail: detail)
  }

  func show(_ what: String, done: Int, of total: Int, unit: String) throws {
    try Interruption.shared.check(undone)
    bar.show(what, done: done, of: total, unit: unit)
  }

  func clear() { bar.clear() }
}
