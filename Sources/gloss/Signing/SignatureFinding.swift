import AnnotationEngine
import Foundation

/// What there is to say of a signature.
struct SignatureFinding: Equatable {
  enum Status: String {
    /// It fits the content, and an allowed signer made it.
    case good
    /// It does not fit the content: somebody changed one of them.
    case bad
    /// It fits, but its key was not valid any more, or not yet, at the time that was signed.
    case expired
    /// It fits, and no allowed signer has its key.
    case unknown
    case unsigned
    /// There is one, and nothing to check it with.
    case unchecked
  }

  var status: Status
  /// As the file of allowed signers has it.
  var signer: String?
  /// The key's fingerprint.
  var key: String?
  var problem: String?
  /// Whether the signer is the one whom the commit names as its author: the same name, or the one before the @.
  var isAuthor: Bool?

  init(status: Status, key: String? = nil, problem: String? = nil) {
    self.status = status
    self.key = key
    self.problem = problem
  }

  /// Whether this must not stand: what makes `gloss log --verify` end with status 1.
  var isBroken: Bool { status == .bad || status == .expired }

  /// Whether `principal` is a name of `person`.
  static func names(_ principal: String, _ person: String) -> Bool {
    principal == person || principal.prefix { $0 != "@" } == person
  }

  /// "good, rita@example.org", "good, rita@example.org for alice", "unknown, SHA256:…".
  func words(author: String) -> String {
    switch status {
    case .good: "good, \(signer ?? "")" + (isAuthor == false ? ", who is not the author \(author)" : "")
    case .bad, .expired, .unchecked: [status.rawValue, problem].compactMap { $0 }.joined(separator: ": ")
    case .unknown: [status.rawValue, key].compactMap { $0 }.joined(separator: ", ")
    case .unsigned: status.rawValue
    }
  }

  /// `"signature"` in the answers of `log`, `show` and `tag`.
  var json: JSONValue {
    .object(
      ("status", .string(status.rawValue)), ("signer", .text(signer)), ("key", .text(key)),
      ("author_matches", isAuthor.map { .bool($0) } ?? .null), ("problem", .text(problem)))
  }
}

/// The file of those who may sign.
enum AllowedSigners {
  /// The file named by `--allowed-signers`, else by config.toml, else `allowed_signers` in `.gloss/` or beside
  /// gloss.yaml; nil where there is none.
  static func file(_ named: String?, _ config: UserConfig, in workspace: Workspace) throws -> String? {
    if let named = named ?? config.allowedSigners {
      let path = UserConfig.expanded(named)
      guard access(path, R_OK) == 0 else { throw CommandFailure(errno: errno, action: "read", path: path) }
      return path
    }
    return [workspace.path + "/.gloss/allowed_signers", workspace.projectPath + "/allowed_signers"]
      .first { access($0, R_OK) == 0 }
  }
}
