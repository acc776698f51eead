import Foundation

/// What can go wrong in a store. `errorDescription` says what, `failureReason` where, `recoverySuggestion` what to do.
public enum StoreError: Error, Equatable, Sendable {
  case notAStore(path: String)
  case alreadyExists(path: String)
  case missing(ObjectID)
  case erased(ObjectID)
  case corrupt(ObjectID, pack: String, detail: String)
  case badPack(pack: String, detail: String)
  case badRef(name: String, detail: String)
  case unsupportedFormat(found: Int, path: String)
  case unknownRevision(String)
  case ambiguousRevision(String, candidates: [ObjectID])
  case unsortedKeys
  case tooLarge(what: String, bytes: Int, limit: Int)
  /// A system call failed: `errno` and what was being done to which file.
  case io(errno: Int32, action: String, path: String)
}

extension StoreError: LocalizedError {
  public var errorDescription: String? { fatalError() }
  public var failureReason: String? { fatalError() }
  public var recoverySuggestion: String? { fatalError() }
}
