import Foundation
import Synchronization

/// A small S3 server for tests, on a free port of the loopback: one bucket, path style, conditional writes as AWS keeps
/// them. It can be told to be another sort of server, and to fail at a chosen request.
public final class S3Server: Sendable {
  /// How this server differs from AWS's.
  public struct Manner: Sendable {
    public var ignoresIfNoneMatch = false
    public var ignoresIfMatch = false
    /// Looks at the condition first and writes a moment later.
    public var looksThenWrites = false
    /// Compares If-Match with the ETag as it is without quotes.
    public var wantsBareTags = false
    /// Answers 409 to a conditional write of an object that another write is going on for.
    public var answersConflict = false
    /// The most that one page of a listing has.
    public var pageSize = 1000

    public init() {}
  }

  /// What is done to one request.
  public enum Fault: Sendable {
    /// The connection ends; nothing is done.
    case drop
    /// The connection ends after so many bytes of the request's body; nothing is done.
    case dropInBody(Int)
    /// It is carried out, and the connection ends without an answer.
    case loseAnswer
    /// The connection ends after so many bytes of the answer's body.
    case truncate(Int)
    case delay(milliseconds: Int)
    /// An answer of this status; nothing is done.
    case refuse(Int)
    /// It is carried out, and then answered with this status.
    case failAfter(Int)
    /// It is carried out twice, as by a proxy that tries again; the second answer counts.
    case twice
  }

  /// Decides on a request by its number, from 0.
  public typealias FaultPlan = @Sendable (_ number: Int, _ request: Request) -> Fault?

  public struct Request: Sendable {
    public var method: String
    /// The object, decoded and without the bucket; empty for the bucket.
    public var key: String
    public var query: [String: String]
    /// By name in small letters.
    public var headers: [String: String]
    public var body: [UInt8]
  }

  struct State {
    var objects: [String: [UInt8]] = [:]
    /// Objects that a conditional write is going on for.
    var busy: Set<String> = []
    var manner: Manner
    var plan: FaultPlan?
    var log: [Request] = []
    var connections = 0
    var isStopped = false
  }

  public let port: Int
  public let bucket: String
  let state: Mutex<State>
  private let listener: Int32

  public init(bucket: String = "labels", manner: Manner = Manner()) throws {
    self.bucket = bucket
    state = Mutex(State(manner: manner))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { self.accept() }
  }

  /// Ends the server; connections that are open end with their next request.
  public func stop() {
    state.withLock { $0.isStopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  public var endpoint: String { "http://127.0.0.1:\(port)" }

  /// What a client of this server has in its environment.
  public var environment: [String: String] {
    ["AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"]
  }

  /// The objects that are there.
  public var objects: [String: [UInt8]] {
    get { state.withLock { $0.objects } }
    set { state.withLock { $0.objects = newValue } }
  }

  /// Every request so far.
  public var log: [Request] { state.withLock { $0.log } }

  /// Connections that were ever made.
  public var connections: Int { state.withLock { $0.connections } }

  /// Begins to count requests anew, and to fail as `plan` says.
  public func plan(_ plan: FaultPlan?) {
    state.withLock {
      $0.log = []
      $0.plan = plan
    }
  }

  // MARK: Connections

  private func accept() {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      // A program that a test starts would keep the connection open.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      var one: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      state.withLock { $0.connections += 1 }
      Thread.detachNewThread {
        self.serve(Connection(descriptor: descriptor, bucket: self.bucket))
        close(descriptor)
      }
    }
  }

  private func serve(_ connection: Connection) {
    while var request = connection.readHead() {
      let (number, plan, isStopped) = state.withLock { state in
        state.log.append(request)
        return (state.log.count - 1, state.plan, state.isStopped)
      }
      if isStopped { return }
      // Outside the lock: a plan may make requests of its own.
      let fault = plan?(number, request)
      switch fault {
      case .drop: return
      case .dropInBody(let count):
        _ = connection.readBody(of: &request, atMost: count)
        return
      case .delay(let milliseconds): usleep(UInt32(milliseconds) * 1000)
      default: break
      }
      guard connection.readBody(of: &request, atMost: .max) else { return }
      if case .refuse(let status) = fault {
        connection.send(.error(status, "Refused"), to: request)
        continue
      }
      var answer = self.answer(request)
      switch fault {
      case .twice: answer = self.answer(request)
      case .loseAnswer: return
      case .failAfter(let status): answer = .error(status, "InternalError")
      case .truncate(let count):
        connection.send(answer, to: request, atMost: count)
        return
      default: break
      }
      connection.send(answer, to: request)
    }
  }
}
