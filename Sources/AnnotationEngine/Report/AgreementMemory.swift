import LabelStatistics
import Synchronization

/// Keeps the answers and the figures counted last.
final class AgreementMemory: Sendable {
  /// Submitted annotations up to which a review step counts agreement anew by itself: a few milliseconds.
  static let smallProject = 5000

  private struct Counted {
    var version: Int
    var report: AgreementReport
  }
  private let book = Mutex(AnswerBook())
  private let last = Mutex<Counted?>(nil)

  /// The figures as they are now. Reads what changed since the last call (everything, the first time) and counts.
  func current(for workspace: Workspace) throws(EngineError) -> AgreementReport {
    try book.withLock { book throws(EngineError) in
      try workspace.journal.read { try book.follow($0) }
      if let known = last.withLock({ $0 }), known.version == book.version { return known.report }
      let counted = Counted(version: book.version, report: book.report(BootstrapOptions()))
      last.withLock { $0 = counted }
      return counted.report
    }
  }

  /// The figures as they are now in a small project, as they were counted last in a large one.
  func report(for workspace: Workspace) throws(EngineError) -> AgreementReport {
    let annotations = try workspace.journal.read { try $0.count("", CountName.submitted) }
    if annotations <= Self.smallProject { return try current(for: workspace) }
    return last.withLock { $0?.report } ?? AgreementReport()
  }
}

extension Workspace {
  /// Percent agreement, alpha and kappa over all submitted annotations, percent and alpha with intervals. The first call
  /// reads them all (about 2 µs an annotation), later ones only what changed; meant to be asked beside the keys.
  func agreement() throws(EngineError) -> AgreementReport { try agreements.current(for: self) }

  /// As this person may see it (`Sight`).
  public func agreement(_ session: Session) throws(EngineError) -> AgreementReport {
    let report = try agreement()
    return try journal.read { try $0.sight(of: session).seen(report) }
  }
}
