import CTerminal
import Glibc
import Synchronization

/// Which of the two threads performs an effect. Each performs its own strictly in order.
public enum Lane: Sendable, Hashable {
  /// Short work that the next frame should show, such as saving a label.
  case foreground
  /// Long work, such as an import.
  case background
}

/// One thread that performs effects in the order they come. It starts with the first.
final class Worker<Effect: Sendable, Answer: Sendable>: Sendable {
  private enum Work: Sendable {
    case effect(Effect)
    case stop
  }

  private let lane: Lane
  private let mailbox: Mailbox<Answer>
  private let perform: @Sendable (Effect) -> Answer?
  private let queue = Mutex<[Work]>([])
  private let wake: Int32
  private let thread = Mutex<pthread_t?>(nil)

  init(_ lane: Lane, mailbox: Mailbox<Answer>, perform: @escaping @Sendable (Effect) -> Answer?) {
    self.lane = lane
    self.mailbox = mailbox
    self.perform = perform
    wake = gloss_event_descriptor(1)
  }

  deinit { close(wake) }

  func start(_ effect: Effect) {
    let isRunning = thread.withLock { thread in
      if thread == nil { thread = startThread { self.work() } }
      return thread != nil
    }
    if isRunning { add(.effect(effect)) } else { mailbox.post(.done(lane, perform(effect))) }
  }

  /// Waits until all that was started is done, and ends the thread.
  func stop() {
    guard let running = thread.withLock({ $0 }) else { return }
    add(.stop)
    pthread_join(running, nil)
    thread.withLock { $0 = nil }
  }

  private func add(_ work: Work) {
    queue.withLock { $0.append(work) }
    gloss_event_post(wake)
  }

  private func work() {
    gloss_guard_thread()
    while true {
      gloss_event_take(wake)
      switch queue.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      case .effect(let effect): mailbox.post(.done(lane, perform(effect)))
      case .stop: return
      case nil: continue
      }
    }
  }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// A thread with the stack that a main thread has; nil when the system gives none.
private func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, 8 << 20)
  var thread = pthread_t()
  let body = Unmanaged.passRetained(ThreadBody(run))
  let failure = pthread_create(
    &thread, &attributes,
    { body in
      guard let body else { return nil }
      Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run()
      return nil
    }, body.toOpaque())
  guard failure == 0 else {
    body.release()
    return nil
  }
  return thread
}
