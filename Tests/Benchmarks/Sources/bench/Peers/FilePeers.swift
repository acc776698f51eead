import Foundation

/// What a tool keeps versions of: the one file of samples, or the directory of notes, and where its repository is.
struct Tracked {
  var source: String
  var name: String
  var suffix = ""
}

/// A tool that keeps versions of whole files, doing to the files of samples what Gloss does to its samples.
protocol FilePeer {
  var name: String { get }
  /// The commands of `record`, for the report.
  var commands: String { get }
  var tracked: Tracked { get }
  /// Makes an empty repository with a copy of what is tracked in it.
  func prepare(_ bench: Bench) throws
  /// Takes the file as it stands as a version: what is timed.
  func record(_ bench: Bench) throws -> Program.Run
  /// What makes the version comparable later and is not timed.
  func close(_ bench: Bench) throws
  func diff(_ bench: Bench) throws -> Program.Run
  /// Where it keeps the versions.
  var kept: String { get }
}

extension FilePeer {
  func directory(_ bench: Bench) -> String { bench.directory + "/" + name + tracked.suffix }
  /// The copy of what is tracked.
  func file(_ bench: Bench) -> String { directory(bench) + "/" + tracked.name }

  /// A fresh directory with a copy of what is tracked.
  func copyFile(_ bench: Bench) throws {
    let files = FileManager.default
    try? files.removeItem(atPath: directory(bench))
    try files.createDirectory(atPath: directory(bench), withIntermediateDirectories: true)
    try files.copyItem(atPath: tracked.source, toPath: file(bench))
  }

  /// Times a record and adds up what it newly stored.
  func measured(_ bench: Bench) throws -> (run: Program.Run, newBytes: Int) {
    let place = directory(bench) + "/" + kept
    bench.settle()
    let before = bytesOfFiles(under: place)
    let run = try record(bench)
    let newBytes = bytesOfFiles(under: place) - before
    try close(bench)
    return (run, newBytes)
  }
}

extension Program.Run {
  /// Two programs one after the other, as one.
  func then(_ next: Program.Run) -> Program.Run {
    Program.Run(
      seconds: seconds + next.seconds, peakBytes: max(peakBytes, next.peakBytes), status: next.status,
      output: next.output)
  }
}

struct Git: FilePeer {
  let git: Program
  let tracked: Tracked

  init(_ bench: Bench, _ tracked: Tracked) throws {
    guard let path = Program.find("git", in: bench.environment["PATH"] ?? "") else { throw Failure("not installed") }
    git = bench.program(path)
    self.tracked = tracked
  }

  let name = "git"
  let commands = "git add + git commit"
  let kept = ".git"

  func prepare(_ bench: Bench) throws {
    try copyFile(bench)
    try Git.make(git, in: directory(bench))
  }

  func record(_ bench: Bench) throws -> Program.Run {
    try git.run(["add", tracked.name], in: directory(bench))
      .then(git.run(["commit", "--quiet", "-m", "samples"], in: directory(bench)))
  }

  func close(_ bench: Bench) throws {}

  /// Packing beside the work would be in the times, or take away what was newly stored.
  static func make(_ git: Program, in directory: String) throws {
    _ = try git.run(["init", "--quiet"], in: directory)
    _ = try git.run(["config", "gc.auto", "0"], in: directory)
  }

  func diff(_ bench: Bench) throws -> Program.Run {
    try git.run(["diff", "--stat", "HEAD~1", "HEAD"], in: directory(bench))
  }
}

struct DVC: FilePeer {
  let dvc: Program
  let git: Program
  let tracked: Tracked

  init(_ bench: Bench, _ packages: PythonPackages, _ tracked: Tracked) throws {
    guard let path = packages.dvc else { throw Failure("not installed") }
    dvc = bench.program(path)
    git = try Git(bench, tracked).git
    self.tracked = tracked
  }

  let name = "dvc"
  let commands = "dvc add + dvc commit"
  let kept = ".dvc"

  func prepare(_ bench: Bench) throws {
    try copyFile(bench)
    try Git.make(git, in: directory(bench))
    _ = try dvc.run(["init", "--quiet"], in: directory(bench))
  }

  func record(_ bench: Bench) throws -> Program.Run {
    try dvc.run(["add", "--quiet", tracked.name], in: directory(bench))
      .then(dvc.run(["commit", "--quiet", "--force", tracked.name], in: directory(bench)))
  }

  /// The pointer to the version goes into git, so that DVC can compare two of them.
  func close(_ bench: Bench) throws {
    _ = try git.run(["add", "--all"], in: directory(bench))
    _ = try git.run(["commit", "--quiet", "-m", "samples"], in: directory(bench))
  }

  func diff(_ bench: Bench) throws -> Program.Run {
    try dvc.run(["diff", "HEAD~1", "HEAD"], in: directory(bench))
  }
}
