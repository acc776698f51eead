/// What an operation's description means. It begins with a verb; what follows a colon is for people:
///
/// ```
/// commit: first batch
/// undo 12: commit: first batch
/// redo 12: commit: first batch
/// ```
///
/// The number is that of the operation that was taken back or done again. This is the only place that reads or writes
/// these words.
extension Operation {
  /// What of a description is repeated in that of its undo: the log limits how long they are.
  private static let repeatedLimit = 1_000

  /// The first word: commit, merge, restore, schema, pull, branch, tag, undo, redo, fetch …
  public var verb: String { String(head.prefix { $0 != " " }) }

  /// The number of the operation that this one took back.
  public var undoes: Int? { number(after: "undo ") }

  /// The number of the operation that this one did again.
  public var redoes: Int? { number(after: "redo ") }

  /// How taking this operation back is described.
  public var undoWords: String { "undo \(sequence): \(what.prefix(Operation.repeatedLimit))" }

  /// How doing this operation again is described.
  public var redoWords: String { "redo \(sequence): \(what.prefix(Operation.repeatedLimit))" }

  /// What stands before the colon.
  private var head: Substring { what.prefix { $0 != ":" } }

  private func number(after word: String) -> Int? {
    guard head.hasPrefix(word), let number = Int(head.dropFirst(word.count)), number > 0, number < sequence else {
      return nil
    }
    return number
  }
}
