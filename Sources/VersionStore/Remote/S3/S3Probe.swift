/// Finds out whether a server keeps the conditions of writes, by racing real ones against it.
///
/// A server that ignores them, or looks first and then writes, would let two people move one ref at once, and the work
/// of one of them would be gone without a word. So several writers make one object at the same time, and then replace
/// it: one may win each race. What is written for this is removed again.
struct S3Probe {
  let client: S3Client

  /// Enough that some of them meet in any server that can be made to err by meeting.
  private static let writers = 8
  private static let rounds = 2

  /// Gives whether the server wants ETags in quotes.
  ///
  /// - Throws: `remote` that names the condition which does not hold.
  func run() throws(StoreError) -> Bool {
    var quotes = true
    for _ in 0..<S3Probe.rounds {
      let key = "probe/" + S3Ref.newNonce()
      do throws(StoreError) {
        try race(key, quotes: &quotes)
      } catch {
        try? client.delete(key)
        throw error
      }
      try client.delete(key)
    }
    return quotes
  }

  private func race(_ key: String, quotes: inout Bool) throws(StoreError) {
    let created = "If-None-Match: *"
    guard try winner(of: key, .absent, quotes: true, named: created) != nil, let first = try client.get(key) else {
      throw refuse(created, "none of \(S3Probe.writers) writers could make an object")
    }
    if try isTaken(key, .absent, quotes: true, named: created) {
      throw refuse(created, "an object that was there was written over")
    }

    let moved = "If-Match"
    let condition = S3Condition.unchanged(first.tag)
    if try winner(of: key, condition, quotes: quotes, named: moved) == nil {
      quotes.toggle()
      guard try winner(of: key, condition, quotes: quotes, named: moved) != nil else {
        throw refuse(moved, "the ETag that the server gave was not taken, with quotes or without")
      }
    }
    if try isTaken(key, condition, quotes: quotes, named: moved) {
      throw refuse(moved, "an object was written over by its old ETag")
    }
  }

  /// Lets the writers race; gives which of them wrote the object that is there now, nil where all were refused.
  private func winner(
    of key: String, _ condition: S3Condition, quotes: Bool, named name: String
  ) throws(StoreError) -> Int? {
    let (client, start) = (client, "gloss probe " + S3Ref.newNonce() + " ")
    // All are refused now and then where the server gives 409 to those who meet.
    return try client.backoff.run { () throws(StoreError) -> Attempt<Int?> in
      let answers = concurrently(S3Probe.writers) { number -> Result<HTTPResponse, HTTPFailure> in
        do throws(HTTPFailure) {
          return .success(try client.put(key, Array((start + "\(number)").utf8), if: condition, quoted: quotes))
        } catch {
          return .failure(error)
        }
      }
      var winners: [Int] = []
      var isUnclear = false
      for (number, answer) in answers.enumerated() {
        switch answer {
        case .success(let response) where response.isSuccess: winners.append(number)
        case .success(let response) where S3Client.isTransient(response): isUnclear = true
        case .success(let response): isUnclear = try isConflict(response, named: name) || isUnclear
        case .failure(let failure) where failure.isTransient: isUnclear = true
        case .failure(let failure): throw client.failure(failure)
        }
      }
      guard winners.count <= 1 else {
        throw refuse(name, "\(winners.count) of \(S3Probe.writers) writers won a race that one can win")
      }
      let content = try client.get(key).map { String(decoding: $0.bytes, as: UTF8.self) }
      let last = content.flatMap { $0.hasPrefix(start) ? Int($0.dropFirst(start.count)) : nil }
      if let winner = winners.first {
        guard winner == last else { throw refuse(name, "a writer won who should have been refused") }
        return .done(winner)
      }
      // An answer was lost, but the write was not.
      if let last { return .done(last) }
      return isUnclear ? .again(refuse(name, "no writer got an answer")) : .done(nil)
    }
  }

  /// Whether one write that has to be refused is taken.
  private func isTaken(
    _ key: String, _ condition: S3Condition, quotes: Bool, named name: String
  ) throws(StoreError) -> Bool {
    let response = try client.persist { () throws(HTTPFailure) in
      try client.put(key, Array("gloss probe".utf8), if: condition, quoted: quotes)
    }
    if response.isSuccess { return true }
    _ = try isConflict(response, named: name)
    return false
  }

  /// Whether a write was refused for a conflict with one at the same time; false where its condition did not hold.
  private func isConflict(_ response: HTTPResponse, named name: String) throws(StoreError) -> Bool {
    switch response.status {
    case 412: return false
    case 409: return true
    case 404 where client.isMissingObject(response): return false
    case 501,
      400 where S3Client.errorCode(response) == "NotImplemented":
      throw refuse(name, "it answers \(response.status)")
    default: throw client.failure(response)
    }
  }

  private func refuse(_ condition: String, _ what: String) -> StoreError {
    .remote(
      url: client.url, problem: "The server does not keep the condition \(condition): \(what)",
      remedy: "Use a server with conditional writes, such as AWS S3 or SeaweedFS; without them pushes that meet would "
        + "lose work.")
  }
}
