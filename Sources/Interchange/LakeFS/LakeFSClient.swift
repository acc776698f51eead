import AnnotationEngine
import Foundation
import VersionStore

/// Two calls of lakeFS's API (its OpenAPI document calls them uploadObject and commit), with HTTP Basic.
public final class LakeFSClient: Sendable {
  private let settings: LakeFSSettings
  private let http = HTTPClient()
  /// Tries of a request that a busy server or the network made fail, and the wait after the first, which doubles.
  private let attempts: Int
  private let firstMilliseconds: Int

  private static let longestMilliseconds = 30_000

  public init(_ settings: LakeFSSettings, attempts: Int = 6, firstMilliseconds: Int = 200) {
    self.settings = settings
    self.attempts = attempts
    self.firstMilliseconds = firstMilliseconds
  }

  /// Puts the local `file` into the branch as `path`, uncommitted.
  public func upload(_ file: String, to path: String, of address: LakeFSAddress) throws(EngineError) {
    guard let open = FileHandle(forReadingAtPath: file) else { throw .io(errno: errno, action: "read", path: file) }
    defer { try? open.close() }
    let descriptor = open.fileDescriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .io(errno: errno, action: "read", path: file) }
    let body = HTTPRequest.Body.streamed(byteCount: Int(status.st_size)) { offset, buffer in
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      return count < 0 ? nil : count
    }
    let response = try send(
      "objects?path=" + percentEncoded(path), of: address, type: "application/octet-stream", body: body)
    guard response.status == 201 else { throw failure(response, address) }
  }

  /// Commits what is in the branch, and gives the commit's id; nil where there is nothing to commit.
  public func commit(
    _ message: String, metadata: [JSONMember], to address: LakeFSAddress
  ) throws(EngineError) -> String? {
    let document = JSONValue.object([
      JSONMember("message", .string(message)), JSONMember("metadata", .object(metadata)),
    ])
    let response = try send(
      "commits", of: address, type: "application/json", body: .bytes(Array(document.text.utf8)))
    if response.status == 201, let id = (try? JSONValue(parsing: response.body))?["id"]?.string { return id }
    if response.status == 400, Self.message(response)?.contains("no changes") == true { return nil }
    throw failure(response, address, isCommit: true)
  }

  // MARK: Requests

  private func send(
    _ call: String, of address: LakeFSAddress, type: String, body: HTTPRequest.Body
  ) throws(EngineError) -> HTTPResponse {
    let branch = "/repositories/\(percentEncoded(address.repository))/branches/\(percentEncoded(address.branch))/"
    let request = HTTPRequest(
      "POST", settings.endpoint + branch + call,
      headers: [("Content-Type", type), ("Accept", "application/json")], body: body,
      authorization: .basic(user: settings.key, password: settings.secret))
    var attempt = 1
    while true {
      var wait = min(Self.longestMilliseconds, firstMilliseconds << (attempt - 1))
      do throws(HTTPFailure) {
        let response = try http.send(request)
        guard [429, 500, 502, 503, 504].contains(response.status), attempt < attempts else { return response }
        // The server may know better when it has time.
        if let seconds = response.headers["retry-after"].flatMap({ Int($0) }) {
          wait = min(Self.longestMilliseconds, max(wait, seconds * 1000))
        }
      } catch {
        guard error.isTransient, attempt < attempts else {
          throw .snapshot(
            place: settings.endpoint, problem: "lakeFS cannot be reached: \(error.problem)",
            remedy: "Check the endpoint (--endpoint or LAKECTL_SERVER_ENDPOINT_URL), and that the server runs.")
        }
      }
      usleep(UInt32(wait) * 1000)
      attempt += 1
    }
  }

  /// `{"message": "…"}` of an answer that is no success.
  private static func message(_ response: HTTPResponse) -> String? {
    (try? JSONValue(parsing: response.body))?["message"]?.string
  }

  private func failure(_ response: HTTPResponse, _ address: LakeFSAddress, isCommit: Bool = false) -> EngineError {
    let said = Self.message(response)
    let problem: String
    var remedy: String
    switch response.status {
    case 401:
      problem = "lakeFS does not know the access key \(settings.key), or its secret is another"
      remedy = "Check the credentials and that the endpoint is the one meant: \(settings.endpoint)."
    case 403:
      problem = "the access key \(settings.key) may not do this" + (said.map { ": \($0)" } ?? "")
      remedy = "Ask for the right to write to the branch, or publish to another."
    case 404:
      problem = said ?? "there is no such repository or branch"
      remedy = "Check the address; lakectl branch list lakefs://\(address.repository) lists the branches."
    case 412 where isCommit:
      problem = "a hook of lakeFS refused the commit" + (said.map { ": \($0)" } ?? "")
      remedy = "Do what the hook wants, and publish again."
    case 429:
      problem = "lakeFS has too many requests, after \(attempts) tries"
      remedy = "Try again later."
    default:
      problem = "lakeFS refused: \(response.status)" + (said.map { ", \($0)" } ?? "")
      remedy = response.status >= 500 ? "Try again later." : "Ask the server's owner."
    }
    if isCommit {
      remedy +=
        " The files are in the branch, uncommitted; lakectl branch reset lakefs://\(address.repository)/\(address.branch) "
        + "takes them out."
    }
    return .snapshot(place: address.text, problem: problem, remedy: remedy)
  }
}
