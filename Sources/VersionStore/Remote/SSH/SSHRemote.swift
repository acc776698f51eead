import Glibc
import Synchronization

/// A store on another machine: `ssh://[user@]host[:port]/path`, where `gloss serve-store` serves it.
///
/// One connection serves all calls, one after another. One that breaks is made again, and the call with it: each is
/// such that doing it twice does no harm, and the server knows a move that it has made.
final class SSHRemote: Remote {
  let url: String
  private let destination: String
  private let port: Int?
  private let path: String
  private let environment: [String: String]
  private let backoff: Backoff
  /// For how many seconds the other end may be silent; long enough to type a password.
  private let patience: Int
  private let line = Mutex<Line?>(nil)

  /// Unchecked because of the connection, which is used only under the mutex that holds it.
  private struct Line: @unchecked Sendable {
    let shell: RemoteShell
  }

  init(
    url: String, destination: String, port: Int?, path: String, environment: [String: String],
    backoff: Backoff = Backoff(attempts: 4, firstMilliseconds: 200)
  ) {
    self.url = url
    self.destination = destination
    self.port = port
    self.path = path
    self.environment = environment
    self.backoff = backoff
    patience = environment["GLOSS_SSH_TIMEOUT"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 120
  }

  func prepare() throws(StoreError) { _ = try ask(.prepare) }

  func packs() throws(StoreError) -> [RemotePack] {
    let answer = try ask(.packs)
    var packs: [RemotePack] = []
    var reader = ByteReader(answer[...])
    while !reader.isAtEnd {
      guard let name = reader.text(), let size = reader.number(UInt64.self) else { throw garbled() }
      packs.append(RemotePack(name: name, byteCount: Int(truncatingIfNeeded: size)))
    }
    return packs
  }

  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    // One request, unless the range is larger than a frame may be.
    var first = range.lowerBound
    while first < range.upperBound {
      let count = min(range.upperBound - first, Frame.limit)
      var request: [UInt8] = []
      request.append(text: name)
      request.append(number: UInt64(first))
      request.append(number: UInt64(count))
      let piece = try ask(.read, request)
      guard piece.count == count else { throw garbled() }
      bytes += piece
      first += count
    }
    return bytes
  }

  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError) {
    let file = try FileAccess().open(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    var request: [UInt8] = []
    request.append(text: name)
    var local: StoreError?
    try talk { (stream: FrameStream, _) throws(StreamFailure) -> Result<Void, StoreError> in
      try stream.send(.download, request)
      var done = 0
      do throws(StoreError) {
        try file.truncate(to: 0)
        try file.seek(to: 0)
      } catch { local = local ?? error }
      while true {
        let (kind, payload) = try stream.receive()
        guard kind == .data else { return try self.result(kind, payload).map { _ in } }
        // What cannot be kept is read all the same: the connection stays in step.
        if local == nil {
          do throws(StoreError) { try file.write(payload) } catch { local = error }
        }
        done += payload.count
        progress(done)
      }
    }
    if let local { throw local }
  }

  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError) {
    let file = try FileAccess().open(path, flags: O_RDONLY)
    let size = try file.byteCount()
    var request: [UInt8] = []
    request.append(text: name)
    request.append(number: UInt64(size))
    try talk { (stream: FrameStream, _) throws(StreamFailure) -> Result<Void, StoreError> in
      try stream.send(.upload, request)
      let (kind, payload) = try stream.receive()
      guard case .success(let answer) = try self.result(kind, payload) else {
        return try self.result(kind, payload).map { _ in }
      }
      if answer == [0] {
        progress(size)
        return .success(())
      }
      var done = 0
      while done < size {
        let piece: [UInt8]
        do throws(StoreError) {
          piece = try file.read(done..<min(size, done + Frame.pieceSize))
        } catch {
          return .failure(error)
        }
        // A file that became shorter meanwhile will not hash to its name.
        if piece.isEmpty { break }
        try stream.send(.data, piece)
        done += piece.count
        progress(done)
      }
      try stream.send(.end)
      let (last, words) = try stream.receive()
      return try self.result(last, words).map { _ in }
    }
  }

  func refs() throws(StoreError) -> [String: RemoteRef] {
    let answer = try ask(.refs)
    var refs: [String: RemoteRef] = [:]
    var reader = ByteReader(answer[...])
    while !reader.isAtEnd {
      guard let name = reader.text(), let id = reader.id() else { throw garbled() }
      refs[name] = RemoteRef(id: id)
    }
    return refs
  }

  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    var request = MoveRequest(
      name: name, old: expected?.id, new: new, author: author, time: time, what: what, isRepeated: false)
    return try talk { (stream: FrameStream, isRepeated: Bool) throws(StreamFailure) -> Result<Bool, StoreError> in
      request.isRepeated = isRepeated
      try stream.send(.move, request.payload)
      let (kind, payload) = try stream.receive()
      return try self.result(kind, payload).map { $0 == [1] }
    }
  }

  // MARK: The connection

  /// One request and its answer.
  private func ask(_ kind: Frame.Kind, _ request: [UInt8] = []) throws(StoreError) -> [UInt8] {
    try talk { (stream: FrameStream, _) throws(StreamFailure) -> Result<[UInt8], StoreError> in
      try stream.send(kind, request)
      let (kind, payload) = try stream.receive()
      return try self.result(kind, payload)
    }
  }

  /// The answer in a frame, or the server's failure.
  private func result(_ kind: Frame.Kind, _ payload: [UInt8]) throws(StreamFailure) -> Result<[UInt8], StoreError> {
    if kind == .done { return .success(payload) }
    var reader = ByteReader(payload[...])
    guard kind == .failure, let problem = reader.text(), let remedy = reader.text() else {
      throw StreamFailure(problem: "the answer is not as it should be")
    }
    return .failure(.remote(url: url, problem: problem, remedy: remedy))
  }

  /// Runs `body` on the connection, again on a new one where it breaks; `body` is told whether it runs again.
  private func talk<R: Sendable>(
    _ body: (FrameStream, _ isRepeated: Bool) throws(StreamFailure) -> Result<R, StoreError>
  ) throws(StoreError) -> R {
    try line.withLock { (line) throws(StoreError) -> R in
      var isRepeated = false
      return try backoff.run { () throws(StoreError) -> Attempt<R> in
        let shell: RemoteShell
        if let line { shell = line.shell } else { shell = try connect() }
        line = Line(shell: shell)
        let outcome: Result<R, StoreError>
        do throws(StreamFailure) {
          outcome = try body(shell.stream, isRepeated)
        } catch {
          line = nil
          isRepeated = true
          if error.isSilence { throw silent() }
          guard error.isEnd else { throw garbled() }
          return .again(
            .remote(
              url: url, problem: "The connection to \(destination) broke: \(error.problem)",
              remedy: "Try again: packs that arrived whole are not sent again."))
        }
        switch outcome {
        case .success(let value): return .done(value)
        case .failure(let error):
          // After a failure of this side the other is in the middle of something.
          if case .remote = error {} else { line = nil }
          throw error
        }
      }
    }
  }

  private func connect() throws(StoreError) -> RemoteShell {
    let shell: RemoteShell
    do throws(StreamFailure) {
      shell = try RemoteShell(
        destination: destination, port: port, path: path, environment: environment, patience: patience)
    } catch {
      throw .remote(url: url, problem: error.problem, remedy: "Install the OpenSSH client, or correct GLOSS_SSH.")
    }
    let greeting: [UInt8]
    do throws(StreamFailure) {
      try shell.stream.write(Frame.hello)
      greeting = try shell.stream.read(Frame.hello.count)
    } catch {
      throw error.isSilence ? silent() : noGreeting(from: shell)
    }
    if greeting == Frame.hello { return shell }
    if greeting.dropLast() == Frame.hello.dropLast() {
      throw .remote(
        url: url, problem: "The gloss on \(destination) speaks another version of the protocol",
        remedy: "Install the same gloss on both machines.")
    }
    throw .remote(
      url: url, problem: "\(destination) says something else than gloss does",
      remedy: "Let the login shell there print nothing when it runs a command: see ssh \(destination) true.")
  }

  private func noGreeting(from shell: RemoteShell) -> StoreError {
    switch shell.endStatus() {
    case 127:
      .remote(
        url: url, problem: "There is no gloss on \(destination)",
        remedy: "Install it there, where the PATH of ssh \(destination) gloss --version finds it.")
    case 255:
      .remote(url: url, problem: "ssh cannot connect to \(destination)", remedy: "See ssh \(destination).")
    case let status:
      .remote(
        url: url,
        problem: "gloss serve-store on \(destination) ended" + (status.map { " with status \($0)" } ?? ""),
        remedy: "See ssh \(destination) gloss --version.")
    }
  }

  private func silent() -> StoreError {
    .remote(
      url: url, problem: "\(destination) has said nothing for \(patience) seconds",
      remedy: "See whether ssh \(destination) gloss --version answers; GLOSS_SSH_TIMEOUT is how many seconds to wait.")
  }

  private func garbled() -> StoreError {
    .remote(url: url, problem: "The answer is not as it should be", remedy: "Install the same gloss on both machines.")
  }
}
