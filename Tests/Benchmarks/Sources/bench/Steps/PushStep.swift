import Foundation

extension Bench {
  /// The notes to S3 on the loopback: all of them, and then what an edit of a few takes.
  func pushStep(_ packages: PythonPackages, _ peers: [any FilePeer & PushPeer]) throws {
    guard let python = packages.serverInterpreter else { throw Failure("there is no Python for moto's server") }
    let server = try S3Server(self, python: python)
    try makeBucket(server)
    var whole: [Measurement.Peer] = []
    var seconds: [Measurement.Peer] = []
    var bytes: [Measurement.Peer] = []
    var requests: [Measurement.Peer] = []
    for peer in peers where FileManager.default.fileExists(atPath: peer.file(self)) {
      let commands = peer.usesS3 ? "\(peer.name) push" : "\(peer.name) push to a bare repository"
      say(commands)
      do {
        try peer.connect(self, server)
        whole.append(.init(commands, .seconds(try peer.push(self, server).seconds)))
        try editNotes(Self.pushTurn, in: peer.file(self))
        _ = try peer.measured(self)
        let before = try received(by: peer, server)
        let run = try peer.push(self, server)
        let after = try received(by: peer, server)
        seconds.append(.init(commands, .seconds(run.seconds)))
        bytes.append(.init(commands, .bytes(after.bytes - before.bytes)))
        if peer.usesS3 { requests.append(.init(commands, .count(after.requests - before.requests))) }
      } catch {
        say("\(peer.name): \(error)")
        seconds.append(.init(commands, why: "\(error)".split(separator: "\n").first.map(String.init) ?? ""))
      }
    }
    say("gloss push")
    var gloss = gloss
    gloss.environment.merge(server.environment) { $1 }
    let first = try pushAll(gloss)
    found(
      Measurement(
        "push of \(NoteFiles.count) small files to S3 on the loopback", .seconds(first.seconds), beside: whole))
    try editNotes(Self.pushTurn, in: notes)
    _ = try nextVersion()
    let before = try server.traffic()
    let run = try gloss.run(["push", "-C", notesProject, "--json", "s3"], in: directory)
    let traffic = try server.traffic() - before
    found(
      Measurement("push after \(Self.editsATurn) of them were edited", .seconds(run.seconds), beside: seconds))
    found(Measurement("  bytes sent", .bytes(traffic.received), beside: bytes))
    found(Measurement("  bytes received", .bytes(traffic.sent)))
    found(Measurement("  requests", .count(traffic.requests), beside: requests))
  }

  /// None of those that the step before has edited.
  private static let pushTurn = 100

  private func pushAll(_ gloss: Program) throws -> Program.Run {
    if !FileManager.default.fileExists(atPath: notesProject + "/.gloss") {
      if !FileManager.default.fileExists(atPath: notes) { try NoteFiles.write(to: notes) }
      _ = try firstVersion()
    }
    _ = try? gloss.run(["remote", "remove", "-C", notesProject, "s3"], in: directory)
    _ = try gloss.run(["remote", "add", "-C", notesProject, "s3", "s3://\(S3Server.bucket)/gloss"], in: directory)
    return try gloss.run(["push", "-C", notesProject, "--json", "s3"], in: directory)
  }

  private func received(
    by peer: any FilePeer & PushPeer, _ server: S3Server
  ) throws -> (bytes: Int, requests: Int) {
    if let git = peer as? Git { return (bytesOfFiles(under: git.bare(self)), 0) }
    let traffic = try server.traffic()
    return (traffic.received, traffic.requests)
  }

  private func makeBucket(_ server: S3Server) throws {
    guard let curl = Program.find("curl", in: environment["PATH"] ?? "") else { throw Failure("curl is not installed") }
    let words = ["--silent", "--show-error", "--fail", "--request", "PUT", "\(server.endpoint)/\(S3Server.bucket)"]
    let signed = ["--aws-sigv4", "aws:amz:us-east-1:s3", "--user", "bench:bench-secret"]
    _ = try program(curl).run(words + signed, in: directory)
  }
}
