/// What the command line asks for.
struct Options {
  static let usage = """
    usage: bench --gloss PATH [--samples N] [--keys N] [--runs N] [--only STEP,…] [--no-peers]
                 [--keep DIR] [--directory DIR] [--venv DIR] [--json PATH]

      --gloss PATH      the program, built in release mode
      --samples N       samples in the project (1000000)
      --annotations N   of them annotated before the edits (as many as there are samples)
      --keys N          label keys that are timed (1200)
      --runs N          starts that are timed (20)
      --only STEP,…     of: \(Step.allCases.map(\.rawValue).joined(separator: " "))
      --no-peers        leave out DVC, git and the Python packages
      --keep DIR        work in DIR, keep what is made there, and use what an earlier run left
      --directory DIR   where a temporary directory is made (/var/tmp); it takes 4 GB for a while
      --venv DIR        where DVC and krippendorff are, or are put (.build/bench-venv; GLOSS_BENCH_PYTHON overrides it)
      --json PATH       the figures as JSON
    """

  var gloss = ""
  var samples = 1_000_000
  var annotations: Int?
  var keys = 1200
  var runs = 20
  var steps = Step.allCases
  var peers = true
  var keep: String?
  var directory = "/var/tmp"
  var environment = ".build/bench-venv"
  var json: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value(_ option: String) throws -> String {
      guard let value = rest.popFirst() else { throw Failure("\(option) wants a value\n\(Self.usage)") }
      return value
    }
    func number(_ option: String) throws -> Int {
      guard let number = Int(try value(option)), number > 0 else {
        throw Failure("\(option) wants a whole number above 0\n\(Self.usage)")
      }
      return number
    }
    while let option = rest.popFirst() {
      switch option {
      case "--gloss": gloss = try value(option)
      case "--samples": samples = try number(option)
      case "--annotations": annotations = try number(option)
      case "--keys": keys = try number(option)
      case "--runs": runs = try number(option)
      case "--no-peers": peers = false
      case "--keep": keep = try value(option)
      case "--directory": directory = try value(option)
      case "--venv": environment = try value(option)
      case "--json": json = try value(option)
      case "--only":
        let names = try value(option).split(separator: ",").map(String.init)
        steps = try names.map { name in
          guard let step = Step(rawValue: name) else { throw Failure("no step \"\(name)\"\n\(Self.usage)") }
          return step
        }
      default: throw Failure("\"\(option)\" is no option\n\(Self.usage)")
      }
    }
    if gloss.isEmpty { throw Failure("--gloss is missing\n\(Self.usage)") }
  }
}
