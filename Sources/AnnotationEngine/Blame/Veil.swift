import GRDB

/// Something that shows people's answers, with what is kept from the person who asked.
///
/// Whoever is yet to answer a sample would lean on what others said of it. So as long as a sample is an annotator's own
/// to answer (they have neither submitted nor skipped it, or it was sent back to them, and it has not all of the round's
/// annotations), others' answers, labels and resolutions of it are kept from them. Where gold or silent repeats could be
/// told by them (`Sight.guardsQueue`), all of others' is kept from annotators for good, and what a version says of a
/// sample, their own answers included: a repeat was answered before. Reviewers and leads see all.
public struct Veiled<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  public var value: Value
  /// Others' answers are left out of it.
  public var isVeiled: Bool
  /// They are left out whatever the person answers.
  public var isForGood: Bool

  public init(_ value: Value, isVeiled: Bool = false, isForGood: Bool = false) {
    self.value = value
    self.isVeiled = isVeiled
    self.isForGood = isForGood
  }
}

extension Workspace {
  /// Of each question of a sample its label and what is behind it, as this person may see it; nil is somebody whom nothing
  /// is known of. Costs a few look-ups a commit.
  ///
  /// - Throws: `unknownSample`.
  public func blame(_ session: Session?, _ sample: String) throws(EngineError) -> Veiled<BlameReport> {
    var report = try blame(sample)
    let (veil, own, isForGood) = try journal.read { db in
      let sight = try db.sight(of: session)
      return (try db.veil(sight, sample), try db.shownAnswer(to: sight, of: sample), sight.guardsQueue)
    }
    guard let veil else { return Veiled(report) }
    for index in report.questions.indices {
      let entry = report.questions[index]
      let annotations =
        isForGood ? own.map { [$0] } ?? [] : entry.annotations.filter { veil.lets(session?.person, see: $0.annotator) }
      report.questions[index] = BlameReport.Entry(
        question: entry.question, label: nil, by: nil, confidence: nil, isUncommitted: false, changes: [],
        annotations: annotations, resolution: nil)
    }
    return Veiled(report, isVeiled: true, isForGood: isForGood)
  }

  /// `sample(_:at:)` as this person may see it.
  public func sample(
    _ session: Session?, _ id: String, at revision: String
  ) throws(EngineError) -> Veiled<SampleVersion> {
    var version = try sample(id, at: revision)
    let (veil, isForGood) = try journal.read { db in
      let sight = try db.sight(of: session)
      return (try db.veil(sight, id), sight.guardsQueue)
    }
    guard let veil else { return Veiled(version) }
    version.labels = [:]
    version.annotations.removeAll { isForGood || !veil.lets(session?.person, see: $0.annotator) }
    return Veiled(version, isVeiled: true, isForGood: isForGood)
  }

  /// `versions(of:through:)` as this person may see them: those that tell of answers to the sample are left out where
  /// they could tell a repeat.
  public func versions(
    _ session: Session?, of sample: String, through revision: String
  ) throws(EngineError) -> [String] {
    guard try journal.read({ try $0.sight(of: session).guardsQueue }) else {
      return try versions(of: sample, through: revision)
    }
    do { return [try store.resolve(revision).hex] } catch { throw .store(error) }
  }

  /// A commit (nil: the head of the branch) with what it holds and what it changed, as this person may see it: of samples
  /// that are theirs to answer, others' rows are there without what they say. Counting labels by value reads the whole
  /// table of labels.
  public func show(_ session: Session?, _ revision: String?) throws(EngineError) -> Veiled<ShowReport> {
    var report = try show(revision)
    let changes = try veiled(report.changes, to: session)
    report.changes = changes.value
    return Veiled(report, isVeiled: changes.isVeiled, isForGood: changes.isForGood)
  }

  /// What changed from revision `a` to revision `b` (nil: the head of the branch), as this person may see it. Counts are
  /// exact; of the rows the first `rowLimit` are given, in order of samples. Cost is proportional to the change.
  public func diff(
    _ session: Session?, _ a: String, _ b: String?, rowLimit: Int, filter: DiffFilter = DiffFilter()
  ) throws(EngineError) -> Veiled<DiffReport> {
    var report = try veiled(diff(a, b, rowLimit: rowLimit, filter: filter), to: session)
    if report.isForGood, filter.sample != nil {
      let none = DiffReport.Counts(added: 0, removed: 0, changed: 0)
      (report.value.annotations, report.value.labels, report.value.confusion) = (none, none, [:])
    }
    return report
  }

  private func veiled(_ changes: DiffReport, to session: Session?) throws(EngineError) -> Veiled<DiffReport> {
    var changes = changes
    let (sight, veils) = try journal.read { db in
      let sight = try db.sight(of: session)
      if sight.seesPeople || sight.guardsQueue { return (sight, [String: Veil]()) }
      var veils: [String: Veil] = [:]
      for sample in Set(changes.rows.map(\.sample)) { veils[sample] = try db.veil(sight, sample) }
      return (sight, veils)
    }
    if sight.guardsQueue {
      changes.rows.removeAll { $0.table != TableName.samples }
      return Veiled(changes, isVeiled: true, isForGood: true)
    }
    if veils.isEmpty { return Veiled(changes) }
    for (index, row) in changes.rows.enumerated() {
      guard let part = row.part, let veil = veils[row.sample], !veil.lets(session?.person, see: part) else { continue }
      changes.rows[index].old = row.old.map { _ in "" }
      changes.rows[index].new = row.new.map { _ in "" }
    }
    return Veiled(changes, isVeiled: true)
  }
}

extension Database {
  /// What of a sample is kept from a person; nil where nothing is.
  fileprivate func veil(_ sight: Sight, _ sample: String) throws -> Veil? {
    if sight.seesPeople { return nil }
    guard let person = sight.person else { return .everything }
    if sight.guardsQueue { return .others }
    let state = try state(of: sample)
    if state[person]?.sentBackBy != nil { return .others }
    return try state.isDone(by: person) || isComplete(sample) ? nil : .others
  }

  /// The answer that a person has given to a sample as the label screen shows it: to a repeat the second one, if any.
  fileprivate func shownAnswer(to sight: Sight, of sample: String) throws -> Annotation? {
    guard sight.guardsQueue, let person = sight.person else { return nil }
    let state = try state(of: sample)
    let isRepeat = try served(sample, to: person)?.isRepeat(of: state, person) == true
    let own = isRepeat ? state.secondAnswer(of: person) : state[person]
    return try own.flatMap { $0.isDone ? try annotation($0, of: sample) : nil }
  }
}

/// Whose answers to a sample are hidden from a person.
private enum Veil {
  case others
  case everything

  func lets(_ person: String?, see annotator: String) -> Bool { self == .others && annotator == person }
}
