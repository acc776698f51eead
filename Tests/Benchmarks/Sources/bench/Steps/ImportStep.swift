import Foundation

extension Bench {
  /// The file of samples, and the project that holds them.
  func importStep(_ peers: [any FilePeer], missing: [Measurement.Peer]) throws {
    let marker = project + "/imported-\(options.samples)"
    if !FileManager.default.fileExists(atPath: samplesFile)
      || bytesOfFile(samplesFile) != options.samples * SampleFile.rowBytes
    {
      say("writing \(options.samples) samples to \(samplesFile)")
      try SampleFile.write(count: options.samples, to: samplesFile)
    }
    if FileManager.default.fileExists(atPath: marker) {
      say("using the project of an earlier run; nothing is imported")
      return
    }
    var rivals: [(commands: String, run: Program.Run)] = []
    var missing = missing
    for peer in peers where options.steps.contains(.import) || options.steps.contains(.commit) {
      say("\(peer.commands) of the same file")
      do {
        try peer.prepare(self)
        let (run, newBytes) = try peer.measured(self)
        say("  \(Quantity.seconds(run.seconds).text), \(Quantity.bytes(newBytes).text) stored")
        rivals.append((peer.commands, run))
      } catch {
        say("\(peer.name): \(error)")
        missing.append(Measurement.Peer(peer.commands, why: "\(error)"))
      }
    }
    say("gloss import of the same file")
    let name = "import of \(options.samples) JSON lines"
    let beside = rivals.map { Measurement.Peer($0.commands, .seconds($0.run.seconds)) } + missing
    attempt(name, beside: beside) {
      try? FileManager.default.removeItem(atPath: project)
      try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
      try ProjectFiles.project.write(toFile: project + "/gloss.yaml", atomically: false, encoding: .utf8)
      _ = try gloss.run(["init", project], in: directory)
      settle()
      let run = try gloss.run(["import", "-C", project, "--json", "--id", "id", samplesFile], in: project)
      guard try run.number("imported") == options.samples else { throw Failure("not all imported: \(run.output)") }
      _ = FileManager.default.createFile(atPath: marker, contents: nil)
      say("  \(Quantity.seconds(run.seconds).text), \(Quantity.bytes(bytesOfFiles(under: store)).text) stored")
      found(Measurement(name, .seconds(run.seconds), .lessThan(peer: "dvc add + dvc commit"), beside: beside))
      found(
        Measurement(
          "  its largest resident size", .bytes(run.peakBytes),
          beside: rivals.map { Measurement.Peer($0.commands, .bytes($0.run.peakBytes)) }))
      found(
        Measurement(
          "  stored of \(Quantity.bytes(options.samples * SampleFile.rowBytes).text)",
          .bytes(bytesOfFiles(under: store))))
    }
  }

  private func bytesOfFile(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
