import AnnotationEngine
import Terminal

/// One sentence for the status line. It stands until the next key.
struct Notice: Equatable, Sendable {
  enum Kind: Sendable { case remark, warning, error }
  var kind: Kind
  var text: String
  /// What was saved by the call that brought the remark: it is said before it, never hidden by it.
  var saved: SavedAct?

  static func remark(_ text: String) -> Notice { Notice(kind: .remark, text: text) }

  /// What the engine remarked on a call, and what that call saved; nil where it remarked nothing.
  static func remark(_ text: String?, saved: SavedAct?) -> Notice? {
    text.map { Notice(kind: .remark, text: $0, saved: saved) }
  }
  static func warning(_ text: String) -> Notice { Notice(kind: .warning, text: text) }

  /// What, where and what to do about it, after `lead`: "not saved: the disk is full: free some space".
  static func error(_ lead: String?, _ failure: Failure) -> Notice {
    let parts = [lead, failure.what, failure.place, failure.remedy].compactMap { $0 }.filter { !$0.isEmpty }
    return Notice(kind: .error, text: parts.joined(separator: ": "))
  }

  /// The mark and the words, so that the kind shows without colour.
  var span: Span {
    switch kind {
    case .remark: Span(text, .text)
    case .warning: Span("! " + text, .warning)
    case .error: Span("✗ " + text, .error)
    }
  }
  /// The whole line: what was saved, then the sentence.
  var line: [Span] {
    guard let saved else { return [span] }
    return LabelScreen.words(for: saved) + [Span(" · ", .dim), span]
  }
}
