import GRDB

extension ReviewDesk {
  /// Decides one conflict of the merge that waits.
  func settle(
    _ place: QueuePlace, _ cell: MergeConflict.Cell, _ choice: MergeConflict.Choice, reason: String?, advance: Bool
  ) throws -> ReviewOutcome {
    guard try db.pendingMerge() != nil else {
      return ReviewOutcome(sample: place.sample, remark: "no merge waits any more")
    }
    guard let row = try db.conflicts(of: place.sample).first(where: { $0.conflict.cell == cell }) else {
      return ReviewOutcome(sample: place.sample, remark: "this is not in conflict any more")
    }
    if project.forbidsResolving(try db.state(of: place.sample), session.person) {
      throw EngineError.ownSample(sample: place.sample, person: session.person)
    }
    let choice = try checked(choice, of: cell)
    let reason = try db.keepProse(ifAny: reason)
    let act = try append(
      .conflictSettled, place,
      row.conflict.members + [JSONMember("choice", choice.json), JSONMember("reason", JSONValue(reason))])
    let isOpen = try db.conflicts(of: place.sample).contains { $0.settled == nil }
    var outcome = ReviewOutcome(sample: place.sample, act: act, advance: advance && !isOpen)
    outcome.settlesMerge = try db.openConflicts().cells == 0
    return outcome
  }

  /// Another answer must be one that the question takes.
  private func checked(
    _ choice: MergeConflict.Choice, of cell: MergeConflict.Cell
  ) throws -> MergeConflict.Choice {
    guard case .answer(let answer) = choice else { return choice }
    guard case .label(let name) = cell else {
      throw EngineError.invalidAnswer(
        question: "this conflict", problem: "an annotation is its annotator's: take one side's")
    }
    guard let question = project.question(name) else {
      _ = try project.checked([name: answer])
      return choice
    }
    let checked = try question.checked(answer)
    guard !checked.isEmpty || !question.required else {
      throw EngineError.invalidAnswer(question: name, problem: "a required question needs a value")
    }
    return .answer(checked)
  }
}
