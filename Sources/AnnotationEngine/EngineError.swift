import Foundation
import VersionStore

/// What can go wrong for the person who labels, reviews or leads. `errorDescription` says what, `failureReason` where,
/// `recoverySuggestion` what to do.
public enum EngineError: Error, Sendable {
  /// The project file: `line` and `column` from 1.
  case project(file: String, line: Int, column: Int, problem: String, remedy: String)
  case notAWorkspace(path: String)
  case alreadyAWorkspace(path: String)
  case noProjectFile(path: String)
  case unknownPerson(String, known: [String])
  case notPermitted(person: String, role: Role, act: String, needs: Role)
  case ownSample(sample: String, person: String)
  case unknownSample(String)
  case sampleClosed(sample: String, why: String)
  case invalidAnswer(question: String, problem: String)
  case badRecords(file: String, first: BadRecord, count: Int)
  case unknownFormat(String, known: [String])
  case unknownColumn(String, known: [String], file: String)
  case schemaChanged(SchemaChange)
  case tagExists(String)
  case refMoved(String)
  case invalidName(String, problem: String)
  case newerJournal(found: Int, known: Int)
  case journal(problem: String, remedy: String)
  case store(StoreError)
  case io(errno: Int32, action: String, path: String)
}

extension EngineError: LocalizedError {
  public var errorDescription: String? { fatalError() }
  public var failureReason: String? { fatalError() }
  public var recoverySuggestion: String? { fatalError() }
}
