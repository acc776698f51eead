import Foundation

/// DVC and krippendorff, from PATH or a virtual environment, which is made where there is none; moto's server and the
/// packages for crowds in environments of their own, for they do not agree about the versions of what they stand on.
struct PythonPackages {
  private let searchPath: String
  private let bench: Bench

  init(_ bench: Bench) {
    self.bench = bench
    searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  }

  /// Made when a step first asks for it.
  private var python: String? {
    if let named = ProcessInfo.processInfo.environment["GLOSS_BENCH_PYTHON"] { return named }
    let packages = ["dvc", "dvc-s3", "krippendorff"]
    return Self.interpreter(bench.options.environment, with: "dvc", packages, bench, searchPath)
  }

  var dvc: String? {
    if let python {
      let beside = (python as NSString).deletingLastPathComponent + "/dvc"
      if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    }
    return Program.find("dvc", in: searchPath)
  }

  /// A Python that can import krippendorff, as far as is known before it is run.
  var interpreter: String? { python ?? Program.find("python3", in: searchPath) }

  /// A Python that can import moto's server, as far as is known before it is run.
  var serverInterpreter: String? {
    if let named = ProcessInfo.processInfo.environment["GLOSS_BENCH_S3_PYTHON"] { return named }
    let directory = bench.options.environment + "-s3"
    return Self.interpreter(directory, with: "moto_server", ["moto[server]"], bench, searchPath)
  }

  /// A Python that has the packages of `CrowdPeers` and cleanlab, as far as is known before it is run.
  var crowdInterpreter: String? {
    if let named = ProcessInfo.processInfo.environment["GLOSS_BENCH_CROWD_PYTHON"] { return named }
    let directory = bench.options.environment + "-crowd"
    let requirements = URL(fileURLWithPath: CrowdPeers.requirements).path
    return Self.interpreter(
      directory, with: "nltk", ["--only-binary", ":all:", "-r", requirements], bench, searchPath)
  }

  /// The Python of a virtual environment that has a program, made where it has not.
  private static func interpreter(
    _ directory: String, with program: String, _ packages: [String], _ bench: Bench, _ searchPath: String
  ) -> String? {
    let directory = URL(fileURLWithPath: directory).path
    if !FileManager.default.isExecutableFile(atPath: "\(directory)/bin/\(program)") {
      make(directory, packages, bench, searchPath)
    }
    let made = directory + "/bin/python"
    return FileManager.default.isExecutableFile(atPath: made) ? made : nil
  }

  private static func make(_ directory: String, _ packages: [String], _ bench: Bench, _ searchPath: String) {
    guard let python = Program.find("python3", in: searchPath), let timeout = Program.find("timeout", in: searchPath)
    else { return }
    bench.say("installing \(packages.joined(separator: ", ")) into \(directory)")
    // The packages are fetched by the person's own settings: their registry, their proxy.
    var program = bench.program(timeout)
    program.environment = ProcessInfo.processInfo.environment
    do {
      _ = try program.run(["60", python, "-m", "venv", directory], in: bench.directory)
      let pip = directory + "/bin/pip"
      let words = ["900", pip, "install", "--quiet", "--disable-pip-version-check"] + packages
      _ = try program.run(words, in: bench.directory)
    } catch { bench.say("not installed: \(error)") }
  }
}
