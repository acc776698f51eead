import CTerminal
import Glibc
import Synchronization

/// Where other threads leave answers for the loop. Posting wakes it.
public final class Mailbox<Answer: Sendable>: Sendable {
  enum Letter: Sendable {
    case answer(Answer)
    /// An effect of this lane has been performed.
    case done(Lane, Answer?)
  }

  private let letters = Mutex<[Letter]>([])
  /// Readable when there is something.
  let descriptor: Int32

  public init() { descriptor = gloss_event_descriptor(0) }

  deinit { close(descriptor) }

  /// Gives the program an answer that no effect of its own brought: progress, or what others did.
  public func post(_ answer: Answer) { post(.answer(answer)) }

  func post(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    gloss_event_post(descriptor)
  }

  /// Takes all there is, oldest first.
  func take() -> [Letter] {
    gloss_event_take(descriptor)
    return letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }
}
