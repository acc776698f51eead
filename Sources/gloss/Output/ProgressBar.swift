import ArgumentParser
import Foundation

struct QuietOptions: ParsableArguments {
  @Flag(name: [.customShort("q"), .long], help: "No progress bar and no remarks.")
  var quiet = false
}

/// One line on standard error that says how far a long command is: on a terminal only, ten times a second at most.
struct ProgressBar {
  private let isShown: Bool
  private var lastShown = 0
  private var width = 0

  init(quiet: Bool) { isShown = !quiet && StandardError.isTerminal }

  /// Shows `done` of `total` (nil: nobody knows) with a bar, `detail` behind it.
  mutating func show(_ what: String, done: Int, of total: Int?, detail: String) {
    guard isShown else { return }
    let now = Self.milliseconds()
    guard now - lastShown >= 100 || lastShown == 0 else { return }
    lastShown = now
    var line = what
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      let filled = Int(share * 20)
      line += "  [" + String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled) + "]"
      line += "  \(Int(share * 100))%"
    }
    draw(line + "  " + detail)
  }

  mutating func show(_ what: String, done: Int, of total: Int, unit: String) {
    show(what, done: done, of: total, detail: "\(Words.grouped(done)) of \(Words.grouped(total)) \(unit)")
  }

  /// Takes the line away, for what is said next.
  mutating func clear() {
    guard isShown, width > 0 else { return }
    StandardError.write("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }

  /// Blanks instead of an escape sequence clear what was longer: that works on every terminal.
  private mutating func draw(_ line: String) {
    let line = String(line.prefix(max(Self.columns() - 1, 10)))
    let padding = String(repeating: " ", count: max(width - line.count, 0))
    StandardError.write("\r" + line + padding)
    width = line.count
  }

  private static func columns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
