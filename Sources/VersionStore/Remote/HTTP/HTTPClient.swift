import CCurl
import Glibc
import Synchronization

/// Talks HTTP through libcurl. Requests that follow one another use one connection; those made at once have one each.
package final class HTTPClient: Sendable {
  /// When to give a server up.
  package struct Patience: Sendable {
    package var connectSeconds: Int
    /// Seconds without a KiB that came or went.
    package var silentSeconds: Int

    package init(connectSeconds: Int = 15, silentSeconds: Int = 30) {
      self.connectSeconds = connectSeconds
      self.silentSeconds = silentSeconds
    }
  }

  /// Takes a piece of the body of an answer and its status; gives whether it wants more.
  package typealias Receiver = (_ status: Int, UnsafeRawBufferPointer) -> Bool

  private let patience: Patience
  private let authorities: String?
  private let idle = Mutex<[CurlHandle]>([])

  /// libcurl 7.88, the oldest whose signatures for S3 are known to be right.
  private static let oldest: UInt32 = 0x07_58_00

  /// `authorities` is a file of certificates to believe, where they are not the system's.
  package init(patience: Patience = Patience(), authorities: String? = nil) {
    self.patience = patience
    self.authorities = authorities
  }

  /// Sends one request and waits for the answer. The body of an answer of success goes to `receive`, where there is
  /// one; it is in the response otherwise.
  ///
  /// - Throws: where no whole answer came. Whether the server acted on the request is then not known.
  package func send(_ request: HTTPRequest, receive: Receiver? = nil) throws(HTTPFailure) -> HTTPResponse {
    let handle = try take()
    defer { idle.withLock { $0.append(handle) } }
    let exchange = Exchange(request, receive, handle.curl)
    var headers: UnsafeMutablePointer<curl_slist>?
    defer { gloss_curl_free_list(headers) }
    for header in request.headers { headers = gloss_curl_append(headers, header.name + ": " + header.value) }
    let code = withExtendedLifetime(exchange) {
      configure(handle.curl, for: exchange)
      _ = gloss_curl_set_headers(handle.curl, headers)
      return gloss_curl_perform(handle.curl)
    }
    guard code == CURLE_OK else {
      throw HTTPFailure(
        problem: String(cString: gloss_curl_words(code)), isTransient: HTTPClient.transient.contains(code.rawValue))
    }
    return HTTPResponse(
      status: gloss_curl_status(handle.curl), headers: exchange.headers, body: exchange.body)
  }

  private func take() throws(HTTPFailure) -> CurlHandle {
    if let handle = idle.withLock({ $0.popLast() }) { return handle }
    if let problem = gloss_curl_load() {
      throw HTTPFailure(problem: "libcurl cannot be used: \(String(cString: problem))", isTransient: false)
    }
    guard gloss_curl_version() >= HTTPClient.oldest else {
      throw HTTPFailure(problem: "libcurl is older than 7.88", isTransient: false)
    }
    guard let curl = gloss_curl_new() else {
      throw HTTPFailure(problem: "libcurl cannot be used: no memory", isTransient: false)
    }
    return CurlHandle(curl)
  }

  private func configure(_ curl: UnsafeMutableRawPointer, for exchange: Exchange) {
    let request = exchange.request
    gloss_curl_reset(curl)
    // Signals belong to the program: a screen may be running.
    _ = gloss_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
    _ = gloss_curl_set_text(curl, CURLOPT_URL, request.url)
    _ = gloss_curl_set_number(curl, CURLOPT_PATH_AS_IS, 1)
    _ = gloss_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https")
    _ = gloss_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT, patience.connectSeconds)
    _ = gloss_curl_set_number(curl, CURLOPT_LOW_SPEED_LIMIT, 1024)
    _ = gloss_curl_set_number(curl, CURLOPT_LOW_SPEED_TIME, patience.silentSeconds)
    if let authorities { _ = gloss_curl_set_text(curl, CURLOPT_CAINFO, authorities) }
    let context = Unmanaged.passUnretained(exchange).toOpaque()
    _ = gloss_curl_set_function(
      curl, CURLOPT_WRITEFUNCTION, { Exchange.takeBody($0, $1, $2, $3) }, CURLOPT_WRITEDATA, context)
    _ = gloss_curl_set_function(
      curl, CURLOPT_HEADERFUNCTION, { Exchange.takeHeader($0, $1, $2, $3) }, CURLOPT_HEADERDATA, context)
    if exchange.byteCount > 0 || request.method == "PUT" {
      _ = gloss_curl_set_number(curl, CURLOPT_UPLOAD, 1)
      _ = gloss_curl_set_size(curl, CURLOPT_INFILESIZE_LARGE, Int64(exchange.byteCount))
      _ = gloss_curl_set_function(
        curl, CURLOPT_READFUNCTION, { Exchange.giveBody($0, $1, $2, $3) }, CURLOPT_READDATA, context)
      _ = gloss_curl_set_seek(curl, { Exchange.seek($0, to: $1, from: $2) }, context)
    }
    if request.method == "HEAD" { _ = gloss_curl_set_number(curl, CURLOPT_NOBODY, 1) }
    _ = gloss_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method)
    switch request.authorization {
    case .none: break
    case .basic(let user, let password):
      _ = gloss_curl_set_number(curl, CURLOPT_HTTPAUTH, 1)
      _ = gloss_curl_set_text(curl, CURLOPT_USERNAME, user)
      _ = gloss_curl_set_text(curl, CURLOPT_PASSWORD, password)
    case .aws(let credentials, let region):
      _ = gloss_curl_set_text(curl, CURLOPT_AWS_SIGV4, "aws:amz:\(region):s3")
      _ = gloss_curl_set_text(curl, CURLOPT_USERNAME, credentials.key)
      _ = gloss_curl_set_text(curl, CURLOPT_PASSWORD, credentials.secret)
    }
  }

  /// What a network does that is not the request's fault.
  private static let transient = Set(
    [
      CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
      CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM, CURLE_SSL_CONNECT_ERROR, CURLE_SEND_FAIL_REWIND,
    ].map(\.rawValue))
}

/// A handle of libcurl with its connections.
///
/// Unchecked because of the pointer: whoever uses a handle has taken it out of the client's list of idle ones, so that
/// one thread at a time has it, as libcurl wants it; which thread does not matter to libcurl.
private final class CurlHandle: @unchecked Sendable {
  let curl: UnsafeMutableRawPointer

  init(_ curl: UnsafeMutableRawPointer) { self.curl = curl }

  deinit { gloss_curl_free(curl) }
}

/// A request on its way, as the functions that libcurl calls see it.
private final class Exchange {
  let request: HTTPRequest
  let byteCount: Int
  private(set) var headers: [String: String] = [:]
  private(set) var body: [UInt8] = []
  private let receive: HTTPClient.Receiver?
  private let curl: UnsafeMutableRawPointer
  private var offset = 0

  /// More than any answer that is not received in pieces may have.
  private static let bodyLimit = 1 << 30

  init(_ request: HTTPRequest, _ receive: HTTPClient.Receiver?, _ curl: UnsafeMutableRawPointer) {
    self.request = request
    self.receive = receive
    self.curl = curl
    byteCount =
      switch request.body {
      case .none: 0
      case .bytes(let bytes): bytes.count
      case .streamed(let count, _): count
      }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  static func takeBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) -> Int {
    guard let exchange = of(context), let data else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    return exchange.take(bytes) ? bytes.count : 0
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let status = gloss_curl_status(curl)
    if let receive, (200...299).contains(status) { return receive(status, bytes) }
    guard body.count + bytes.count <= Exchange.bodyLimit else { return false }
    body.append(contentsOf: bytes)
    return true
  }

  static func takeHeader(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) -> Int {
    guard let exchange = of(context), let data else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    exchange.note(String(decoding: bytes, as: UTF8.self))
    return bytes.count
  }

  private func note(_ line: String) {
    // The answer may be one of several: "100 Continue" comes before the one that counts.
    if line.hasPrefix("HTTP/") { headers = [:] }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...]
    headers[line[..<colon].lowercased()] = String(value.trimmed)
  }

  static func giveBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) -> Int {
    guard let exchange = of(context), let data else { return Exchange.abort }
    return exchange.fill(UnsafeMutableRawBufferPointer(start: data, count: size * count))
  }

  /// CURL_READFUNC_ABORT.
  private static let abort = 0x1000_0000

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let wanted = min(buffer.count, byteCount - offset)
    guard wanted > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    switch request.body {
    case .none: return 0
    case .bytes(let bytes):
      part.copyBytes(from: bytes[offset..<offset + wanted])
      offset += wanted
      return wanted
    case .streamed(_, let read):
      // Fewer bytes than announced would leave the server waiting for the rest.
      guard let count = read(offset, part), count > 0 else { return Exchange.abort }
      offset += count
      return count
    }
  }

  static func seek(_ context: UnsafeMutableRawPointer?, to offset: curl_off_t, from origin: Int32) -> Int32 {
    guard let exchange = of(context), origin == SEEK_SET else { return 1 }
    exchange.offset = Int(offset)
    return 0
  }
}

extension StringProtocol {
  /// Without blanks and line ends around it.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}
