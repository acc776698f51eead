import Foundation
import S3Server
import Testing

@testable import VersionStore

/// A small server, and remotes that talk to it and lose patience soon.
final class S3Fixture: Sendable {
  let server: S3Server
  let prefix: String

  init(_ manner: S3Server.Manner = .init(), prefix: String = "team/tweets") throws {
    server = try S3Server(manner: manner)
    self.prefix = prefix
  }

  deinit { server.stop() }

  func client(attempts: Int = 6) throws -> S3Client {
    S3Client(
      url: "s3://labels/" + prefix, bucket: "labels", prefix: prefix,
      settings: try AWSSettings(url: "", environment: server.environment),
      patience: .init(connectSeconds: 5, silentSeconds: 1),
      backoff: Backoff(attempts: attempts, firstMilliseconds: 1, lastMilliseconds: 8))
  }

  func remote(attempts: Int = 6) throws -> S3Remote { S3Remote(client: try client(attempts: attempts)) }

  /// A remote whose place is ready, at a server that has counted nothing yet.
  func ready() throws -> S3Remote {
    server.objects[prefix + "/format"] = Array("gloss remote 1\n".utf8)
    return try remote()
  }

  /// A file of `count` bytes that is called as a pack with its content is.
  static func pack(_ count: Int, in scratch: Scratch) throws -> (name: String, path: String, bytes: [UInt8]) {
    var random = Seeded(UInt64(count))
    let bytes = random.bytes(count)
    let name = S3Client.digits(bytes) + ".pack"
    let path = scratch.path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return (name, path, bytes)
  }

  /// The ref's object as it stands at the server.
  func object(_ name: String) throws -> S3Ref {
    let bytes = try #require(server.objects[prefix + "/refs/" + name])
    return try #require(S3Ref(String(decoding: bytes, as: UTF8.self)))
  }
}

extension S3Remote {
  /// Moves heads/main.
  func move(from expected: RemoteRef?, to new: ObjectID?) throws -> Bool {
    try moveRef("heads/main", from: expected, to: new, author: "ada", time: 5, what: "push: 100% of\nthem")
  }

  func main() throws -> RemoteRef? { try refs()["heads/main"] }
}
