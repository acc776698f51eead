import Foundation

/// What is measured of a crowd's answers: a command of Gloss, and the task of `CrowdPeers` that does the same.
private struct CrowdWork {
  var name: String
  var arguments: [String]
  var peers: [(name: String, task: String)]
  /// Numbers of the answer, at its top level or in the one question's figures, which the peer says too.
  var compared: [String]
  /// Whether ten times as fast is asked of it.
  var isHeld = true
}

extension Bench {
  /// Agreement and Dawid-Skene of a file of ten answers a task, whole processes on both sides.
  func crowdStep(_ packages: PythonPackages?) throws {
    let file = try crowdFile()
    try measure(
      CrowdWork(
        name: "agreement", arguments: ["agreement", file.answers, "--no-intervals"],
        peers: [("krippendorff", "krippendorff"), ("statsmodels", "statsmodels"), ("irrCAC", "irrCAC")],
        compared: ["alpha", "fleiss", "ac1"]), file, packages)
    try measure(
      CrowdWork(
        name: "agreement with intervals, which none of them gives", arguments: ["agreement", file.answers],
        peers: [("krippendorff", "krippendorff"), ("statsmodels", "statsmodels"), ("irrCAC", "irrCAC")],
        compared: ["alpha"], isHeld: false), file, packages)
    try measure(aggregate("majority", file, peers: []), file, packages)
    try measure(
      aggregate("dawid-skene", file, peers: [("crowd-kit", "dawid-skene")], steps: 100), file, packages)
  }

  /// GLAD and MACE, whose peers take minutes.
  func expectationStep(_ packages: PythonPackages?) throws {
    let file = try crowdFile()
    try measure(aggregate("mace", file, peers: [("crowd-kit", "mace")]), file, packages)
    try measure(aggregate("glad", file, peers: [("crowd-kit", "glad")]), file, packages)
  }

  private func crowdFile() throws -> CrowdFile {
    try CrowdFile(tasks: max(100, options.samples / CrowdFile.answersPerTask), in: directory)
  }

  private func aggregate(
    _ method: String, _ file: CrowdFile, peers: [(String, String)], steps: Int? = nil
  ) -> CrowdWork {
    var arguments = ["aggregate", file.answers, "--method", method, "--gold", file.truth]
    if let steps { arguments += ["--steps", String(steps)] }
    arguments += ["-o", directory + "/crowd-labels.csv"]
    return CrowdWork(
      name: method + (steps.map { ", at most \($0) steps" } ?? ""), arguments: arguments, peers: peers,
      compared: ["log_likelihood", "accuracy", "steps"])
  }

  /// The least of three runs beside one run of each peer, which takes long.
  private func measure(_ work: CrowdWork, _ file: CrowdFile, _ packages: PythonPackages?) throws {
    let rows = file.tasks * CrowdFile.answersPerTask
    say("\(work.name) of \(rows) annotations")
    settle()
    let runs = try (0..<3).map { _ in try gloss.run(work.arguments + ["--json"], in: directory) }
    guard let best = runs.min(by: { $0.seconds < $1.seconds }) else { return }
    let ours = try best.crowdFigures(work.compared)
    var notes = ["gloss: " + Self.note(best, ours, work.compared)]
    var peers: [Measurement.Peer] = []
    var likelihoods: [Measurement.Peer] = []
    for (name, task) in work.peers {
      peers.append(
        peer(name) {
          guard let python = packages?.crowdInterpreter else { throw Failure("not installed") }
          let answer = try CrowdPeers(python: python, bench: self).run(task, [file.answers, file.truth])
          notes.append("\(name): " + Self.note(answer.run, answer.figures, work.compared + ["log_posterior"]))
          if let theirs = answer.figures["log_likelihood"] { likelihoods.append(.init(name, .number(theirs))) }
          return .seconds(answer.run.seconds - (answer.figures["seconds_of_asking"] ?? 0))
        })
    }
    // Held to the one that is the hardest to beat.
    let measured = peers.compactMap { peer in peer.value.map { (peer.name, $0) } }
    let hardest = work.isHeld ? measured.min { $0.1 < $1.1 } : nil
    let bar: Measurement.Bar = hardest.map { .times(10, fasterThan: $0.0) } ?? .none
    found(
      Measurement(
        "\(work.name) of \(rows) annotations, whole process", .seconds(best.seconds), bar, beside: peers,
        note: notes.joined(separator: "\n  ")))
    if let own = ours["log_likelihood"], let peer = likelihoods.first {
      found(
        Measurement(
          "\(work.name) of \(rows) annotations: log-likelihood", .number(own), .atLeast(peer: peer.name, less: 0),
          beside: likelihoods))
    }
  }

  private static func note(_ run: Program.Run, _ figures: [String: Double], _ names: [String]) -> String {
    let known = names.compactMap { name in figures[name].map { "\(name) \($0)" } }
    return (["peak \(Quantity.bytes(run.peakBytes).text)"] + known).joined(separator: ", ")
  }
}

extension Program.Run {
  /// Numbers of the answer's top level, or of the only question in it.
  fileprivate func crowdFigures(_ names: [String]) throws -> [String: Double] {
    guard var object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else {
      throw Failure("the answer is not a JSON object: \(output.prefix(200))")
    }
    if let questions = object["questions"] as? [String: Any], let only = questions.values.first as? [String: Any] {
      object = only
    }
    return names.reduce(into: [:]) { $0[$1] = object[$1] as? Double }
  }
}
