import Foundation

/// DVC and krippendorff, from PATH or a virtual environment, which is made where there is none.
struct PythonPackages {
  private let python: String?
  private let searchPath: String

  init(_ bench: Bench) {
    let inherited = ProcessInfo.processInfo.environment
    searchPath = inherited["PATH"] ?? "/usr/bin:/bin"
    if let named = inherited["GLOSS_BENCH_PYTHON"] {
      python = named
      return
    }
    let directory = URL(fileURLWithPath: bench.options.environment).path
    let made = directory + "/bin/python"
    if !FileManager.default.isExecutableFile(atPath: directory + "/bin/dvc") {
      Self.make(directory, bench, searchPath)
    }
    python = FileManager.default.isExecutableFile(atPath: made) ? made : nil
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

  private static func make(_ directory: String, _ bench: Bench, _ searchPath: String) {
    guard let python = Program.find("python3", in: searchPath), let timeout = Program.find("timeout", in: searchPath)
    else { return }
    bench.say("installing DVC and krippendorff into \(directory)")
    // The packages are fetched by the person's own settings: their registry, their proxy.
    var program = bench.program(timeout)
    program.environment = ProcessInfo.processInfo.environment
    do {
      _ = try program.run(["60", python, "-m", "venv", directory], in: bench.directory)
      let pip = directory + "/bin/pip"
      let words = ["300", pip, "install", "--quiet", "--disable-pip-version-check", "dvc", "krippendorff"]
      _ = try program.run(words, in: bench.directory)
    } catch { bench.say("not installed: \(error)") }
  }
}
