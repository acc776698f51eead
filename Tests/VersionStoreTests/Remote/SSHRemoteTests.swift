import Foundation
import Testing

@testable import VersionStore

@Suite("Another machine as a remote", .timeLimit(.minutes(10)))
struct SSHRemoteTests {
  /// A store here, a place for one there, and a script in the place of ssh that runs commands on this machine.
  private final class Fixture {
    let scratch: Scratch
    let local: Store
    let commit: ObjectID
    let environment: [String: String]
    var there: String { scratch.path + "/it's there" }

    /// `script` runs the command "$last" as it likes; files of the test are in "$here".
    init(_ script: String = "exec sh -c \"$last\"") throws {
      scratch = try Scratch()
      local = try scratch.makeStore()
      commit = try local.makeCommit("first")
      let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
      let path = scratch.path + "/ssh"
      let text = """
        #!/bin/sh
        printf '%s\\n' "$*" >>"\(scratch.path)/calls"
        for last; do :; done
        here="\(scratch.path)"
        export PATH="\(tests):$PATH"
        \(script)
        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o755)
      environment = ["GLOSS_SSH": path + " -v", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
    }

    func remote(_ url: String? = nil) throws -> any Remote {
      try Remotes.open(
        url: url ?? "ssh://ada@host:2222" + there.replacing(" ", with: "%20"), environment: environment)
    }

    func calls() throws -> [Substring] {
      try String(contentsOfFile: scratch.path + "/calls", encoding: .utf8).split(separator: "\n")
    }

    func temporaries() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: there + "/tmp") }
  }

  @Test("Every call goes over one connection, and does what it does for a directory.")
  func roundTrip() throws {
    let fixture = try Fixture()
    let remote = try fixture.remote()
    #expect { try remote.packs() } throws: { isRemoteFailure($0, naming: "no store here") }
    try remote.prepare()
    #expect(try remote.packs() == [] && remote.refs() == [:])

    let big = try S3Fixture.pack(3_000_000, in: fixture.scratch)
    let small = try #require(try fixture.scratch.files(in: "packs").first)
    try remote.upload(pack: big.name, from: big.path, progress: { _ in })
    try remote.upload(pack: small, from: fixture.scratch.store + "/packs/" + small, progress: { _ in })
    try remote.upload(pack: big.name, from: big.path, progress: { #expect($0 == 3_000_000) })
    #expect(try remote.packs().map(\.name) == [big.name, small].sorted())
    #expect(try remote.packs().first { $0.name == big.name }?.byteCount == 3_000_000)
    #expect(try remote.read(pack: big.name, 11..<2_000_011) == Array(big.bytes[11..<2_000_011]))
    try remote.download(pack: big.name, to: fixture.scratch.path + "/copy", progress: { _ in })
    #expect(FileManager.default.contents(atPath: fixture.scratch.path + "/copy") == Data(big.bytes))

    let move = { (old: RemoteRef?, new: ObjectID?) in
      try remote.moveRef("heads/main", from: old, to: new, author: "ada", time: 5, what: "push")
    }
    #expect(try move(nil, fixture.commit))
    #expect(try !move(nil, fixture.commit))
    #expect(try remote.refs() == ["heads/main": RemoteRef(id: fixture.commit)])
    #expect(try Store.open(at: fixture.there).operations().map(\.author) == ["ada"])
    #expect(try move(RemoteRef(id: fixture.commit), nil))
    #expect(try remote.refs() == [:])
    #expect(
      try fixture.calls()
        == [
          "-v -T -o ServerAliveInterval=15 -p 2222 ada@host gloss serve-store '\(fixture.scratch.path)/it'\\''s there'"
        ])
  }

  @Test("What the other store refuses comes with its words, and the connection goes on.")
  func failures() throws {
    let fixture = try Fixture()
    let remote = try fixture.remote()
    try remote.prepare()
    let gone = ObjectID.made(5).hex + ".pack"
    #expect { try remote.read(pack: gone, 0..<4) } throws: { isRemoteFailure($0, naming: "is gone") }
    #expect { try remote.download(pack: gone, to: fixture.scratch.path + "/copy", progress: { _ in }) } throws: {
      isRemoteFailure($0, naming: "is gone")
    }
    let pack = try S3Fixture.pack(900_000, in: fixture.scratch)
    #expect { try remote.upload(pack: gone, from: pack.path, progress: { _ in }) } throws: {
      isRemoteFailure($0, naming: "not what the name says")
    }
    #expect {
      try remote.moveRef("heads/main", from: nil, to: fixture.commit, author: "", time: 0, what: "")
    } throws: { isRemoteFailure($0, naming: fixture.commit.short) }
    #expect { try remote.download(pack: gone, to: "/nowhere/copy", progress: { _ in }) } throws: { error in
      if case .io? = error as? StoreError { true } else { false }
    }
    #expect(try remote.packs() == [] && fixture.temporaries() == [])
    #expect(try fixture.calls().count == 1)
  }

  @Test("A connection that breaks in the middle of a pack is made again, and nothing is left of the first try.")
  func broken() throws {
    // dd passes on what it reads at once: nine pieces of 64 KiB or fewer.
    let fixture = try Fixture(
      """
      [ -f "$here/prepared" ] || { touch "$here/prepared"; exec sh -c "$last"; }
      [ -f "$here/broken" ] || { touch "$here/broken"; dd bs=64k count=9 2>/dev/null | sh -c "$last"; exit; }
      exec sh -c "$last"
      """)
    try fixture.remote().prepare()
    let remote = try fixture.remote()
    let pack = try S3Fixture.pack(2_000_000, in: fixture.scratch)
    try remote.upload(pack: pack.name, from: pack.path, progress: { _ in })
    #expect(try remote.packs() == [RemotePack(name: pack.name, byteCount: 2_000_000)])
    #expect(try fixture.temporaries() == [])
    #expect(try fixture.calls().count == 3)
  }

  @Test("A move whose answer is lost is known by the operation log when it is asked for again.")
  func lostAnswer() throws {
    // The first connection's answers end after the hello.
    let fixture = try Fixture(
      """
      [ -f "$here/prepared" ] || { touch "$here/prepared"; exec sh -c "$last"; }
      [ -f "$here/lost" ] || { touch "$here/lost"; sh -c "$last" | head -c 8; exit; }
      exec sh -c "$last"
      """)
    let first = try fixture.remote()
    try first.prepare()
    let name = try #require(try fixture.scratch.files(in: "packs").first)
    try first.upload(pack: name, from: fixture.scratch.store + "/packs/" + name, progress: { _ in })
    let remote = try fixture.remote()
    #expect(try remote.moveRef("heads/main", from: nil, to: fixture.commit, author: "ada", time: 5, what: "push"))
    #expect(try fixture.calls().count == 3)
    #expect(try Store.open(at: fixture.there).operations().count == 1)
    // Another's move to the same commit is not taken for one's own.
    #expect(
      try !fixture.remote().moveRef("heads/main", from: nil, to: fixture.commit, author: "bob", time: 6, what: ""))
  }

  @Test(
    "Why there is no connection is told.",
    arguments: [
      ("exit 255", "cannot connect to ada@host"), ("exit 127", "no gloss on ada@host"), ("exit 3", "status 3"),
      ("echo welcome to this host; exec sh -c \"$last\"", "says something else"),
      ("printf GLOSSRP2; cat >/dev/null", "another version"),
    ])
  func noConnection(_ script: String, _ words: String) throws {
    let fixture = try Fixture(script)
    #expect { try fixture.remote().packs() } throws: { isRemoteFailure($0, naming: words) }
    #expect(try fixture.calls().count == 1)
  }

  @Test(
    "A server that hangs is given up, and its connection with it.",
    arguments: ["exec sleep 1000", "printf GLOSSRP1; exec sleep 1000", "trap '' TERM; while :; do sleep 1; done"])
  func silence(_ script: String) throws {
    let fixture = try Fixture("echo $$ >\"$here/pid\"\n" + script)
    let environment = fixture.environment.merging(["GLOSS_SSH_TIMEOUT": "1"]) { $1 }
    #expect {
      try Remotes.open(url: "ssh://ada@host" + fixture.scratch.path, environment: environment).refs()
    } throws: { isRemoteFailure($0, naming: "ada@host has said nothing for 1 seconds") }
    #expect(try fixture.calls().count == 1)
    let pid = try String(contentsOfFile: fixture.scratch.path + "/pid", encoding: .utf8)
    #expect(kill(try #require(pid_t(pid.trimmingCharacters(in: .whitespacesAndNewlines))), 0) != 0)
  }

  @Test("A client that is no gloss is refused by the server.")
  func foreignClient() throws {
    let scratch = try Scratch()
    try Data("GET / HTTP/1.1\r\n\r\n".utf8).write(to: URL(fileURLWithPath: scratch.path + "/in"))
    let input = open(scratch.path + "/in", O_RDONLY)
    let output = open("/dev/null", O_WRONLY)
    defer {
      close(input)
      close(output)
    }
    #expect { try StoreServer(path: scratch.store, input: input, output: output).run() } throws: {
      isRemoteFailure($0, naming: "cannot be understood")
    }
  }

  @Test("A request to move is read as it was written, and nothing else is.")
  func moveRequest() {
    let id = ObjectID.made(3)
    for (old, new, isRepeated) in [(nil, id, false), (id, nil, true), (id, id, true)] as [(ObjectID?, ObjectID?, Bool)]
    {
      let request = MoveRequest(
        name: "heads/main", old: old, new: new, author: "ada", time: -7, what: "", isRepeated: isRepeated)
      #expect(MoveRequest(request.payload) == request)
      #expect(MoveRequest(request.payload + [0]) == nil)
      #expect(MoveRequest(Array(request.payload.dropLast())) == nil)
    }
  }
}
