import Foundation

/// A tool that sends versions of the small files to a copy elsewhere.
protocol PushPeer {
  var commands: String { get }
  /// Whether what it sends goes over S3, so that requests are counted.
  var usesS3: Bool { get }
  /// Names the place.
  func connect(_ bench: Bench, _ server: S3Server) throws
  func push(_ bench: Bench, _ server: S3Server) throws -> Program.Run
}

extension DVC: PushPeer {
  var usesS3: Bool { true }

  func connect(_ bench: Bench, _ server: S3Server) throws {
    for words in [
      ["remote", "add", "--force", "--default", "s3", "s3://\(S3Server.bucket)/dvc"],
      ["remote", "modify", "s3", "endpointurl", server.endpoint],
    ] { _ = try dvc.run(words, in: directory(bench)) }
  }

  func push(_ bench: Bench, _ server: S3Server) throws -> Program.Run {
    var program = dvc
    program.environment.merge(server.environment) { $1 }
    return try program.run(["push", "--quiet"], in: directory(bench))
  }
}

extension Git: PushPeer {
  var usesS3: Bool { false }

  /// Git speaks no S3: a bare repository beside it, over git's own protocol.
  func connect(_ bench: Bench, _ server: S3Server) throws {
    let bare = bare(bench)
    try? FileManager.default.removeItem(atPath: bare)
    _ = try git.run(["init", "--quiet", "--bare", bare], in: bench.directory)
    _ = try git.run(["remote", "add", "bare", "file://\(bare)"], in: directory(bench))
  }

  func push(_ bench: Bench, _ server: S3Server) throws -> Program.Run {
    try git.run(["push", "--quiet", "bare", "HEAD:refs/heads/main"], in: directory(bench))
  }

  func bare(_ bench: Bench) -> String { directory(bench) + ".bare" }
}
