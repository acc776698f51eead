import VersionStore

/// Walks down the history of one cell: what one annotator did to a sample, or its label for one question.
///
/// A step is two point look-ups, and none where parent and child have the same table: O(commits · log n). Of a merge's
/// parents the first that has the same value is followed. Across a change of the schema a question is followed to its old
/// name. A label that got another value there has changed; an annotation is compared through the mapping, as its
/// annotator did nothing.
struct CellHistory {
  enum Table {
    case annotations, labels
  }

  /// A commit that changed the cell. A label's rows have the values of their time, an annotation's the names of the commit
  /// at which the walk began.
  struct Change {
    var id: ObjectID
    var commit: Commit
    var before: [UInt8]?
    var after: [UInt8]?
  }

  let store: Store
  let table: Table
  let sample: String

  /// The changes of `part` (the annotator or the question as `head` calls it), newest first, at most `limit`.
  func changes(of part: String, from head: ObjectID, limit: Int = .max) throws -> [Change] {
    var place = Place(id: head, commit: try store.commit(head), part: part)
    place.row = try value(of: place.part, in: place.commit)
    var changes: [Change] = []
    // From the commit at hand to the head, oldest first.
    var steps: [SchemaStep] = []
    while changes.count < limit {
      guard let down = try descend(from: place) else {
        if place.row != nil { changes.append(try change(at: place, before: nil, steps)) }
        break
      }
      if !isSame(down.mapped, place.row) { changes.append(try change(at: place, before: down.mapped, steps)) }
      steps = down.steps + steps
      place = down.place
    }
    return changes
  }

  private struct Place {
    var id: ObjectID
    var commit: Commit
    /// The annotator or the question, as this commit calls it.
    var part: String
    var row: [UInt8]?
  }

  /// The parent to go on with, and its row as the child would call it; nil for the first commit.
  private func descend(from place: Place) throws -> (place: Place, mapped: [UInt8]?, steps: [SchemaStep])? {
    var first: (place: Place, mapped: [UInt8]?, steps: [SchemaStep])?
    for id in place.commit.parents {
      var parent = Place(id: id, commit: try store.commit(id), part: place.part)
      let steps = try store.schemaSteps(from: parent.commit, id, to: place.commit, place.id)
      if steps.isEmpty, root(of: parent.commit) == root(of: place.commit) {
        parent.row = place.row
        return (parent, place.row, steps)
      }
      if table == .labels { parent.part = steps.reversed().reduce(place.part) { $1.mapping.oldName(of: $0) } }
      parent.row = try value(of: parent.part, in: parent.commit)
      let mapped = try map(parent.row, parent.part, steps)
      if isSame(mapped, place.row) { return (parent, mapped, steps) }
      if first == nil { first = (parent, mapped, steps) }
    }
    return first
  }

  private func change(at place: Place, before: [UInt8]?, _ steps: [SchemaStep]) throws -> Change {
    Change(
      id: place.id, commit: place.commit, before: try map(before, place.part, steps),
      after: try map(place.row, place.part, steps))
  }

  private func root(of commit: Commit) -> ObjectID? {
    commit.trees[table == .labels ? TableName.labels : TableName.annotations]
  }

  private func value(of part: String, in commit: Commit) throws -> [UInt8]? {
    guard let root = root(of: commit) else { return nil }
    return try Tree(root: root, in: store).value(for: PartKey.bytes(sample: sample, part: part))
  }

  private func map(_ row: [UInt8]?, _ part: String, _ steps: [SchemaStep]) throws -> [UInt8]? {
    guard let row, !steps.isEmpty else { return row }
    switch table {
    case .annotations:
      guard var annotation = AnnotationRow(encoded: row) else { throw damaged(part) }
      for step in steps { annotation = try step.apply(to: annotation, of: sample) }
      return annotation.encoded
    case .labels:
      return row
    }
  }

  /// Whether two rows say the same. Another share of the votes for the same label is no change of the label.
  private func isSame(_ a: [UInt8]?, _ b: [UInt8]?) -> Bool {
    if a == b { return true }
    guard table == .labels, let a = a.flatMap(LabelRow.init(encoded:)), let b = b.flatMap(LabelRow.init(encoded:))
    else { return false }
    return a.saysSame(as: b)
  }

  private func damaged(_ part: String) -> EngineError {
    .damagedRow(
      table: table == .labels ? TableName.labels : TableName.annotations,
      key: PartKey.bytes(sample: sample, part: part))
  }
}

extension LabelRow {
  /// Whether both have the same answer, reached in the same way by the same person for the same reason; how many voted
  /// for it does not matter.
  func saysSame(as other: LabelRow) -> Bool {
    guard answer == other.answer, reason == other.reason else { return false }
    switch (origin, other.origin) {
    case (.majority, .majority), (.unanimous, .unanimous), (.posterior, .posterior): return true
    case (.resolution, .resolution): return origin == other.origin
    default: return false
    }
  }

  /// The reviewer whose decision it is.
  var reviewer: String? {
    if case .resolution(_, let reviewer) = origin { reviewer } else { nil }
  }
}
