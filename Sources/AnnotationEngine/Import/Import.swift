import VersionStore

extension Workspace {
  /// Reads samples from `source` and puts the new ones at the end of the queue, in the order of the file.
  ///
  /// All or nothing, unless `quarantine` takes bad records. A sample whose id is there with the same content is
  /// unchanged; with other content it is a bad record. `progress` is called every few thousand records and may throw to
  /// interrupt; nothing is kept then. Memory does not grow with the file; the source is read on a thread of its own.
  ///
  /// Records that the engine finds bad (an id, a repeat) are handed to `quarantine` as JSON lines.
  ///
  /// - Throws: `EngineError.badRecords` with the first one and their number (it stops counting at 1,000);
  ///   `EngineError.notPermitted` for annotators; what `progress`, `quarantine` or the source throw.
  public func importSamples<Source: RecordSource<IncomingSample>>(
    _ session: Session, from source: inout Source, quarantine: ((BadRecord) throws -> Void)?,
    progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport {
    try permit(session, .reviewer, to: "import samples")
    let base = try journal.read { try $0.liveSamples() }
    let intake = try asEngineErrors {
      try SampleIntake(
        base: base, store: store, temporary: temporaryPath, bad: BadRecords(quarantine: quarantine))
    }
    do {
      return try asEngineErrors {
        try read(&source, into: intake, progress)
        try intake.bad.check(file: source.name)
        try intake.finish()
        try intake.bad.check(file: source.name)
        return try land(intake, base: base, session, source, progress)
      }
    } catch {
      intake.pack.abandon()
      throw error
    }
  }

  private func read<Source: RecordSource<IncomingSample>>(
    _ source: inout Source, into intake: SampleIntake, _ progress: (ImportProgress) throws -> Void
  ) throws {
    let feed = RecordFeed(source)
    defer { feed.stop() }
    while let batch = try feed.next() {
      for record in batch.records { try intake.take(record) }
      if intake.bad.areEnough { return }
      try progress(
        ImportProgress(
          records: intake.read, bytesRead: batch.bytesRead, byteCount: batch.byteCount, phase: "reading"))
    }
    if let exhausted = feed.exhaustedSource { source = exhausted }
  }

  private func land(
    _ intake: SampleIntake, base: ObjectID?, _ session: Session, _ source: some RecordSource,
    _ progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport {
    let landing = SampleImport(store: store, journal: journal, intake: intake, temporary: temporaryPath)
    try landing.land(base: base, file: source.name, actor: session.person, clock: clock) { phase in
      try progress(
        ImportProgress(
          records: intake.read, bytesRead: source.bytesRead, byteCount: source.byteCount, phase: phase))
    }
    return ImportReport(
      read: intake.read, imported: landing.imported, unchanged: intake.unchanged + landing.unchanged,
      quarantined: intake.bad.count, newBytes: landing.newBytes)
  }

  /// Where files stand that nobody needs after a call.
  var temporaryPath: String { path + "/.gloss/tmp" }
}
