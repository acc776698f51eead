import VersionStore

extension Workspace {
  /// Reads samples from `source` and puts the new ones at the end of the queue, in the order of the file.
  ///
  /// All or nothing, unless `quarantine` takes bad records. A sample whose id is there with the same content is
  /// unchanged; with other content it is a bad record or, where the import `replaces`, gets that content: a new blob
  /// under the same id, batch and place. Annotations of it stay and say nothing. `progress` is called every few thousand records and may throw to
  /// interrupt; nothing is kept then. Memory does not grow with the file; the source is read on a thread of its own.
  ///
  /// Records that the engine finds bad (an id, a repeat) are handed to `quarantine` as JSON lines.
  ///
  /// - Throws: `EngineError.badRecords` with the first one and their number (it stops counting at 1,000);
  ///   `EngineError.notPermitted` for annotators; what `progress`, `quarantine` or the source throw.
  public func importSamples<Source: RecordSource<IncomingSample>>(
    _ session: Session, from source: inout Source, replaces: Bool = false,
    quarantine: ((BadRecord) throws -> Void)?, progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport {
    try permit(session, .reviewer, to: "import samples")
    let (base, project) = try journal.read { (try $0.liveSamples(), try $0.project()) }
    // What is there is compared with what comes.
    if base != nil { store.use(.large) }
    defer { store.use(.small) }
    let intake = try asEngineErrors {
      try SampleIntake(
        base: base, store: store, temporary: temporaryPath, replaces: replaces,
        suggestions: SuggestionCheck(project), bad: BadRecords(quarantine: quarantine))
    }
    do {
      return try asEngineErrors {
        try read(&source, progress) {
          try intake.take($0)
          return !intake.bad.areEnough
        }
        try intake.bad.check(file: source.name)
        try intake.finish()
        try intake.bad.check(file: source.name)
        return try withoutActuallyEscaping(progress) { progress in
          try land(intake, base: base, session, source, progress)
        }
      }
    } catch {
      intake.pack.abandon()
      throw error
    }
  }

  /// Gives every record to `take`, until that gives false.
  private func read<Source: RecordSource>(
    _ source: inout Source, _ progress: (ImportProgress) throws -> Void,
    take: (Incoming<Source.Record>) throws -> Bool
  ) throws {
    let reader = BatchReader(source)
    let feed = RecordFeed { () throws(EngineError) in try reader.next() }
    defer { feed.stop() }
    var records = 0
    while let batch = try feed.next() {
      for record in batch.records {
        guard try take(record) else { return }
      }
      records += batch.records.count
      try progress(
        ImportProgress(records: records, bytesRead: batch.bytesRead, byteCount: batch.byteCount, phase: "reading"))
    }
    // The feed has ended, and with it the thread that used the reader.
    source = reader.source
  }

  private func land(
    _ intake: SampleIntake, base: ObjectID?, _ session: Session, _ source: some RecordSource,
    _ progress: @escaping (ImportProgress) throws -> Void
  ) throws -> ImportReport {
    let landing = SampleImport(store: store, journal: journal, intake: intake, temporary: temporaryPath)
    let now = ImportProgress(
      records: intake.read, bytesRead: source.bytesRead, byteCount: source.byteCount, phase: "")
    try landing.land(base: base, file: source.name, actor: session.person, clock: clock) { phase in
      var now = now
      now.phase = phase
      try progress(now)
    }
    return ImportReport(
      read: intake.read, imported: landing.imported, updated: landing.updated,
      unchanged: intake.unchanged + landing.unchanged, quarantined: intake.bad.count, newBytes: landing.newBytes,
      states: landing.states)
  }

  /// As `importSamples`, with annotations that were made elsewhere; they count as submitted. Rows of one annotator and
  /// sample that answer different questions are one annotation, and join what that annotator has answered already.
  /// What repeats that is unchanged; what contradicts it is a bad record: an import changes no answer.
  /// The counts of the report are of rows.
  ///
  /// Annotators need not be among the project's people. All or nothing: it is one transaction of the journal.
  public func importAnnotations<Source: RecordSource<IncomingAnnotation>>(
    _ session: Session, from source: inout Source, quarantine: ((BadRecord) throws -> Void)?,
    progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport {
    try permit(session, .reviewer, to: "import annotations")
    return try asEngineErrors {
      let work = try AnnotationImport(self, bad: BadRecords(quarantine: quarantine))
      try read(&source, progress) {
        try work.take($0)
        return !work.hasFailed
      }
      var now = ImportProgress(
        records: work.report.read, bytesRead: source.bytesRead, byteCount: source.byteCount, phase: "sorting")
      try work.group(file: source.name) { try progress(now) }
      now.phase = "writing"
      try work.land(file: source.name, actor: session.person) { try progress(now) }
      return work.report
    }
  }

  /// Names the content of all samples: the same state is the same samples. nil while there are none.
  public func samplesState() throws(EngineError) -> String? { try journal.read { try $0.liveSamples()?.hex } }

  /// Where imports may keep what helps the next one, such as which files they have seen. It may be removed at any time.
  public var importMemoryPath: String { path + "/.gloss/seen" }

  /// Where files stand that nobody needs after a call.
  var temporaryPath: String { place.home + "/tmp" }
}
