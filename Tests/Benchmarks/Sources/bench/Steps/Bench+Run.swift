import CMeasure
import Foundation

extension Bench {
  /// Everything that was asked for. Gives the exit status: 0, or 2 where something could not be run.
  func run() throws -> Int32 {
    say("\(machine)")
    if fileSystem == "tmpfs" { say("\(directory) is in memory: what is said to be durable is not; try --directory") }
    let packages = options.peers ? PythonPackages(self) : nil
    let needsProject = !Set(options.steps).isDisjoint(with: [.import, .start, .keys, .commit, .merge, .history])
    let (peers, missing) =
      needsProject ? filePeers(packages, Tracked(source: samplesFile, name: "samples.jsonl")) : ([], [])
    if needsProject {
      attempt("import") { try importStep(peers, missing: missing) }
    }
    for step in Step.allCases where options.steps.contains(step) {
      switch step {
      case .import: break
      case .start: attempt("start to first frame") { try startStep() }
      case .keys: attempt("key to frame") { try keyStep("nothing annotated") }
      case .commit: attempt("commit") { try commitStep(peers, missing: missing) }
      case .notes:
        let (peers, missing) = filePeers(packages, Tracked(source: notes, name: "notes", suffix: "-notes"))
        attempt("notes") { try notesStep(peers, missing: missing) }
      case .push:
        let (peers, _) = filePeers(packages, Tracked(source: notes, name: "notes", suffix: "-notes"))
        attempt("push to S3") {
          try pushStep(packages ?? PythonPackages(self), peers.compactMap { $0 as? any FilePeer & PushPeer })
        }
      case .merge: attempt("merge") { try mergeStep(peers.compactMap { $0 as? Git }.first) }
      case .history: attempt("history") { try historyStep(peers.compactMap { $0 as? Git }.first) }
      case .agreement: attempt("agreement") { try agreementStep(packages) }
      case .crowd: attempt("crowd") { try crowdStep(packages) }
      case .em: attempt("GLAD and MACE") { try expectationStep(packages) }
      case .errors: attempt("label errors") { try errorsStep(packages) }
      case .replay: attempt("replay of real crowds") { try replayStep() }
      }
    }
    print("\n\(machine)\n")
    print(table.text, terminator: "")
    if let path = options.json { try writeJSON(to: path) }
    return measurements.contains { $0.verdict == .notRun } ? 2 : 0
  }

  private func filePeers(
    _ packages: PythonPackages?, _ tracked: Tracked
  ) -> ([any FilePeer], [Measurement.Peer]) {
    guard options.peers else { return ([], []) }
    var peers: [any FilePeer] = []
    var missing: [Measurement.Peer] = []
    do { peers.append(try DVC(self, packages ?? PythonPackages(self), tracked)) } catch {
      missing.append(.init("dvc add + dvc commit", why: "\(error)"))
    }
    do { peers.append(try Git(self, tracked)) } catch { missing.append(.init("git add + git commit", why: "\(error)")) }
    return (peers, missing)
  }

  private var fileSystem: String { String(cString: measure_file_system(directory)) }

  /// What the figures depend on.
  private var machine: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? "an unknown processor"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(model.trimmingCharacters(in: .whitespaces)), \(cores) cores, \(fileSystem)"
  }

  private struct Answer: Codable {
    var machine: String
    var samples: Int
    var measurements: [Measurement]
  }

  private func writeJSON(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let answer = Answer(machine: machine, samples: options.samples, measurements: measurements)
    try encoder.encode(answer).write(to: URL(fileURLWithPath: path))
  }
}
