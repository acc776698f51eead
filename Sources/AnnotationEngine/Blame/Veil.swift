import GRDB

/// Something that shows people's answers, with what is kept from the person who asked.
///
/// Whoever is yet to answer a sample would lean on what others said of it. So as long as a sample is an annotator's own
/// to answer (they have neither submitted nor skipped it, or it was sent back to them, and it has not all of the round's
/// annotations), others' answers, labels and resolutions of it are kept from them. Reviewers and leads see all.
public struct Veiled<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  public var value: Value
  /// Others' answers are left out of it.
  public var isVeiled: Bool

  public init(_ value: Value, isVeiled: Bool = false) {
    self.value = value
    self.isVeiled = isVeiled
  }
}

extension Workspace {
  /// `blame(_:)` as this person may see it.
  public func blame(_ session: Session, _ sample: String) throws(EngineError) -> Veiled<BlameReport> {
    var report = try blame(sample)
    guard let veil = try veils(session, [sample])[sample] else { return Veiled(report) }
    for index in report.questions.indices {
      let entry = report.questions[index]
      report.questions[index] = BlameReport.Entry(
        question: entry.question, label: nil, by: nil, confidence: nil, isUncommitted: false, changes: [],
        annotations: entry.annotations.filter { veil.lets(session.person, see: $0.annotator) }, resolution: nil)
    }
    return Veiled(report, isVeiled: true)
  }

  /// `sample(_:at:)` as this person may see it.
  public func sample(
    _ session: Session, _ id: String, at revision: String
  ) throws(EngineError) -> Veiled<SampleVersion> {
    var version = try sample(id, at: revision)
    guard let veil = try veils(session, [id])[id] else { return Veiled(version) }
    version.labels = [:]
    version.annotations.removeAll { !veil.lets(session.person, see: $0.annotator) }
    return Veiled(version, isVeiled: true)
  }

  /// `show(_:)` as this person may see it: of samples that are theirs to answer, others' rows are there without what
  /// they say.
  public func show(_ session: Session, _ revision: String) throws(EngineError) -> Veiled<ShowReport> {
    var report = try show(revision)
    let veils = try veils(session, Set(report.changes.rows.map(\.sample)))
    guard !veils.isEmpty else { return Veiled(report) }
    for (index, row) in report.changes.rows.enumerated() {
      guard let part = row.part, let veil = veils[row.sample], !veil.lets(session.person, see: part) else { continue }
      report.changes.rows[index].old = row.old.map { _ in "" }
      report.changes.rows[index].new = row.new.map { _ in "" }
    }
    return Veiled(report, isVeiled: true)
  }

  /// Those of `samples` that this person has yet to answer, or is asked again.
  private func veils(_ session: Session, _ samples: Set<String>) throws(EngineError) -> [String: Veil] {
    try journal.read { db in
      let project = try db.project()
      guard try project.role(of: session) == .annotator else { return [:] }
      return try samples.reduce(into: [:]) { veils, sample in
        let state = try db.state(of: sample)
        if try db.served(sample, to: session.person)?.isRepeat(of: state, session.person) == true {
          veils[sample] = .everything
        } else if state[session.person]?.sentBackBy != nil {
          veils[sample] = .others
        } else if try !state.isDone(by: session.person)
          && (!db.isComplete(sample) || db.served(sample, to: session.person) != nil)
        {
          veils[sample] = .others
        }
      }
    }
  }
}

/// Whose answers to a sample are hidden from a person.
private enum Veil {
  case others
  /// Their own, too: they are asked again, and are not to know it.
  case everything

  func lets(_ person: String, see annotator: String) -> Bool { self == .others && annotator == person }
}
