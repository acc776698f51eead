import Glibc
import Synchronization

/// A copy of a store in a bucket: `s3://bucket/prefix`. `Remotes.md` of the catalogue draws its objects.
final class S3Remote: Remote {
  let url: String
  private let client: S3Client
  private let state = Mutex(State())

  private struct State {
    /// Whether the object `format` was seen.
    var isReady = false
    /// The objects of refs as last read or written, so that a move need not read again.
    var seen: [String: S3RefMove.Seen] = [:]
    /// Whether the server wants ETags in quotes, as the standard says.
    var quotes = true
  }

  /// What the object `format` holds: a program refuses a number that it does not know.
  private static let format = "gloss remote 1\n"
  private static let folder = "packs/"

  init(client: S3Client) {
    url = client.url
    self.client = client
  }

  convenience init(url: String, bucket: String, prefix: String, environment: [String: String]) throws(StoreError) {
    let settings = try AWSSettings(url: url, environment: environment)
    self.init(client: S3Client(url: url, bucket: bucket, prefix: prefix, settings: settings))
  }

  // MARK: The place

  func prepare() throws(StoreError) {
    let isThere = try hasFormat()
    // Before the place can be taken for one that holds.
    let quotes = try S3Probe(client: client).run()
    state.withLock { $0.quotes = quotes }
    guard !isThere else { return }
    let response = try client.persist { () throws(HTTPFailure) in
      try client.put("format", Array(S3Remote.format.utf8), if: .absent)
    }
    // Another may have made it in the meantime.
    guard response.isSuccess || response.status == 412 || response.status == 409 else { throw client.failure(response) }
    state.withLock { $0.isReady = true }
  }

  private func check() throws(StoreError) {
    if state.withLock({ $0.isReady }) { return }
    guard try hasFormat() else {
      throw .remote(
        url: url, problem: "There is no store here",
        remedy: "Check the URL; gloss remote add NAME \(url) makes the place ready.")
    }
    state.withLock { $0.isReady = true }
  }

  private func hasFormat() throws(StoreError) -> Bool {
    guard let (bytes, _) = try client.get("format") else { return false }
    guard bytes == Array(S3Remote.format.utf8) else {
      throw .remote(
        url: url, problem: "The object format is not that of a store which this program knows",
        remedy: "Install a newer gloss, or use another prefix.")
    }
    return true
  }

  // MARK: Packs

  func packs() throws(StoreError) -> [RemotePack] {
    try check()
    return try client.list(S3Remote.folder).filter { RemotePack.isName($0.key) }
      .map { RemotePack(name: $0.key, byteCount: $0.byteCount) }
  }

  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8] {
    if range.isEmpty { return [] }
    return try client.backoff.run { () throws(StoreError) -> Attempt<[UInt8]> in
      let response = try client.persist { () throws(HTTPFailure) in
        try client.send(
          "GET", S3Remote.folder + name, headers: [S3Remote.range(range.lowerBound, range.upperBound - 1)])
      }
      if response.status == 416 { throw short(name, range.upperBound) }
      guard response.status == 206 || response.status == 200 else { throw problem(response, name) }
      var bytes = response.body
      // A server may give all of it instead.
      if response.status == 200 { bytes = Array(bytes.dropFirst(range.lowerBound).prefix(range.count)) }
      if bytes.count == range.count { return .done(bytes) }
      return .again(short(name, range.upperBound))
    }
  }

  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError) {
    let file = try FileAccess().open(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    let result: Result<Void, StoreError> = withoutActuallyEscaping(progress) { progress in
      let landing = Landing(file: file, progress: progress)
      do throws(StoreError) { return .success(try land(name, landing)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Downloads; after a fault it goes on where it stopped.
  private func land(_ name: String, _ landing: Landing) throws(StoreError) {
    let response: HTTPResponse
    do throws(StoreError) {
      response = try client.persist { () throws(HTTPFailure) in
        landing.begin()
        let headers = landing.byteCount > 0 ? [S3Remote.range(landing.byteCount, nil)] : []
        return try client.send("GET", S3Remote.folder + name, headers: headers) { landing.take($1, status: $0) }
      }
    } catch {
      throw landing.failure ?? error
    }
    // 416: it stopped behind the last byte.
    guard response.isSuccess || (response.status == 416 && landing.byteCount > 0) else { throw problem(response, name) }
  }

  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError) {
    guard RemotePack.isName(name) else { throw .badPack(pack: name, detail: "no pack can have this name") }
    try check()
    let file = try FileAccess().open(path, flags: O_RDONLY)
    let size = try file.byteCount()
    var failure: StoreError?
    let result: Result<HTTPResponse, StoreError> = withoutActuallyEscaping(progress) { progress in
      let body = HTTPRequest.Body.streamed(byteCount: size) { offset, buffer in
        do throws(StoreError) {
          let count = try file.read(into: buffer, at: offset)
          progress(offset + count)
          return count
        } catch let error {
          failure = error
          return nil
        }
      }
      do throws(StoreError) { return .success(try send(name, body)) } catch { return .failure(error) }
    }
    if let failure { throw failure }
    let response = try result.get()
    // 412: it is there, sent by somebody else or by a try whose answer was lost.
    guard response.isSuccess || response.status == 412 else { throw problem(response, name) }
    progress(size)
  }

  private func send(_ name: String, _ body: HTTPRequest.Body) throws(StoreError) -> HTTPResponse {
    // The name is the hash that the server checks the body by.
    let sha256 = String(name.dropLast(PackFormat.fileExtension.count))
    return try client.backoff.run { () throws(StoreError) -> Attempt<HTTPResponse> in
      let response = try client.persist { () throws(HTTPFailure) in
        try client.send(
          "PUT", S3Remote.folder + name, headers: [("If-None-Match", "*")], body: body, sha256: sha256)
      }
      // Somebody sends the same pack at the same time.
      return response.status == 409 ? .again(client.failure(response)) : .done(response)
    }
  }

  // MARK: Refs

  func refs() throws(StoreError) -> [String: RemoteRef] {
    try check()
    let names = try client.list("refs/").map(\.key).filter { RefName.problem(with: $0) == nil }
    var refs: [String: RemoteRef] = [:]
    for (name, seen) in zip(names, try read(names)) {
      guard let seen else { continue }
      state.withLock { $0.seen[name] = seen }
      if let id = seen.ref.id { refs[name] = RemoteRef(id: id, version: seen.tag.text) }
    }
    return refs
  }

  /// The objects of refs: on one connection where they are few, at once where they are many.
  private func read(_ names: [String]) throws(StoreError) -> [S3RefMove.Seen?] {
    let lanes = min(8, (names.count + 3) / 4)
    let client = client
    let results = concurrently(lanes) { lane in
      stride(from: lane, to: names.count, by: lanes).map { index -> (Int, Result<S3RefMove.Seen?, StoreError>) in
        do throws(StoreError) {
          return (index, .success(try S3RefMove.read(names[index], client)))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    var seen = [S3RefMove.Seen?](repeating: nil, count: names.count)
    for (index, result) in results.joined() { seen[index] = try result.get() }
    return seen
  }

  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    try RefName.check(name)
    try check()
    var (known, quotes) = state.withLock { ($0.seen[name], $0.quotes) }
    if known?.ref.id != expected?.id || (expected != nil && known?.tag.text != expected?.version) { known = nil }
    let move = S3RefMove(client: client, name: name, author: author, time: time, what: what)
    let outcome = try move.run(from: expected?.id, to: new, known: known, quotes: &quotes)
    let isMoved =
      switch outcome {
      case .moved: true
      case .notAsExpected: false
      }
    state.withLock {
      if case .moved(let seen) = outcome { $0.seen[name] = seen } else { $0.seen[name] = nil }
      $0.quotes = quotes
    }
    return isMoved
  }

  // MARK: Inside

  private static func range(_ first: Int, _ last: Int?) -> (name: String, value: String) {
    ("Range", "bytes=\(first)-" + (last.map(String.init) ?? ""))
  }

  private func short(_ name: String, _ end: Int) -> StoreError {
    .remote(
      url: url, problem: "The pack \(name) ends before byte \(end)", remedy: "Fetch again; if it stays, push it anew.")
  }

  private func problem(_ response: HTTPResponse, _ name: String) -> StoreError {
    guard client.isMissingObject(response) else { return client.failure(response) }
    return .remote(url: url, problem: "The pack \(name) is gone", remedy: "Fetch again: the packs are listed anew.")
  }
}

/// The local file that a download fills, piece by piece.
private final class Landing {
  private let file: OpenFile
  private let progress: (Int) -> Void
  private(set) var byteCount = 0
  private(set) var failure: StoreError?

  init(file: OpenFile, progress: @escaping (Int) -> Void) {
    self.file = file
    self.progress = progress
  }

  private var isFirstPiece = true

  /// Another answer is going to come.
  func begin() { isFirstPiece = true }

  /// Whether the piece was taken; `failure` says why not.
  func take(_ bytes: UnsafeRawBufferPointer, status: Int) -> Bool {
    do throws(StoreError) {
      if isFirstPiece, status == 200, byteCount > 0 {
        // All of it was sent instead of the rest.
        try file.truncate(to: 0)
        try file.seek(to: 0)
        byteCount = 0
      }
      isFirstPiece = false
      try file.write(bytes)
      byteCount += bytes.count
      progress(byteCount)
      return true
    } catch {
      failure = error
      return false
    }
  }
}
