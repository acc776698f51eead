/// Moving a ref on S3 by a conditional write, such that a write whose answer got lost is known again.
///
/// The object is written with the condition that it is still the one that was read, or that there is none. Where the
/// server refuses (412, 409, 404) or nothing is heard of it, the object is read again, and says what happened:
///
/// - Our nonce is in it, or among those before it: the write arrived, and perhaps others followed. Done.
/// - It is as expected still: the write did not arrive, and it is made again with the ETag of now.
/// - It is another's: the ref has moved, and ours did not. It cannot arrive later either, for its condition names an
///   ETag that no object will have again: every write has a nonce of its own, and objects of refs are never removed.
///
/// Only where more than `S3Ref.memory` moves happened between losing the answer and reading again can it not be told.
struct S3RefMove {
  let client: S3Client
  let name: String
  let author: String
  let time: Int64
  let what: String

  /// What was seen of a ref's object.
  struct Seen: Equatable, Sendable {
    var ref: S3Ref
    var tag: S3Tag
  }

  enum Outcome {
    /// The ref is where it should be; its object, where it is known, is this.
    case moved(Seen?)
    case notAsExpected
  }

  /// `known` is the object that `expected` was read from, where it was; `quotes` is how this server wants ETags.
  func run(
    from expected: ObjectID?, to new: ObjectID?, known: Seen?, quotes: inout Bool
  ) throws(StoreError) -> Outcome {
    // A ref that is expected to be absent is tried as that: mostly nothing has ever been there.
    var seen = known
    if seen == nil, expected != nil || new == nil { seen = try S3RefMove.read(name, client) }
    guard seen?.ref.id == expected else { return .notAsExpected }
    if new == expected { return .moved(seen) }

    let nonce = S3Ref.newNonce()
    var isLost = false
    var triedOtherQuotes = false
    var attempt = 1
    while true {
      let ref = S3Ref(id: new, nonce: nonce, before: seen?.ref.chain ?? [], time: time, author: author, what: what)
      let condition = seen.map { S3Condition.unchanged($0.tag) } ?? .absent
      let (answer, problem) = try write(ref, if: condition, quotes: quotes)
      if let answer, answer.isSuccess {
        return .moved(answer.headers["etag"].map { Seen(ref: ref, tag: S3Tag($0)) })
      }
      if answer == nil || problem != nil { isLost = true }
      if isLost || answer?.status == 409 { client.backoff.pause(after: attempt) }

      let now = try S3RefMove.read(name, client)
      if let now, now.ref.chain.contains(nonce) { return .moved(now.ref.nonce == nonce ? now : nil) }
      guard now?.ref.id == expected else {
        if isLost, !isKnownNotToHaveMoved(since: seen, now) { throw unknown() }
        return .notAsExpected
      }
      // The object is as it was and the server says it is not: it may want the ETag without quotes.
      if answer?.status == 412, now?.tag == seen?.tag, seen != nil {
        if triedOtherQuotes { throw wrongTag() }
        triedOtherQuotes = true
        quotes.toggle()
      }
      seen = now
      attempt += 1
      if attempt > client.backoff.attempts { throw problem ?? busy() }
    }
  }

  /// The ref's object, or nil where there has never been one.
  static func read(_ name: String, _ client: S3Client) throws(StoreError) -> Seen? {
    guard let (bytes, tag) = try client.get("refs/" + name) else { return nil }
    guard let ref = S3Ref(String(decoding: bytes, as: UTF8.self)) else {
      throw .remote(
        url: client.url, problem: "The object refs/\(name) does not hold a ref",
        remedy: "Somebody else wrote it; put back what was there, or use another prefix.")
    }
    return Seen(ref: ref, tag: tag)
  }

  /// The answer to one write that tells what happened, or why there is none.
  private func write(
    _ ref: S3Ref, if condition: S3Condition, quotes: Bool
  ) throws(StoreError) -> (HTTPResponse?, StoreError?) {
    let answer: HTTPResponse
    do throws(HTTPFailure) {
      answer = try client.put("refs/" + name, Array(ref.text.utf8), if: condition, quoted: quotes)
    } catch {
      guard error.isTransient else { throw client.failure(error) }
      return (nil, client.failure(error))
    }
    // A server that fails may have written before.
    if S3Client.isTransient(answer) { return (nil, client.failure(answer)) }
    switch answer.status {
    case 200...299, 409, 412: return (answer, nil)
    case 404 where client.isMissingObject(answer): return (answer, nil)
    default: throw client.failure(answer)
    }
  }

  /// Whether the object of now remembers far enough back to say that a write of ours is not among the moves.
  private func isKnownNotToHaveMoved(since seen: Seen?, _ now: Seen?) -> Bool {
    guard let now else { return true }
    return seen.map { now.ref.chain.contains($0.ref.nonce) } ?? (now.ref.before.count < S3Ref.memory)
  }

  private func unknown() -> StoreError {
    .remote(
      url: client.url,
      problem: "It cannot be told whether \(name) moved: the answer was lost, and others moved it often",
      remedy: "Fetch, and see whether what was sent is there.")
  }

  private func wrongTag() -> StoreError {
    .remote(
      url: client.url, problem: "The server does not take the ETag that it gave for refs/\(name) in If-Match",
      remedy: "Use a server that keeps conditional writes; gloss remote add checks one.")
  }

  private func busy() -> StoreError {
    .remote(url: client.url, problem: "The server was too busy to move \(name)", remedy: "Try again later.")
  }
}
