import GRDB

/// What a person's own figures need so that samples which were put in their queue on purpose move them as any other.
extension Database {
  /// Second answers of a person to repeats, and what they did to repeats since the last commit.
  struct OwnRepeats {
    var submitted = 0
    var skipped = 0
    var drafts = 0
    var acts = 0
  }

  /// A handful of look-ups. Nothing for whom the project does not know.
  func ownRepeats(of person: String?) throws -> OwnRepeats {
    guard let person else { return OwnRepeats() }
    let skipped = try count(person, CountName.repeatsSkipped)
    return OwnRepeats(
      submitted: try count(person, CountName.repeated) - skipped, skipped: skipped,
      drafts: try count(person, CountName.repeatsDrafted), acts: max(0, try count(person, CountName.uncommitted)))
  }

  /// What waits for a person less the repeats and the gold that they answered beside it, and never nothing where
  /// something waits still. Costs some look-ups a gold sample that they answered.
  func ownWaiting(_ waiting: Int, of person: String, in round: Round) throws -> Int {
    let beside = try count(person, CountName.repeated) + answeredBeyond(person, round)
    return max(waiting - beside, min(waiting, 1))
  }

  /// Gold that this person has answered or skipped though it had all its annotations without them: nothing of the queue
  /// was left over for it. It may have been asked again since, or was sent back.
  private func answeredBeyond(_ person: String, _ round: Round) throws -> Int {
    let samples = try String.fetchAll(
      cachedStatement(
        sql: """
          SELECT s.sample FROM served s
          JOIN annotations a ON a.sample = s.sample AND a.annotator = s.annotator
            AND (a.status <> 'draft' OR a.sent_back_by IS NOT NULL)
          JOIN touched t ON t.sample = s.sample AND t.complete = 1
          WHERE s.annotator = ? AND ? <= (
            SELECT count(*) FROM annotations o WHERE o.sample = s.sample AND o.annotator <> s.annotator
              AND o.status = 'submitted' AND o.at <= a.at)
          """), arguments: [person, round.least])
    // Where the fewest are not always enough, the answers before theirs have to agree.
    guard round.adaptive != nil, !samples.isEmpty else { return samples.count }
    let rule = try overlapRule()
    return try samples.count { sample in
      var state = try state(of: sample)
      let at = state[person]?.at ?? 0
      state.annotations.removeAll { $0.annotator == person || $0.at > at }
      return rule.isComplete(state)
    }
  }
}
