import Glibc

/// The other end of a `SSHRemote`: serves one store on two descriptors until the client is gone.
public struct StoreServer {
  private let remote: DirectoryRemote
  private let stream: FrameStream

  /// `path` is the directory of a store or of a workspace.
  public init(path: String, input: Int32, output: Int32) {
    remote = DirectoryRemote(url: path, directory: path)
    stream = FrameStream(input: input, output: output)
  }

  /// Serves until the client ends.
  ///
  /// - Throws: `remote` where the client speaks another protocol. What goes wrong with the store is told to the client.
  public func run() throws(StoreError) {
    do throws(StreamFailure) {
      try stream.write(Frame.hello)
      guard try stream.read(Frame.hello.count) == Frame.hello else {
        throw StreamFailure(problem: "it is no gloss, or one of another version")
      }
      while true {
        let (kind, payload) = try stream.receive()
        try answer(kind, payload)
      }
    } catch {
      if error.isEnd { return }
      throw .remote(
        url: remote.url, problem: "The client cannot be understood: \(error.problem)",
        remedy: "gloss serve-store is started by gloss on another machine, for ssh:// URLs.")
    }
  }

  private func answer(_ kind: Frame.Kind, _ payload: [UInt8]) throws(StreamFailure) {
    var fields = ByteReader(payload[...])
    switch kind {
    case .prepare:
      try reply { () throws(StoreError) in
        try remote.prepare()
        return []
      }
    case .packs:
      try reply { () throws(StoreError) in
        let packs = try remote.packs()
        var bytes: [UInt8] = []
        for pack in packs {
          bytes.append(text: pack.name)
          bytes.append(number: UInt64(pack.byteCount))
        }
        return bytes
      }
    case .refs:
      try reply { () throws(StoreError) in
        var bytes: [UInt8] = []
        for (name, ref) in try remote.refs().sorted(by: { $0.key < $1.key }) {
          bytes.append(text: name)
          ref.id.append(to: &bytes)
        }
        return bytes
      }
    case .read:
      guard let name = fields.text(), let first = fields.number(UInt64.self), let count = fields.number(UInt64.self),
        first < 1 << 62, count <= Frame.limit, fields.isAtEnd
      else { throw malformed() }
      try reply { () throws(StoreError) in try remote.read(pack: name, Int(first)..<Int(first + count)) }
    case .download:
      guard let name = fields.text(), fields.isAtEnd else { throw malformed() }
      try sendPack(name)
    case .upload:
      guard let name = fields.text(), let size = fields.number(UInt64.self), size < 1 << 62, fields.isAtEnd else {
        throw malformed()
      }
      try takePack(name, byteCount: Int(size))
    case .move:
      guard let request = MoveRequest(payload) else { throw malformed() }
      try reply { () throws(StoreError) in [try move(request) ? 1 : 0] }
    case .data, .end, .done, .failure:
      throw malformed()
    }
  }

  private func malformed() -> StreamFailure { StreamFailure(problem: "a request is not as it should be") }

  /// Answers with what `body` gives, or with why it could not.
  private func reply(_ body: () throws(StoreError) -> [UInt8]) throws(StreamFailure) {
    let bytes: [UInt8]
    do throws(StoreError) { bytes = try body() } catch { return try fail(error) }
    try stream.send(.done, bytes)
  }

  private func fail(_ error: StoreError) throws(StreamFailure) {
    guard case .remote(_, let problem, let remedy) = error.at(remote: remote.url) else { return }
    var bytes: [UInt8] = []
    bytes.append(text: problem)
    bytes.append(text: remedy)
    try stream.send(.failure, bytes)
  }

  // MARK: Packs

  private func sendPack(_ name: String) throws(StreamFailure) {
    let file: OpenFile
    do throws(StoreError) { file = try remote.file(ofPack: name) } catch { return try fail(error) }
    var offset = 0
    while true {
      let piece: [UInt8]
      do throws(StoreError) {
        piece = try file.read(offset..<offset + Frame.pieceSize)
      } catch {
        return try fail(error)
      }
      guard !piece.isEmpty else { break }
      try stream.send(.data, piece)
      offset += piece.count
    }
    try stream.send(.done)
  }

  /// Says whether the pack is wanted, and where it is takes it.
  private func takePack(_ name: String, byteCount: Int) throws(StreamFailure) {
    var arriving: ArrivingPack?
    do throws(StoreError) {
      arriving = try remote.arrival(of: name, byteCount: byteCount)
    } catch {
      return try fail(error)
    }
    try stream.send(.done, [arriving == nil ? 0 : 1])
    guard arriving != nil else { return }
    var failure: StoreError?
    while true {
      let (kind, piece) = try stream.receive()
      if kind == .end { break }
      guard kind == .data else { throw malformed() }
      // After a failure the rest is read and dropped: only then does the client listen.
      do throws(StoreError) { try arriving?.write(piece) } catch {
        failure = failure ?? error
        arriving = nil
      }
    }
    try reply { () throws(StoreError) in
      if let failure { throw failure }
      try arriving?.finish()
      return []
    }
  }

  private func move(_ request: MoveRequest) throws(StoreError) -> Bool {
    let isMoved = try remote.moveRef(
      request.name, from: request.old.map { RemoteRef(id: $0) }, to: request.new, author: request.author,
      time: request.time, what: request.what)
    if isMoved || !request.isRepeated { return isMoved }
    // The first answer may have been lost on the way; the operation log knows.
    return try remote.operations().contains {
      $0.ref == request.name && $0.old == request.old && $0.new == request.new && $0.author == request.author
        && $0.time == request.time && $0.what == request.what
    }
  }
}
