import CTerminal
import Glibc

/// How long the loop waits for things, in milliseconds.
public struct LoopOptions: Sendable {
  /// Without input for so long, the program gets `.idle`, and again after each such time.
  public var idleAfter = 2000
  /// The longest that a frame waits for answers of foreground effects, so that the frame that answers a key usually
  /// shows the durable result already, and a slow disk never holds up the screen.
  public var grace = 8
  /// Ctrl-Z suspends; otherwise it is a key like any other.
  public var suspends = true
  public init() {}
}

/// Why the loop ended.
public enum LoopEnd: Equatable, Sendable {
  /// `isOver` said so.
  case over
  /// A signal or the end of input.
  case hangUp
}

/// Runs `program` on `terminal` until it is over, and puts the terminal back.
///
/// Waits for input, signals and answers; hands everything pending to `update`; starts the effects; shows one frame with
/// one write. Nothing moves while nothing happens. `perform` runs on the thread of the effect's `lane` and may give an
/// answer; others may `post` answers to `mailbox`. Before it ends, all effects have been performed and their answers
/// (with the effects that these bring) handled.
public func run<P: Program>(
  _ program: P, state: inout P.State, effects: [P.Effect] = [], on terminal: consuming Terminal,
  options: LoopOptions = LoopOptions(), mailbox: Mailbox<P.Answer> = Mailbox(),
  lane: @escaping (P.Effect) -> Lane = { _ in .foreground }, perform: @escaping @Sendable (P.Effect) -> P.Answer?
) -> LoopEnd {
  var loop = Loop(program, terminal: terminal, options: options, mailbox: mailbox, lane: lane, perform: perform)
  return loop.run(&state, effects)
}

private struct Loop<P: Program>: ~Copyable {
  let program: P
  var terminal: Terminal
  let options: LoopOptions
  let mailbox: Mailbox<P.Answer>
  let lane: (P.Effect) -> Lane
  let foreground: Worker<P.Effect, P.Answer>
  let background: Worker<P.Effect, P.Answer>

  /// Effects started and not done.
  var open: [Lane: Int] = [.foreground: 0, .background: 0]
  var end: LoopEnd?
  /// When the frame is drawn although answers are missing; nil when none are awaited.
  var graceEnds: Int?
  var lastInput = milliseconds()
  /// When held-back bytes of a key are given up on.
  var patienceEnds: Int?
  /// We stopped ourselves: the SIGCONT that follows says nothing new.
  var expectsContinue = false
  /// Events of the current round, in order.
  var events: [Event<P.Answer>] = []

  init(
    _ program: P, terminal: consuming Terminal, options: LoopOptions, mailbox: Mailbox<P.Answer>,
    lane: @escaping (P.Effect) -> Lane, perform: @escaping @Sendable (P.Effect) -> P.Answer?
  ) {
    self.program = program
    self.terminal = terminal
    self.options = options
    self.mailbox = mailbox
    self.lane = lane
    foreground = Worker(.foreground, mailbox: mailbox, perform: perform)
    background = Worker(.background, mailbox: mailbox, perform: perform)
  }

  mutating func run(_ state: inout P.State, _ effects: [P.Effect]) -> LoopEnd {
    start(effects)
    handle([.input(.resize(terminal.size))], &state)
    while !isDone(state) {
      draw(state)
      wait()
      let round = events
      events = []
      handle(round, &state)
    }
    foreground.stop()
    background.stop()
    return end ?? .over
  }

  /// Over, or hung up, and nothing outside is under way.
  private mutating func isDone(_ state: P.State) -> Bool {
    if end == nil && program.isOver(state) { end = .over }
    return end != nil && open.values.allSatisfy { $0 == 0 }
  }

  private mutating func handle(_ events: [Event<P.Answer>], _ state: inout P.State) {
    for event in events {
      // What was typed behind the key that ended the program is not meant for it.
      if end != nil, case .input = event, event.isHangUp == false { continue }
      if event.isHangUp { end = end ?? .hangUp }
      start(program.update(&state, event))
      if end == nil && program.isOver(state) { end = .over }
    }
  }

  private mutating func start(_ effects: [P.Effect]) {
    for effect in effects {
      let lane = lane(effect)
      open[lane, default: 0] += 1
      switch lane {
      case .foreground:
        if graceEnds == nil { graceEnds = milliseconds() + options.grace }
        foreground.start(effect)
      case .background: background.start(effect)
      }
    }
  }

  private mutating func draw(_ state: P.State) {
    if end == .hangUp { return }
    if let graceEnds, open[.foreground] != 0, milliseconds() < graceEnds { return }
    graceEnds = nil
    guard terminal.isReady else { return }
    _ = terminal.show(program.view(state, size: terminal.size))
  }

  /// Waits until there is something, and gathers it as events.
  private mutating func wait() {
    let output = terminal.isReady ? 0 : Int16(POLLOUT)
    // After the end nobody listens to keys; a terminal that is gone would wake us for ever.
    let keys = end == nil ? terminal.descriptor : -1
    var watched = [
      pollfd(fd: keys, events: Int16(POLLIN) | output, revents: 0),
      pollfd(fd: terminal.signals, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let now = milliseconds()
    let idleAt = end == nil ? lastInput + options.idleAfter : nil
    let deadlines = [graceEnds, patienceEnds, idleAt].compactMap { $0 }
    let timeout = deadlines.min().map { Int32(max(0, min($0 - now, 60_000))) } ?? -1
    let count = poll(&watched, nfds_t(watched.count), timeout)
    if count > 0 {
      if watched[1].revents != 0 { readSignals() }
      if watched[0].revents & Int16(POLLOUT) != 0 { _ = terminal.flush() }
      if watched[0].revents & ~Int16(POLLOUT) != 0 { readKeys() }
      if watched[2].revents != 0 { readMail() }
    }
    expire()
  }

  private mutating func expire() {
    let now = milliseconds()
    if let patienceEnds, now >= patienceEnds {
      take(terminal.parser.giveUp())
      notePatience()
    }
    if end == nil && now >= lastInput + options.idleAfter {
      lastInput = now
      events.append(.input(.idle))
    }
  }

  private mutating func readKeys() {
    let (inputs, ended) = terminal.read()
    expectsContinue = false
    lastInput = milliseconds()
    take(inputs)
    notePatience()
    if ended { events.append(.input(.hangUp)) }
  }

  private mutating func notePatience() {
    patienceEnds = terminal.parser.patience.map { milliseconds() + $0 }
  }

  private mutating func take(_ inputs: [Input]) {
    for input in inputs {
      if options.suspends && input == .key(.control("z")) { suspend() } else { events.append(.input(input)) }
    }
  }

  private mutating func suspend() {
    let size = terminal.size
    terminal.suspend()
    expectsContinue = true
    lastInput = milliseconds()
    if terminal.size != size { events.append(.input(.resize(terminal.size))) }
  }

  private mutating func readSignals() {
    while true {
      switch gloss_next_signal(terminal.signals) {
      case 0: return
      case SIGWINCH: if terminal.measure() { events.append(.input(.resize(terminal.size))) }
      case SIGTSTP: suspend()
      case SIGCONT:
        if !expectsContinue {
          let size = terminal.size
          terminal.retake()
          if terminal.size != size { events.append(.input(.resize(terminal.size))) }
        }
        expectsContinue = false
      case SIGTERM, SIGHUP, SIGINT: events.append(.input(.hangUp))
      default: break
      }
    }
  }

  private mutating func readMail() {
    for letter in mailbox.take() {
      switch letter {
      case .answer(let answer): events.append(.answer(answer))
      case .done(let lane, let answer):
        open[lane, default: 1] -= 1
        if let answer { events.append(.answer(answer)) }
      }
    }
  }
}

extension Event {
  fileprivate var isHangUp: Bool {
    if case .input(.hangUp) = self { true } else { false }
  }
}
