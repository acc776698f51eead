import Glibc

/// What goes between a `SSHRemote` and a `StoreServer`; `Remotes.md` of the catalogue has it byte for byte.
enum Frame {
  /// Said first by each side; the digit is the version of the protocol.
  static let hello = Array("GLOSSRP1".utf8)

  enum Kind: UInt8 {
    case prepare = 1
    case packs = 2
    case read = 3
    case download = 4
    case upload = 5
    case refs = 6
    case move = 7

    case data = 16
    case end = 17

    case done = 32
    case failure = 33
  }

  /// The most that the payload of one frame has.
  static let limit = 64 << 20
  /// How much of a pack goes into one frame.
  static let pieceSize = 256 << 10
}

/// The stream broke, or does not speak the protocol.
struct StreamFailure: Error, Equatable {
  var problem: String
  /// Whether the other end is simply gone.
  var isEnd = false
  /// Whether the other end is there, but has said nothing for longer than the socket waits.
  var isSilence = false

  /// What `errno` says after a call that failed.
  static func ofCall() -> StreamFailure {
    let code = errno
    return code == EAGAIN
      ? StreamFailure(problem: "nothing came for too long", isSilence: true)
      : StreamFailure(problem: String(cString: strerror(code)), isEnd: true)
  }
}

/// Frames, to and from the other end. Used by one thread at a time.
final class FrameStream {
  private let input: Int32
  private let output: Int32

  /// The two may be one socket. They stay open.
  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  func send(_ kind: Frame.Kind, _ payload: [UInt8] = []) throws(StreamFailure) {
    var head: [UInt8] = []
    head.append(number: UInt32(payload.count))
    head.append(kind.rawValue)
    try write(head)
    try write(payload)
  }

  /// The next frame.
  func receive() throws(StreamFailure) -> (kind: Frame.Kind, payload: [UInt8]) {
    let head = try read(5)
    let size = head.withUnsafeBytes { $0.number(UInt32.self, at: 0) }
    guard let kind = Frame.Kind(rawValue: head[4]), size <= Frame.limit else {
      throw StreamFailure(problem: "what came is no frame of the protocol")
    }
    return (kind, try read(Int(size)))
  }

  func write(_ bytes: [UInt8]) throws(StreamFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        retrying {
          // Writing to a socket whose other end is gone must not end the program.
          let sent = Glibc.send(output, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
          return sent < 0 && errno == ENOTSOCK ? Glibc.write(output, buffer.baseAddress, buffer.count) : sent
        }
      }
      guard count > 0 else { throw .ofCall() }
      rest = rest.dropFirst(count)
    }
  }

  func read(_ count: Int) throws(StreamFailure) -> [UInt8] {
    var done = 0
    var failure: StreamFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while done < count, let start = buffer.baseAddress {
        let got = retrying { Glibc.read(input, start + done, count - done) }
        if got <= 0 {
          failure = got == 0 ? StreamFailure(problem: "the other end stopped", isEnd: true) : .ofCall()
          break
        }
        done += got
      }
      initialized = done
    }
    if let failure { throw failure }
    return bytes
  }
}

/// The fields of payloads.
extension [UInt8] {
  mutating func append(text: String) {
    append(number: UInt32(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}

extension ByteReader {
  mutating func text() -> String? { number(UInt32.self).flatMap { text(Int($0)) } }
}

/// A request to move a ref.
struct MoveRequest: Equatable {
  var name: String
  var old: ObjectID?
  var new: ObjectID?
  var author: String
  var time: Int64
  var what: String
  /// The answer to the same request may have been lost.
  var isRepeated: Bool

  var payload: [UInt8] {
    var bytes: [UInt8] = [(old == nil ? 0 : 1) | (new == nil ? 0 : 2) | (isRepeated ? 4 : 0)]
    old?.append(to: &bytes)
    new?.append(to: &bytes)
    bytes.append(number: time)
    for text in [name, author, what] { bytes.append(text: text) }
    return bytes
  }

  init(
    name: String, old: ObjectID?, new: ObjectID?, author: String, time: Int64, what: String, isRepeated: Bool
  ) {
    self.name = name
    self.old = old
    self.new = new
    self.author = author
    self.time = time
    self.what = what
    self.isRepeated = isRepeated
  }

  init?(_ payload: [UInt8]) {
    var reader = ByteReader(payload[...])
    guard let flags = reader.number(UInt8.self), flags < 8 else { return nil }
    if flags & 1 != 0 {
      guard let id = reader.id() else { return nil }
      old = id
    }
    if flags & 2 != 0 {
      guard let id = reader.id() else { return nil }
      new = id
    }
    guard let time = reader.number(Int64.self), let name = reader.text(), let author = reader.text(),
      let what = reader.text(), reader.isAtEnd
    else { return nil }
    self.time = time
    self.name = name
    self.author = author
    self.what = what
    isRepeated = flags & 4 != 0
  }
}
