import FoundationEssentials
import Glibc

/// What can go wrong in a store. `errorDescription` says what, `failureReason` where, `recoverySuggestion` what to do.
public enum StoreError: Error, Equatable, Sendable {
  case notAStore(path: String)
  case alreadyExists(path: String)
  case missing(ObjectID)
  case erased(ObjectID)
  case corrupt(ObjectID, pack: String, detail: String)
  case badPack(pack: String, detail: String)
  case badRef(name: String, detail: String)
  case badLog(path: String, detail: String)
  case unsupportedFormat(found: Int, path: String)
  case unknownRevision(String)
  case ambiguousRevision(String, candidates: [ObjectID])
  case unsortedKeys
  /// Somebody else is collecting garbage in the store.
  case collecting(path: String)
  case tooLarge(what: String, bytes: Int, limit: Int)
  /// A system call failed: `errno` and what was being done to which file.
  case io(errno: Int32, action: String, path: String)
  /// Another copy of the store could not be reached, or did not do what was asked.
  case remote(url: String, problem: String, remedy: String)
  /// A remote's branch has commits that are not in what is pushed.
  case behind(String, url: String, remote: String)
  /// A remote's branch is not where it was when last seen.
  case leaseLost(String, url: String, remote: String)
  /// A remote has another version under the name of a tag.
  case tagTaken(String, url: String)
}

extension StoreError: LocalizedError {
  public var errorDescription: String? {
    switch self {
    case .notAStore: "This is not a version store"
    case .alreadyExists: "There is something here already"
    case .missing(let id): "The object \(id.short) is not in the store"
    case .erased(let id): "The object \(id.short) was erased on purpose"
    case .corrupt(let id, _, _): "The object \(id.short) is damaged"
    case .badPack: "A pack file is damaged"
    case .badRef(let name, _): "The ref \(name) cannot be used"
    case .badLog: "The operation log is damaged"
    case .unsupportedFormat(let found, _): "The store has format \(found), which is newer than this program"
    case .unknownRevision(let text): "There is no version called \(text)"
    case .ambiguousRevision(let text, let candidates): "\(text) could be any of \(candidates.count) versions"
    case .unsortedKeys: "Rows were given out of order"
    case .collecting: "Garbage is being collected here already"
    case .tooLarge(let what, let bytes, let limit): "\(what) has \(bytes) bytes; at most \(limit) are possible"
    case .io(let code, let action, _): "Could not \(action): \(String(cString: strerror(code)))"
    case .remote(_, let problem, _): problem
    case .behind(let branch, _, _): "The branch \(branch) has commits there that are not in what is pushed"
    case .leaseLost(let branch, _, _): "The branch \(branch) was moved there since it was last fetched"
    case .tagTaken(let tag, _): "There is another version called \(tag) there"
    }
  }

  public var failureReason: String? {
    switch self {
    case .notAStore(let path), .alreadyExists(let path), .unsupportedFormat(_, let path), .io(_, _, let path),
      .collecting(let path):
      path
    case .corrupt(_, let pack, let detail), .badPack(let pack, let detail): "\(pack): \(detail)"
    case .badRef(_, let detail): detail
    case .remote(let url, _, _), .behind(_, let url, _), .leaseLost(_, let url, _), .tagTaken(_, let url): url
    case .badLog(let path, let detail): "\(path): \(detail)"
    case .ambiguousRevision(_, let candidates): candidates.prefix(8).map(\.short).joined(separator: ", ")
    case .missing, .erased, .unknownRevision, .unsortedKeys, .tooLarge: nil
    }
  }

  public var recoverySuggestion: String? {
    switch self {
    case .notAStore: "Name the directory of a store, or make one with gloss init."
    case .alreadyExists: "Choose a directory that does not exist yet or is empty."
    case .missing, .corrupt, .badPack: "Run gloss fsck to see what is affected, then copy the pack from a backup."
    case .erased: "Nothing to do: the content was removed for good."
    case .badRef: "Choose another name, or run gloss fsck."
    case .badLog: "Restore the file from a backup; versions and labels are not affected."
    case .unsupportedFormat: "Install a newer gloss."
    case .unknownRevision: "gloss log lists the versions."
    case .ambiguousRevision: "Give more digits."
    case .unsortedKeys: "This is a mistake in the program; please report it."
    case .collecting: "Wait until the other collection has ended."
    case .tooLarge: "Shorten it, or keep it in a file of its own and name the file."
    case .io(let code, _, _): StoreError.advice(forErrno: code)
    case .remote(_, _, let remedy): remedy
    case .behind(_, _, let remote): "Run gloss pull \(remote), then push again."
    case .leaseLost(_, _, let remote): "Run gloss fetch \(remote) and look at what came, then push again."
    case .tagTaken: "Give your tag another name: a tag names its version for good."
    }
  }

  private static func advice(forErrno code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "Make room on the disk and try again; nothing was changed."
    case EACCES, EPERM, EROFS: "Ask the owner of the directory for permission to write."
    case EMFILE, ENFILE: "Close other programs, or raise the limit of open files."
    default: "Try again; if it happens again, check the disk."
    }
  }
}

extension ObjectID {
  /// Enough digits for a person.
  var short: String { String(hex.prefix(12)) }
}
