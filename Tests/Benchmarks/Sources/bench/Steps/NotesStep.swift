import Foundation

extension Bench {
  private static let turns = 3
  static let editsATurn = 10

  /// Many small files as samples: the first version of all, then versions after a few of them were edited; the same by
  /// tools that keep whole files.
  func notesStep(_ peers: [any FilePeer], missing: [Measurement.Peer]) throws {
    say("writing \(NoteFiles.count) small files to \(notes)")
    try NoteFiles.write(to: notes)
    var firsts: [Measurement.Peer] = missing
    var edits: [Measurement.Peer] = missing
    var stored: [Measurement.Peer] = []
    for peer in peers {
      say("\(peer.commands) of the same files, and of \(Self.editsATurn) edited ones, \(Self.turns) times")
      do {
        try peer.prepare(self)
        let first = try peer.measured(self)
        var turns: [(run: Program.Run, newBytes: Int)] = []
        for turn in 1...Self.turns {
          try editNotes(turn, in: peer.file(self))
          turns.append(try peer.measured(self))
        }
        firsts.append(.init(peer.commands, .seconds(first.run.seconds)))
        edits.append(.init(peer.commands, .seconds(Distribution(turns.map(\.run.seconds)).percentile(0.5))))
        stored.append(.init(peer.commands, .bytes(turns.map(\.newBytes).max() ?? 0)))
      } catch {
        say("\(peer.name): \(error)")
        firsts.append(.init(peer.commands, why: "\(error)"))
      }
    }
    let name = "first version of \(NoteFiles.count) small files: import + commit"
    attempt(name, beside: firsts) {
      let first = try firstVersion()
      found(Measurement(name, .seconds(first), .under(.seconds(2)), beside: firsts))
      var seconds: [Double] = []
      var bytes = 0
      for turn in 1...Self.turns {
        try editNotes(turn, in: notes)
        let version = try nextVersion()
        seconds.append(version.seconds)
        bytes = max(bytes, version.newBytes)
      }
      found(
        Measurement(
          "\(Self.editsATurn) of them edited: import --update + commit, p50 of \(Self.turns)",
          .seconds(Distribution(seconds).percentile(0.5)), .under(.seconds(0.1)), beside: edits))
      found(Measurement("  newly stored, the most", .bytes(bytes), .under(.bytes(60_000)), beside: stored))
    }
  }

  func editNotes(_ turn: Int, in directory: String) throws {
    try NoteFiles.edit(NoteFiles.chosen(Self.editsATurn, turn: turn), turn: turn, in: directory)
  }

  func firstVersion() throws -> Double {
    say("gloss import and commit of the same files")
    try? FileManager.default.removeItem(atPath: notesProject)
    try FileManager.default.createDirectory(atPath: notesProject, withIntermediateDirectories: true)
    try ProjectFiles.project.write(toFile: notesProject + "/gloss.yaml", atomically: false, encoding: .utf8)
    _ = try gloss.run(["init", notesProject], in: directory)
    settle()
    let run = try gloss.run(["import", "-C", notesProject, "--json", notes], in: directory)
    guard try run.number("imported") == NoteFiles.count else { throw Failure("not all imported: \(run.output)") }
    let commit = try gloss.run(["commit", "-C", notesProject, "-m", "notes"], in: directory)
    say("  \(Quantity.seconds(run.seconds).text) and \(Quantity.seconds(commit.seconds).text)")
    return run.seconds + commit.seconds
  }

  func nextVersion() throws -> (seconds: Double, newBytes: Int) {
    let store = notesProject + "/.gloss/store"
    settle()
    let before = bytesOfFiles(under: store)
    let run = try gloss.run(["import", "-C", notesProject, "--update", "--json", notes], in: directory)
    guard try run.number("updated") == Self.editsATurn else { throw Failure("not all updated: \(run.output)") }
    let commit = try gloss.run(["commit", "-C", notesProject, "-m", "edited"], in: directory)
    say("  \(Quantity.seconds(run.seconds).text) and \(Quantity.seconds(commit.seconds).text)")
    return (run.seconds + commit.seconds, bytesOfFiles(under: store) - before)
  }
}
