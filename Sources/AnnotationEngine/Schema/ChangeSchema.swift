import GRDB
import VersionStore

/// New names for what answers hold: what `gloss schema` is asked to do with a changed `gloss.yaml`.
public struct SchemaRequest: Codable, Equatable, Sendable {
  /// Several old values may get the same new name: they become one.
  public var renames: Renames
  public var splits: [ValueSplit]
  /// Of a split value, what it becomes in each sample, by the sample's id.
  public var assignments: [String: String]

  public init(renames: Renames = Renames(), splits: [ValueSplit] = [], assignments: [String: String] = [:]) {
    self.renames = renames
    self.splits = splits
    self.assignments = assignments
  }

  var isEmpty: Bool { renames.isEmpty && splits.isEmpty }
}

/// What a change of the schema does, or did, to what is there.
public struct SchemaChangeReport: Codable, Equatable, Sendable {
  /// A name and what it becomes.
  public struct Row: Codable, Equatable, Sendable {
    public var question: String
    /// nil: the question itself.
    public var from: String?
    public var to: String
    /// Live annotations with it, drafts too; and labels of the last commit.
    public var annotations: Int
    public var labels: Int
  }
  public var rows: [Row]
  /// What is in the way: nothing is done then.
  public var change: SchemaChange
  /// Whether it was taken into force, and the commit that holds it (hex); nil where nothing was ever committed.
  public var isTaken: Bool
  public var commit: String?

  public init(rows: [Row], change: SchemaChange, isTaken: Bool, commit: String? = nil) {
    self.rows = rows
    self.change = change
    self.isTaken = isTaken
    self.commit = commit
  }
}

extension Workspace {
  /// Takes the changed `gloss.yaml` into force under new names for what answers hold: live work is committed, then the
  /// change is a commit of its own, with the mapping in it, which a merge with a branch of the old schema does to that
  /// branch's rows, and which `undo` takes back. `isTrial` only says what it would do.
  ///
  /// While nothing is committed, renames are an event of the journal, and nothing can be split.
  ///
  /// Reads every annotation and label once.
  ///
  /// - Throws: `notPermitted` for all but leads, `project`, `invalidName`, `unsplitValue` for a sample that nobody named.
  public func changeSchema(
    _ session: Session, _ request: SchemaRequest, isTrial: Bool = false
  ) throws(EngineError) -> SchemaChangeReport {
    try permit(session, .lead, to: "change the project")
    return try onlyEngineErrors {
      try followHead()
      let yaml = try Self.projectText(in: projectPath)
      let new = try Project.parse(yaml: yaml, file: "gloss.yaml")
      try new.checkGuidelines(in: projectPath)
      let old = try project()
      try request.renames.check(from: old, to: new)
      for split in request.splits { try split.check(from: old, to: new, request) }
      let names = SchemaMapping(renames: request.renames, splits: request.splits)
      var report = SchemaChangeReport(
        rows: try SchemaPreview(self, names, request.assignments).rows(), change: try orphans(of: names, old, new),
        isTaken: false)
      if isTrial || !report.change.orphans.isEmpty { return report }
      guard try head() != nil else {
        guard request.splits.isEmpty else { throw EngineError.nothingCommitted(branch: branch) }
        report.change = try adoptSchema(session, renames: request.renames)
        report.isTaken = report.change.orphans.isEmpty
        return report
      }
      report.commit = try commit(session, yaml, new, names, request.assignments).hex
      report.isTaken = true
      return report
    }
  }

  private func orphans(of names: SchemaMapping, _ old: Project, _ new: Project) throws -> SchemaChange {
    var change = SchemaChange.comparing(old, with: new, after: names.renames)
    change.orphans.removeAll { orphan in
      names.splits.contains { $0.question == orphan.question && $0.value == orphan.value }
    }
    return try journal.read { try $0.countOrphans(change, LostNumbers(from: old, to: new, after: names)) }
  }

  private func commit(
    _ session: Session, _ yaml: String, _ project: Project, _ names: SchemaMapping, _ assignments: [String: String]
  ) throws -> ObjectID {
    // Each turn that fails has let another commit through.
    while true {
      guard let id = try commitLiveWork(session, message: "before the schema changed") else {
        throw EngineError.nothingCommitted(branch: branch)
      }
      let head = try Snapshot(id, in: store)
      let pack = try store.newPack()
      do {
        let empty = Tree(root: try Tree.empty(in: pack), in: store)
        var commit = head.commit
        // What the rewriting looks up must be visible: it goes into a pack of its own.
        let splits = try splitTree(names.splits, assignments, empty)
        commit.trees[TableName.splits] = splits?.root
        commit.blobs[TableName.mapping] = try pack.addBlob(Array(names.json.text.utf8))
        commit.blobs[TableName.project] = try pack.addBlob(Array(yaml.utf8))
        try putGuidelines(of: project, &commit, head, pack)
        let roots = try SchemaRewrite(
          head, by: SchemaStep(names, splits: splits), to: project, empty: empty, pack: pack, temporary: temporaryPath
        ).run()
        commit.trees[TableName.annotations] = roots.annotations
        commit.trees[TableName.labels] = roots.labels
        (commit.parents, commit.author, commit.time) = ([id], session.person, clock())
        commit.message = "schema: " + names.words
        commit.signature = nil
        let made = try pack.add(signed(commit))
        try pack.finish()
        try advance(session, from: id, to: made, what: "schema: \(names.words)")
        return made
      } catch EngineError.refMoved {
        continue
      } catch {
        pack.abandon()
        throw error
      }
    }
  }

  private func splitTree(_ splits: [ValueSplit], _ assignments: [String: String], _ empty: Tree) throws -> Tree? {
    guard !splits.isEmpty else { return nil }
    let pack = try store.newPack()
    let edits = splits.flatMap { split in
      assignments.map { sample, value in
        Edit(
          key: SchemaStep.key(sample: sample, question: split.question, value: split.value), value: Array(value.utf8))
      }
    }
    let root = try empty.applying(edits.sorted { byteOrder($0.key, $1.key) < 0 }, pack: pack)
    try pack.finish()
    return Tree(root: root, in: store)
  }

  private func putGuidelines(
    of project: Project, _ commit: inout Commit, _ head: Snapshot, _ pack: PackWriter
  ) throws {
    let text = try project.guidelines.map {
      try Self.text(ofFile: projectPath + "/" + $0, action: "read the guidelines")
    }
    if try text == head.text(TableName.guidelines) { return }
    commit.blobs[TableName.guidelines] = try text.map { try pack.addBlob(Array($0.utf8)) }
  }
}

extension ValueSplit {
  fileprivate func check(from old: Project, to new: Project, _ request: SchemaRequest) throws(EngineError) {
    guard let asked = old.question(question), asked.hasValue(value) else {
      throw .invalidName(value, problem: "question \(question) has no value of that name to split")
    }
    guard let next = new.question(request.renames.questions[question] ?? question) else {
      throw .invalidName(question, problem: "gloss.yaml has no question of that name")
    }
    for name in into + [rest].compactMap({ $0 }) where !next.hasValue(name) {
      throw .invalidName(name, problem: "gloss.yaml has no value of that name for question \(next.name)")
    }
    for (sample, name) in request.assignments.sorted(by: { precedesInBytes($0.key, $1.key) }) where !into.contains(name)
    {
      throw .invalidName(name, problem: "sample \(sample) is to get it, and “\(value)” is split into \(list(into))")
    }
  }
}

extension SchemaMapping {
  /// "sentiment=neutral → none", for messages.
  var words: String {
    var parts = renames.questions.sorted { $0.key < $1.key }.map { "\($0.key) → \($0.value)" }
    for (question, names) in renames.values.sorted(by: { $0.key < $1.key }) {
      parts += names.sorted { $0.key < $1.key }.map { "\(question)=\($0.key) → \($0.value)" }
    }
    parts += splits.map { "\($0.question)=\($0.value) → \(list($0.into))" }
    return parts.joined(separator: ", ")
  }
}
