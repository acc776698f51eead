import Foundation
import Synchronization

/// What S3 does: `PUT`, `GET` and `DELETE` of objects, and the second version of listing.
extension S3Server {
  func answer(_ request: Request) -> Answer {
    switch (request.method, request.key) {
    case ("NOWHERE", _): .error(404, "NoSuchBucket")
    case ("GET", ""): list(request)
    case ("GET", _): get(request)
    case ("PUT", _): put(request)
    case ("DELETE", _): delete(request)
    default: .error(405, "MethodNotAllowed")
    }
  }

  /// AWS's is the MD5; all that matters is that it is another for other bytes.
  public static func tag(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\"\(String(hash, radix: 16))-\(bytes.count)\""
  }

  private func get(_ request: Request) -> Answer {
    guard let bytes = objects[request.key] else { return .error(404, "NoSuchKey") }
    let tag = [("ETag", S3Server.tag(bytes))]
    guard let range = request.headers["range"], range.hasPrefix("bytes=") else {
      return Answer(status: 200, headers: tag, body: bytes)
    }
    let ends = range.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], first < bytes.count else { return .error(416, "InvalidRange") }
    let last = min(ends[1] ?? .max, bytes.count - 1)
    return Answer(
      status: 206, headers: tag + [("Content-Range", "bytes \(first)-\(last)/\(bytes.count)")],
      body: Array(bytes[first...last]))
  }

  private func put(_ request: Request) -> Answer {
    let isConditional = request.headers["if-match"] != nil || request.headers["if-none-match"] != nil
    let manner = state.withLock { $0.manner }
    if manner.answersConflict, isConditional {
      guard state.withLock({ $0.busy.insert(request.key).inserted }) else {
        return .error(409, "ConditionalRequestConflict")
      }
    }
    defer { state.withLock { _ = $0.busy.remove(request.key) } }
    if manner.answersConflict { usleep(2000) }
    if manner.looksThenWrites {
      if let refusal = state.withLock({ refusal(of: request, $0) }) { return refusal }
      usleep(5000)
      state.withLock { $0.objects[request.key] = request.body }
      return Answer(status: 200, headers: [("ETag", S3Server.tag(request.body))])
    }
    return state.withLock { state in
      if let refusal = refusal(of: request, state) { return refusal }
      state.objects[request.key] = request.body
      return Answer(status: 200, headers: [("ETag", S3Server.tag(request.body))])
    }
  }

  private func refusal(of request: Request, _ state: State) -> Answer? {
    let there = state.objects[request.key]
    if request.headers["if-none-match"] == "*", !state.manner.ignoresIfNoneMatch, there != nil {
      return .error(412, "PreconditionFailed")
    }
    guard let wanted = request.headers["if-match"], !state.manner.ignoresIfMatch else { return nil }
    guard let there else { return .error(404, "NoSuchKey") }
    let tag = S3Server.tag(there)
    let isSame = state.manner.wantsBareTags ? wanted == tag.trimmingCharacters(in: ["\""]) : wanted == tag
    return isSame ? nil : .error(412, "PreconditionFailed")
  }

  private func delete(_ request: Request) -> Answer {
    state.withLock { $0.objects[request.key] = nil }
    return Answer(status: 204)
  }

  private func list(_ request: Request) -> Answer {
    guard request.query["list-type"] == "2" else { return .error(501, "NotImplemented") }
    let start = request.query["prefix"] ?? ""
    let (objects, pageSize) = state.withLock { ($0.objects, $0.manner.pageSize) }
    var keys = objects.keys.filter { $0.hasPrefix(start) }.sorted()
    // The token is the last key of the page before, with characters that have to be escaped.
    if let token = request.query["continuation-token"] { keys.removeAll { "+/ \($0)" <= token } }
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>\(bucket)</Name>"
    for key in keys.prefix(pageSize) {
      let bytes = objects[key] ?? []
      xml += "<Contents><Key>\(escaped(key))</Key><ETag>\(escaped(S3Server.tag(bytes)))</ETag>"
      xml += "<Size>\(bytes.count)</Size></Contents>"
    }
    let isTruncated = keys.count > pageSize
    xml += "<IsTruncated>\(isTruncated)</IsTruncated>"
    if isTruncated {
      xml += "<NextContinuationToken>\(escaped("+/ " + keys[pageSize - 1]))</NextContinuationToken>"
    }
    return Answer(
      status: 200, headers: [("Content-Type", "application/xml")], body: Array((xml + "</ListBucketResult>").utf8))
  }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: "\"", with: "&#34;")
  }
}
