import Foundation
import GRDB
import VersionStore

extension Journal {
  /// Runs `body` and says what went wrong in words that name the file and what to do.
  static func asEngineError<T>(_ path: String, _ body: () throws -> T) throws(EngineError) -> T {
    do {
      return try body()
    } catch let error as EngineError {
      throw error
    } catch let error as StoreError {
      throw .store(error)
    } catch let error as DatabaseError {
      throw explain(error, path: path)
    } catch {
      throw .journal(
        problem: "the journal \(path) could not be used: \(error)", remedy: "Try again; if it stays, report it.")
    }
  }

  private static func explain(_ error: DatabaseError, path: String) -> EngineError {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      return .io(errno: ENOSPC, action: "write to the journal", path: path)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return .io(errno: EACCES, action: "write to the journal", path: path)
    case .SQLITE_CANTOPEN:
      return .io(errno: access(path, R_OK) == 0 ? EACCES : errno, action: "open the journal", path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .journal(
        problem: "the journal \(path) is damaged (\(error.message ?? "not a database"))",
        remedy: "Make a copy of the .gloss directory first. Then put journal.sqlite back from a backup, or recover it "
          + "with the sqlite3 program: sqlite3 journal.sqlite .recover. What was committed is safe in the store.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return .journal(
        problem: "another program has kept the journal \(path) locked for more than 10 seconds",
        remedy: "Wait for a long import or commit to end, or look for a program that hangs, and try again.")
    case .SQLITE_IOERR:
      return .journal(
        problem: "the disk could not read or write the journal \(path) (\(error.message ?? "input/output error"))",
        remedy: "Check the disk and its free space. Nothing that was shown as saved is lost by this.")
    default:
      return .journal(
        problem: "the journal \(path) could not be used: \(error.message ?? error.resultCode.description)",
        remedy: "Try again; if it stays, make a copy of the .gloss directory and report it.")
    }
  }
}
