import Synchronization
import VersionStore

/// Vouches for the bytes of a commit or a tag: gives an armoured SSH signature of them in the namespace "gloss".
public typealias Signer = @Sendable (_ payload: [UInt8]) throws(EngineError) -> String

/// A commit or a tag as whoever checks its signature needs it.
public struct SignedObject: Equatable, Sendable {
  public var id: String
  public var author: String
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var message: String
  /// The bytes that are signed.
  public var payload: [UInt8]
  /// nil where nobody has signed it.
  public var signature: String?
}

extension Workspace {
  /// From here on every commit that is made through this is signed by `signer`; nil ends that.
  public func sign(with signer: Signer?) { self.signer.withLock { $0 = signer } }

  /// `commit` with a signature where commits are to be signed: what everything that makes a commit passes it through.
  func signed(_ commit: Commit) throws(EngineError) -> Commit {
    guard let sign = signer.withLock({ $0 }) else { return commit }
    var commit = commit
    commit.signature = try sign(commit.payload)
    return commit
  }

  /// The commit that `revision` names; nil names the head of the branch.
  public func signedCommit(_ revision: String?) throws(EngineError) -> SignedObject {
    try onlyEngineErrors {
      let id = try commitID(of: revision)
      let commit = try store.commit(id)
      return SignedObject(
        id: id.hex, author: commit.author, time: commit.time, message: commit.message, payload: commit.payload,
        signature: commit.signature)
    }
  }

  /// The tag of that name; nil for a light one, which is nothing but a name.
  public func signedTag(_ name: String) throws(EngineError) -> SignedObject? {
    try onlyEngineErrors {
      guard let id = try store.ref("tags/" + name) else { throw StoreError.unknownRevision(name) }
      guard try store.peel(id) != id else { return nil }
      let tag = try store.tag(id)
      return SignedObject(
        id: id.hex, author: tag.author, time: tag.time, message: tag.message, payload: tag.payload,
        signature: tag.signature)
    }
  }
}
