import Glibc
import Synchronization

/// Runs `body` for each number below `count`, all at once, and gives the results in order. For work that waits for
/// others: there is a thread for each, however few processors there are.
func concurrently<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> R) -> [R] {
  let results = Results<R>(count)
  var threads: [pthread_t] = []
  for index in 0..<count {
    let work = Work {
      let result = body(index)
      results.list.withLock { $0[index] = result }
    }
    let context = Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    if code == 0 {
      threads.append(thread)
    } else {
      // No more threads can be had: then one after another.
      context.takeRetainedValue().run()
    }
  }
  for thread in threads { pthread_join(thread, nil) }
  return results.list.withLock { $0.compactMap(\.self) }
}

private final class Work: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private final class Results<R: Sendable>: Sendable {
  let list: Mutex<[R?]>
  init(_ count: Int) { list = Mutex(Array(repeating: nil, count: count)) }
}
