import VersionStore

/// The merge of two commits over the last that they have in common. Cost grows with what either side changed.
///
/// It is a function of the three commits, the policy and the decisions: the trees do not depend on which side is called
/// ours, but for the decisions.
struct HeadMerge {
  let store: Store
  let base: Snapshot?
  let ours: Snapshot
  let theirs: Snapshot
  var policy: MergePolicy
  /// What was decided so far.
  var decided: (String, CellConflict) throws -> MergeDecision? = { _, _ in nil }

  struct Result {
    var trees: [String: ObjectID]
    var blobs: [String: ObjectID]
    /// In order of samples. The trees are not whole while there are any.
    var conflicts: [(sample: String, conflict: CellConflict)]
  }

  /// The best common ancestor is the base. nil as `base` where the two have no history in common.
  init(_ ours: ObjectID, _ theirs: ObjectID, in store: Store, policy: MergePolicy) throws {
    self.store = store
    base = try store.mergeBase(ours, theirs).map { try Snapshot($0, in: store) }
    self.ours = try Snapshot(ours, in: store)
    self.theirs = try Snapshot(theirs, in: store)
    self.policy = policy
  }

  /// Writes what the merge has to `pack`, which nobody sees before it is finished.
  ///
  /// - Throws: `mergeText`, `mergeNames`, `mergeMisfit`, `mergeContent`, `unsplitValue`: what nobody can settle sample by
  ///   sample.
  func run(_ pack: PackWriter, temporary: String) throws -> Result {
    var blobs = ours.commit.blobs
    blobs[TableName.mapping] = nil
    let project = try mergeProject(&blobs, pack)
    try mergeText(of: TableName.guidelines, &blobs, pack)
    let empty = Tree(root: try Tree.empty(in: pack), in: store)

    let tables = SampleTableMerge(store: store, pack: pack, side: policy.side)
    let samples = try tables.samples(base: base?.samples ?? empty, ours: ours.samples, theirs: theirs.samples)
    if let first = samples.clashes.first {
      throw EngineError.mergeContent(sample: first, count: samples.clashes.count)
    }
    let batches = try tables.batches(
      base: base?.batches ?? empty, ours: ours.batches ?? empty, theirs: theirs.batches ?? empty)

    let rows = try RowMerge(
      base: LabelTables(annotations: base?.annotations ?? empty, labels: base?.labels ?? empty),
      ours: LabelTables(annotations: ours.annotations, labels: ours.labels),
      theirs: LabelTables(annotations: theirs.annotations, labels: theirs.labels),
      terms: try terms(project), empty: empty, pack: pack, temporary: temporary)
    let roots = try rows.run()
    var trees = [
      TableName.samples: samples.root, TableName.batches: batches, TableName.annotations: roots.annotations,
      TableName.labels: roots.labels,
    ]
    if ours.batches == nil && theirs.batches == nil { trees[TableName.batches] = nil }
    return Result(trees: trees, blobs: blobs, conflicts: rows.conflicts)
  }

  private func terms(_ project: Project) throws -> RowMerge.Terms {
    let meeting = try SchemaMeeting(
      base: try base?.project() ?? project, ours: try steps(to: ours.id), theirs: try steps(to: theirs.id))
    let merge = SampleMerge(project: project, policy: policy) { try store.sameContent($0, $1) }
    return RowMerge.Terms(
      meeting: meeting, merge: merge, decided: decided,
      ourLabelsAreStale: try ours.project().labelRule != project.labelRule,
      theirLabelsAreStale: try theirs.project().labelRule != project.labelRule)
  }

  /// What a side did to names since the base.
  private func steps(to head: ObjectID) throws -> [SchemaStep] {
    try base.map { try store.schemaSteps(since: $0.id, to: head) } ?? []
  }

  // MARK: Texts

  private func mergeProject(_ blobs: inout [String: ObjectID], _ pack: PackWriter) throws -> Project {
    guard let text = try mergeText(of: TableName.project, &blobs, pack) else { return try ours.project() }
    do throws(EngineError) {
      return try Project.parse(yaml: text, file: "gloss.yaml")
    } catch {
      guard case .project(let file, let line, _, let problem, _) = error else { throw error }
      throw EngineError.mergeText(
        file: file, problem: "the merged file would not be right in line \(line): \(problem)")
    }
  }

  /// The merged text, kept in `blobs`; nil where neither side has one.
  @discardableResult
  private func mergeText(
    of name: String, _ blobs: inout [String: ObjectID], _ pack: PackWriter
  ) throws -> String? {
    let texts = (try base?.text(name), try ours.text(name), try theirs.text(name))
    let ids = (ours.commit.blobs[name], theirs.commit.blobs[name])
    guard let our = texts.1, let their = texts.2 else {
      // One side has it alone: it brought it, or the other took it away.
      let keeps = texts.0 == nil || (texts.1 ?? texts.2) != texts.0
      blobs[name] = keeps ? ids.0 ?? ids.1 : nil
      return keeps ? texts.1 ?? texts.2 : nil
    }
    if our == their {
      blobs[name] = [ids.0, ids.1].compactMap { $0 }.min()
      return our
    }
    let merge = TextMerge(base: texts.0 ?? "", ours: our, theirs: their)
    let file = name == TableName.project ? "gloss.yaml" : "the guidelines"
    let text = merge.text { conflict in
      switch policy.side {
      case .ours?: conflict.ours
      case .theirs?: conflict.theirs
      case nil: nil
      }
    }
    guard let text else {
      let lines = merge.conflicts.map { "\($0.ourLine)/\($0.theirLine)" }
      throw EngineError.mergeText(
        file: file,
        problem: "both branches changed the same lines of \(file) in different ways (here/there): \(list(lines))")
    }
    if text == our {
      blobs[name] = ids.0
    } else if text == their {
      blobs[name] = ids.1
    } else {
      blobs[name] = try pack.addBlob(Array(text.utf8))
    }
    return text
  }
}
