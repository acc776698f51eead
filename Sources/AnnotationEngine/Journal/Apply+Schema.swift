import GRDB

extension Database {
  /// A project file taken into force: old answers get their new names, and what depends on the round is counted anew.
  func applySchema(_ event: Event) throws {
    let payload = EventPayload(event)
    let yaml = try payload.string("yaml")
    let renames = try payload.renames("renames")
    let old = try fact(FactName.schema) == nil ? nil : project()
    let oldOrder = try old == nil ? nil : queueOrder()
    try setFact(FactName.schema, yaml)
    try setFact(FactName.schemaSeq, String(event.seq))
    if payload.json["adopted"] == .bool(true) { try setFact(FactName.adoptedSchemaSeq, String(event.seq)) }
    if !renames.isEmpty {
      try cachedStatement(sql: "INSERT INTO renames (seq, payload) VALUES (?, ?)")
        .execute(arguments: [event.seq, renames.json.text])
    }
    let new = try project()
    guard let old, let oldOrder else { return }
    let answersMove = !renames.isEmpty || !old.ordersValues(as: new)
    if answersMove || old.round.overlap != new.round.overlap || old.round.adaptive != new.round.adaptive {
      try recount { state in
        state.rename(renames)
        if answersMove { state.order(by: new) }
      }
    }
    if answersMove { try renameGold(renames, new) }
    if old.round.order != new.round.order || old.round.seed != new.round.seed { try reorder(from: oldOrder) }
    if !old.round.plans(as: new.round) { try clearPlan() }
  }

  /// Changes every touched sample's state by `change`, and what it adds to the counts. Reads everything once.
  private func recount(_ change: (inout SampleState) -> Void) throws {
    let touched = try SQLRow.fetchAll(self, sql: "SELECT sample, position FROM touched ORDER BY position")
    for row in touched {
      let (sample, position): (String, Int) = (row[0], row[1])
      let before = try state(of: sample)
      var after = before
      change(&after)
      try save(sample, at: position, from: before, to: after, countsGold: false)
    }
    try execute(sql: "DELETE FROM cursors")
  }

  /// Gives every touched sample and every hole its rank in the order now in force.
  func reorder(from old: QueueOrder) throws {
    let order = try queueOrder()
    try setHoles(order.mapped(old.mapped(holes(), backwards: true)))
    let positions = try Int.fetchAll(self, sql: "SELECT position FROM touched ORDER BY position")
    let update = try makeStatement(sql: "UPDATE touched SET rank = ? WHERE position = ?")
    for position in positions { try update.execute(arguments: [order.rank(of: position), position]) }
    try rebuildRuns()
    try execute(sql: "DELETE FROM cursors")
  }
}

extension Project {
  /// Whether the values of every question of both stand in the same order.
  fileprivate func ordersValues(as other: Project) -> Bool {
    questions.allSatisfy { question in
      guard let same = other.question(question.name) else { return true }
      return question.values.map(\.name) == same.values.map(\.name)
    }
  }
}
