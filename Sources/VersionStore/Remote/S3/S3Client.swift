import Crypto

/// What a write wants of the object that is there.
enum S3Condition: Equatable {
  case absent
  /// It has this ETag.
  case unchanged(S3Tag)
}

/// An ETag without its quotes.
struct S3Tag: Equatable, Sendable {
  let text: String

  init(_ header: String) {
    var text = header[...]
    if text.hasPrefix("W/") { text = text.dropFirst(2) }
    if text.hasPrefix("\"") { text = text.dropFirst() }
    if text.hasSuffix("\"") { text = text.dropLast() }
    self.text = String(text)
  }
}

/// Requests for the objects under one prefix of one bucket: each signed, tried once, and put into words where it fails.
final class S3Client: Sendable {
  let url: String
  let backoff: Backoff
  private let base: String
  private let query: String
  private let prefix: String
  private let bucket: String
  private let settings: AWSSettings
  private let http: HTTPClient

  init(
    url: String, bucket: String, prefix: String, settings: AWSSettings, patience: HTTPClient.Patience? = nil,
    backoff: Backoff? = nil
  ) {
    self.url = url
    self.bucket = bucket
    self.settings = settings
    self.prefix = prefix.isEmpty ? "" : prefix + "/"
    self.backoff = backoff ?? settings.attempts.map { Backoff(attempts: $0) } ?? Backoff()
    http = HTTPClient(patience: patience ?? .init(), authorities: settings.authorities)
    if let endpoint = settings.endpoint {
      // Other servers know the bucket by the path: they would need a name server to know it by the host.
      base = endpoint + "/" + bucket
    } else if bucket.contains(".") {
      // The dots would not be covered by the certificate.
      base = "https://s3.\(settings.region).amazonaws.com/\(bucket)"
    } else {
      base = "https://\(bucket).s3.\(settings.region).amazonaws.com"
    }
    query = base + (base.hasSuffix("/" + bucket) ? "?" : "/?")
  }

  // MARK: Requests

  /// One try of a request for an object. `sha256` is the body's, in digits.
  func send(
    _ method: String, _ key: String, headers: [(name: String, value: String)] = [], body: HTTPRequest.Body = .none,
    sha256: String? = nil, receive: HTTPClient.Receiver? = nil
  ) throws(HTTPFailure) -> HTTPResponse {
    let path = base + "/" + percentEncoded(prefix + key, keeping: "/")
    return try send(method, url: path, headers: headers, body: body, sha256: sha256, receive: receive)
  }

  private func send(
    _ method: String, url: String, headers: [(name: String, value: String)] = [], body: HTTPRequest.Body = .none,
    sha256: String? = nil, receive: HTTPClient.Receiver? = nil
  ) throws(HTTPFailure) -> HTTPResponse {
    var headers = headers
    // Without it libcurl leaves the body of a PUT out of the signature.
    if let sha256 { headers.append(("x-amz-content-sha256", sha256)) }
    if let token = settings.credentials.token { headers.append(("x-amz-security-token", token)) }
    let request = HTTPRequest(
      method, url, headers: headers, body: body, authorization: .aws(settings.credentials, region: settings.region))
    return try http.send(request, receive: receive)
  }

  /// The small object `key` and its ETag, or nil where there is none.
  func get(_ key: String) throws(StoreError) -> (bytes: [UInt8], tag: S3Tag)? {
    let response = try persist { () throws(HTTPFailure) in try send("GET", key) }
    if isMissingObject(response) { return nil }
    guard response.status == 200 else { throw failure(response) }
    guard let tag = response.headers["etag"], !tag.isEmpty else {
      throw .remote(
        url: url, problem: "The server gives no ETag", remedy: "Use a server that does: refs are moved by it.")
    }
    return (response.body, S3Tag(tag))
  }

  /// One try of writing a small object under a condition.
  func put(_ key: String, _ bytes: [UInt8], if condition: S3Condition?, quoted: Bool = true) throws(HTTPFailure)
    -> HTTPResponse
  {
    var headers: [(name: String, value: String)] = []
    switch condition {
    case nil: break
    case .absent: headers.append(("If-None-Match", "*"))
    case .unchanged(let tag): headers.append(("If-Match", quoted ? "\"\(tag.text)\"" : tag.text))
    }
    return try send("PUT", key, headers: headers, body: .bytes(bytes), sha256: S3Client.digits(bytes))
  }

  /// Removes an object that nobody else knows of.
  func delete(_ key: String) throws(StoreError) {
    let response = try persist { () throws(HTTPFailure) in try send("DELETE", key) }
    guard response.isSuccess || isMissingObject(response) else { throw failure(response) }
  }

  /// Everything under `folder`, in order of name, without the folder's name before it.
  func list(_ folder: String) throws(StoreError) -> [S3Listing.Object] {
    var objects: [S3Listing.Object] = []
    var continuation: String?
    let start = prefix + folder
    repeat {
      // In order of name: what libcurl signs is the query as it stands.
      let token = continuation.map { "continuation-token=" + percentEncoded($0) + "&" } ?? ""
      let url = query + token + "list-type=2&prefix=" + percentEncoded(start)
      let page = try backoff.run { () throws(StoreError) -> Attempt<S3Listing> in
        let response = try persist { () throws(HTTPFailure) in try send("GET", url: url) }
        guard response.status == 200 else { throw failure(response) }
        // A page that is cut short is no XML to the end.
        guard let page = S3Listing(String(decoding: response.body, as: UTF8.self)) else {
          return .again(
            .remote(
              url: self.url, problem: "The server's list of objects cannot be read",
              remedy: "Check that AWS_ENDPOINT_URL names an S3 server."))
        }
        return .done(page)
      }
      for object in page.objects where object.key.hasPrefix(start) {
        objects.append(.init(key: String(object.key.dropFirst(start.count)), byteCount: object.byteCount))
      }
      continuation = page.continuation
    } while continuation != nil
    return objects.sorted { $0.key < $1.key }
  }

  // MARK: Answers

  /// Makes a request until there is an answer that is not the network's or a busy server's fault.
  func persist(_ body: () throws(HTTPFailure) -> HTTPResponse) throws(StoreError) -> HTTPResponse {
    try backoff.run { () throws(StoreError) -> Attempt<HTTPResponse> in
      let response: HTTPResponse
      do throws(HTTPFailure) {
        response = try body()
      } catch {
        guard error.isTransient else { throw failure(error) }
        return .again(failure(error))
      }
      return S3Client.isTransient(response) ? .again(failure(response)) : .done(response)
    }
  }

  /// Whether the server, not the request, is why it could not be done now.
  static func isTransient(_ response: HTTPResponse) -> Bool {
    switch response.status {
    case 408, 429, 500, 502, 503, 504: true
    case 400: errorCode(response) == "RequestTimeout"
    default: false
    }
  }

  func isMissingObject(_ response: HTTPResponse) -> Bool {
    response.status == 404 && S3Client.errorCode(response) != "NoSuchBucket"
  }

  static func errorCode(_ response: HTTPResponse) -> String? {
    XMLText.element("Code", in: String(decoding: response.body, as: UTF8.self)[...]).map(XMLText.unescaped)
  }

  func failure(_ failure: HTTPFailure) -> StoreError {
    .remote(
      url: url, problem: "The server cannot be reached: \(failure.problem)",
      remedy: settings.endpoint.map { "Check that \($0) (AWS_ENDPOINT_URL) is right and the server runs." }
        ?? "Check the network, then try again.")
  }

  /// An answer that is no success, in words.
  func failure(_ response: HTTPResponse) -> StoreError {
    let code = S3Client.errorCode(response)
    let problem: String
    let remedy: String
    switch (response.status, code) {
    case (_, "NoSuchBucket"):
      (problem, remedy) = ("There is no bucket \(bucket)", "Check its name, or make it: aws s3 mb s3://\(bucket).")
    case (_, "InvalidAccessKeyId"):
      problem = "The server does not know the access key \(settings.credentials.key)"
      remedy = "Check AWS_ACCESS_KEY_ID or the profile, and that the endpoint is the one meant."
    case (_, "SignatureDoesNotMatch"):
      problem = "The secret key does not belong to the access key \(settings.credentials.key)"
      remedy = "Check AWS_SECRET_ACCESS_KEY or the profile."
    case (_, "ExpiredToken"), (_, "InvalidToken"):
      (problem, remedy) = ("The credentials have expired", "Get new ones: AWS_SESSION_TOKEN and the two keys.")
    case (_, "RequestTimeTooSkewed"):
      (problem, remedy) = ("This machine's clock and the server's differ too much", "Set the clock.")
    case (301, _), (307, _), (400, "AuthorizationHeaderMalformed"):
      problem = "The bucket is in another region than \(settings.region)"
      remedy = response.headers["x-amz-bucket-region"].map { "Set AWS_REGION=\($0)." } ?? "Set AWS_REGION."
    case (403, _):
      problem = "The access key \(settings.credentials.key) may not do this"
      remedy = "Ask the bucket's owner for the right to list, read and write objects."
    default:
      let words = [String(response.status), code].compactMap(\.self).joined(separator: " ")
      problem = "The server refused: \(words)"
      remedy = S3Client.isTransient(response) ? "It is busy or ill: try again later." : "Ask the server's owner."
    }
    return .remote(url: url, problem: problem, remedy: remedy)
  }

  /// The SHA-256 of `bytes` in digits.
  static func digits(_ bytes: [UInt8]) -> String { ObjectID(SHA256.hash(data: bytes)).hex }
}
