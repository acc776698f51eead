import Foundation
import Testing
import VersionStore

@Suite("Signed commits and tags, with the real ssh-keygen", .timeLimit(.minutes(10)))
struct SigningTests {
  /// A workspace with a commit's worth of work, and a key for each of these people.
  private func begin(keys: [String] = ["rita"]) throws -> Scratch {
    let scratch = try TweetsProject.annotated()
    for key in keys { _ = try keygen(["-q", "-t", "ed25519", "-N", "", "-C", key, "-f", key], in: scratch) }
    return scratch
  }

  /// A run of OpenSSH's own program, outside of Gloss.
  private func keygen(_ arguments: [String], in scratch: Scratch, input: String? = nil) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["ssh-keygen"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.standardInput = input.map { FileHandle(forReadingAtPath: scratch.path + "/" + $0) } ?? FileHandle.nullDevice
    let output = scratch.path + "/.keygen"
    try Data().write(to: URL(fileURLWithPath: output))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: output)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try scratch.read(".keygen"))
  }

  private func gloss(_ arguments: [String], in scratch: Scratch) throws -> JSON {
    let finished = try BuiltProgram.run(arguments + ["--json"], in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return try finished.json()
  }

  private func allow(_ lines: [(who: String, key: String)], in scratch: Scratch, to name: String = "allowed_signers")
    throws
  {
    try scratch.write(try lines.map { "\($0.who) \(try scratch.read($0.key + ".pub"))" }.joined(), to: name)
  }

  @Test("What -S signs, ssh-keygen -Y verify accepts outside of Gloss.")
  func signedCommit() throws {
    let scratch = try begin()
    try allow([("rita@example.org", "rita")], in: scratch)
    _ = try gloss(["commit", "-m", "first", "-S", "--sign-key", "rita", "--as", "rita"], in: scratch)
    for part in ["payload", "signature"] {
      let finished = try ["-C", ".", "show", "main", "--\(part)"].run(in: scratch, to: part)
      #expect(finished == 0)
    }
    let (status, said) = try keygen(
      ["-Y", "verify", "-n", "gloss", "-f", "allowed_signers", "-I", "rita@example.org", "-s", "signature"],
      in: scratch, input: "payload")
    #expect(status == 0, "\(said)")
    #expect(said.contains(#"Good "gloss" signature for rita@example.org"#))
  }

  @Test("log --verify names the signer; an unsigned and an unknown one are told apart, and neither is broken.")
  func log() throws {
    let scratch = try begin(keys: ["rita", "eve"])
    try allow([("rita@example.org", "rita")], in: scratch)
    _ = try gloss(["commit", "-m", "first", "--as", "rita"], in: scratch)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    _ = try gloss(["import", "more.csv", "--annotations"], in: scratch)
    _ = try gloss(["commit", "-m", "second", "--sign-key", "rita", "--as", "rita"], in: scratch)
    try scratch.write("sample,annotator,sentiment\nt4,chen,negative\n", to: "more.csv")
    _ = try gloss(["import", "more.csv", "--annotations"], in: scratch)
    _ = try gloss(["commit", "-m", "third", "--sign-key", "eve", "--as", "rita"], in: scratch)
    let commits = try gloss(["log", "--verify"], in: scratch).commits
    #expect(commits.elements.map(\.signature.status.string) == ["unknown", "good", "unsigned"])
    #expect(commits[1].signature.signer.string == "rita@example.org")
    #expect(commits[1].signature.key.string?.hasPrefix("SHA256:") == true)
    #expect(commits[1].signature.author_matches.bool == true)
    #expect(commits[0].signature.signer.isNull)
    let shown = try gloss(["show", "main~1"], in: scratch)
    #expect(shown.signature.status.string == "good")
    #expect(try BuiltProgram.run(["show", "main~1"], in: scratch).output.contains("signed   good, rita@example.org"))
    #expect(try BuiltProgram.run(["log", "--verify"], in: scratch).output.contains("unsigned"))
    // Who signs for somebody else is said.
    try allow([("eve@example.org", "eve")], in: scratch, to: "others")
    let others = try gloss(["log", "--verify", "--allowed-signers", "others"], in: scratch).commits
    #expect(others[0].signature.status.string == "good")
    #expect(others[0].signature.author_matches.bool == false)
    // Without any such file nobody is known.
    try FileManager.default.removeItem(atPath: scratch.path + "/allowed_signers")
    #expect(try gloss(["log", "--verify"], in: scratch).commits[1].signature.status.string == "unknown")
  }

  @Test("A commit under another's signature is bad, and log --verify ends with status 1.")
  func tampered() throws {
    let scratch = try begin()
    try allow([("rita", "rita")], in: scratch)
    _ = try gloss(["commit", "-m", "first", "--sign-key", "rita", "--as", "rita"], in: scratch)
    let store = try Store.open(at: scratch.path + "/.gloss/store")
    let head = try store.resolve("main")
    var commit = try store.commit(head)
    commit.message = "second thoughts"
    let pack = try store.newPack()
    let forged = try pack.add(commit)
    _ = try pack.finish()
    #expect(
      try store.moveRef("heads/main", from: head, to: forged, author: "rita", time: commit.time, what: "commit: forged")
    )
    let finished = try BuiltProgram.run(["log", "--verify", "--json"], in: scratch)
    #expect(finished.status == 1)
    #expect(try finished.json().commits[0].signature.status.string == "bad")
  }

  @Test("A key counts while it was valid by the commit's own time.")
  func expired() throws {
    let scratch = try begin()
    _ = try gloss(["commit", "-m", "first", "--sign-key", "rita", "--as", "rita"], in: scratch)
    for (rule, status, exit) in [
      ("valid-before=\"20200101\"", "expired", Int32(1)), ("valid-after=\"20990101\"", "expired", 1),
      ("valid-after=\"20200101\",valid-before=\"20990101\"", "good", 0), ("namespaces=\"git\"", "unknown", 0),
    ] {
      try allow([("rita \(rule)", "rita")], in: scratch)
      let finished = try BuiltProgram.run(["log", "--verify", "--json"], in: scratch)
      #expect(finished.status == exit, "\(rule)")
      #expect(try finished.json().commits[0].signature.status.string == status, "\(rule)")
    }
  }

  @Test("A tag with a message says who made it; -s signs it, and ssh-keygen accepts that too.")
  func tags() throws {
    let scratch = try begin()
    try allow([("rita", "rita")], in: scratch)
    _ = try gloss(["commit", "-m", "first", "--as", "rita"], in: scratch)
    let tagged = try gloss(
      ["tag", "v1", "-s", "-m", "for training", "--sign-key", "rita", "--as", "rita"], in: scratch)
    #expect(tagged.refs.elements.compactMap(\.string).contains("v1"))
    #expect(try gloss(["tag"], in: scratch).tags.v1 == tagged.commit)
    let checked = try gloss(["tag", "v1", "--verify"], in: scratch)
    #expect(checked.signature.status.string == "good")
    #expect(checked.message.string == "for training")
    #expect(checked.commit == tagged.commit)
    for part in ["payload", "signature"] { #expect(try ["tag", "v1", "--\(part)"].run(in: scratch, to: part) == 0) }
    let (status, said) = try keygen(
      ["-Y", "verify", "-n", "gloss", "-f", "allowed_signers", "-I", "rita", "-s", "signature"], in: scratch,
      input: "payload")
    #expect(status == 0, "\(said)")
    // It stands for its commit wherever a version is named.
    #expect(try gloss(["show", "v1"], in: scratch).commit == tagged.commit)
    #expect(try BuiltProgram.run(["export", "v1", "-o", "v1.jsonl"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["fsck"], in: scratch).status == 0)
    _ = try gloss(["tag", "light", "--as", "rita"], in: scratch)
    #expect(try BuiltProgram.run(["tag", "light", "--verify"], in: scratch).status == 1)
    _ = try gloss(["tag", "noted", "-a", "-m", "unsigned", "--as", "rita"], in: scratch)
    #expect(try BuiltProgram.run(["tag", "noted", "--verify"], in: scratch).status == 1)
    #expect(try BuiltProgram.run(["tag", "v2", "-s"], in: scratch).status == 64)
  }

  @Test("config.toml names the key and asks for signatures; --no-sign does without.")
  func config() throws {
    let scratch = try begin()
    try scratch.write(
      "signing-key = \"~/rita\"\nsign = true\nallowed-signers = \"~/who\"\n", to: "config/gloss/config.toml")
    try allow([("rita", "rita")], in: scratch, to: "who")
    _ = try gloss(["commit", "-m", "first", "--as", "rita"], in: scratch)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    _ = try gloss(["import", "more.csv", "--annotations"], in: scratch)
    _ = try gloss(["commit", "-m", "second", "--no-sign", "--as", "rita"], in: scratch)
    let commits = try gloss(["log", "--verify"], in: scratch).commits
    #expect(commits.elements.map(\.signature.status.string) == ["unsigned", "good"])
  }

  @Test("A key that cannot sign leaves no commit, and says why.")
  func noKey() throws {
    let scratch = try begin()
    let missing = try BuiltProgram.run(["commit", "-m", "first", "--sign-key", "nobody"], in: scratch)
    #expect(missing.status == 2)
    #expect(missing.error.contains("nobody") && missing.error.contains("No such file"), "\(missing.error)")
    let none = try BuiltProgram.run(["commit", "-m", "first", "-S"], in: scratch)
    #expect(none.status == 2)
    #expect(none.error.contains("--sign-key"), "\(none.error)")
    #expect(try gloss(["log"], in: scratch).commits.elements.isEmpty)
  }
}

extension [String] {
  /// Runs the program with these arguments, its standard output in a file: the bytes need not be text.
  fileprivate func run(in scratch: Scratch, to name: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
    process.arguments = self
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.environment = BuiltProgram.environment(in: scratch)
    let file = scratch.path + "/" + name
    try Data().write(to: URL(fileURLWithPath: file))
    process.standardOutput = FileHandle(forWritingAtPath: file)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
