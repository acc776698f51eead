import Foundation

/// moto's server on the loopback, behind a counter of what it is asked: an S3 that is made for one run.
final class S3Server {
  struct Traffic {
    var requests: Int
    var received: Int
    var sent: Int

    static func - (a: Traffic, b: Traffic) -> Traffic {
      Traffic(requests: a.requests - b.requests, received: a.received - b.received, sent: a.sent - b.sent)
    }
  }

  static let bucket = "bench"
  let endpoint: String
  private let process: Process
  private let counts: String

  /// Starts it with a bucket. Throws where moto is not installed.
  init(_ bench: Bench, python: String) throws {
    counts = bench.directory + "/scratch/s3-counts"
    process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", Self.script, counts]
    process.environment = bench.environment.merging(Self.credentials) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      process.terminate()
      throw Failure("moto's server does not start: pip install 'moto[server]'")
    }
    endpoint = "http://127.0.0.1:\(port)"
  }

  deinit { process.terminate() }

  static let credentials = [
    "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench-secret", "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
  ]

  /// What a program needs to find it.
  var environment: [String: String] { Self.credentials.merging(["AWS_ENDPOINT_URL": endpoint]) { $1 } }

  /// Requests so far, and the bytes of their bodies and of those of the answers.
  func traffic() throws -> Traffic {
    // The last answer may be counted a moment after it was sent.
    usleep(50_000)
    let words = try String(contentsOfFile: counts, encoding: .utf8).split(separator: " ").compactMap { Int($0) }
    guard words.count == 3 else { throw Failure("the S3 server counts nothing") }
    return Traffic(requests: words[0], received: words[1], sent: words[2])
  }

  private static let script = """
    import os, sys, threading
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Counter:
      def __init__(self, app, path):
        self.app, self.path = app, path
        self.lock, self.counts = threading.Lock(), [0, 0, 0]
        self.count(0, 0)
      def count(self, place, number):
        with self.lock:
          self.counts[place] += number
          with open(self.path + ".new", "w") as file: file.write(" ".join(map(str, self.counts)))
          os.replace(self.path + ".new", self.path)
      def __call__(self, environ, start):
        self.count(0, 1)
        self.count(1, int(environ.get("CONTENT_LENGTH") or 0))
        for data in self.app(environ, start):
          self.count(2, len(data))
          yield data

    class Handler(WSGIRequestHandler):
      protocol_version = "HTTP/1.1"
      def log(self, *arguments): pass

    app = Counter(DomainDispatcherApplication(create_backend_app), sys.argv[1])
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """
}
