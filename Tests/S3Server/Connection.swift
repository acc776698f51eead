import Foundation

/// An answer of the server.
struct Answer {
  var status: Int
  var headers: [(String, String)] = []
  var body: [UInt8] = []

  static func error(_ status: Int, _ code: String) -> Answer {
    let xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code><Message>\(code)</Message></Error>"
    return Answer(status: status, headers: [("Content-Type", "application/xml")], body: Array(xml.utf8))
  }
}

/// One connection of a client: requests in, answers out.
final class Connection {
  private let descriptor: Int32
  private let bucket: String
  private var waiting: [UInt8] = []

  init(descriptor: Int32, bucket: String) {
    self.descriptor = descriptor
    self.bucket = bucket
  }

  /// The next request without its body; nil when the client is gone.
  func readHead() -> S3Server.Request? {
    let end = Array("\r\n\r\n".utf8)
    var from = 0
    while true {
      if let position = waiting[from...].firstRange(of: end) {
        let head = String(decoding: waiting[..<position.lowerBound], as: UTF8.self)
        waiting.removeSubrange(..<position.upperBound)
        return request(head)
      }
      from = max(0, waiting.count - end.count)
      guard fill() else { return nil }
    }
  }

  private func request(_ head: String) -> S3Server.Request? {
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    let parts = words[1].split(separator: "?", maxSplits: 1)
    let path = (parts.first.map(String.init) ?? "").removingPercentEncoding ?? ""
    var query: [String: String] = [:]
    for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let sides = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
      query[sides[0]] = sides.count == 2 ? sides[1] : ""
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let start = "/" + bucket
    guard path == start || path.hasPrefix(start + "/") else {
      return S3Server.Request(method: "NOWHERE", key: path, query: query, headers: headers, body: [])
    }
    return S3Server.Request(
      method: String(words[0]), key: String(path.dropFirst(start.count + 1)), query: query, headers: headers, body: [])
  }

  /// Reads the body; false when the client was gone before its end, or `limit` came first.
  func readBody(of request: inout S3Server.Request, atMost limit: Int) -> Bool {
    let count = Int(request.headers["content-length"] ?? "") ?? 0
    if request.headers["expect"]?.lowercased() == "100-continue" { write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
    while waiting.count < min(count, limit) { guard fill() else { return false } }
    guard limit >= count else { return false }
    request.body = Array(waiting[..<count])
    waiting.removeSubrange(..<count)
    return true
  }

  /// Sends an answer, or only the first bytes of its body.
  func send(_ answer: Answer, to request: S3Server.Request, atMost limit: Int = .max) {
    var head = "HTTP/1.1 \(answer.status) Status\r\nContent-Length: \(answer.body.count)\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    write(Array((head + "\r\n").utf8) + answer.body.prefix(limit))
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    waiting += buffer[..<count]
    return true
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
