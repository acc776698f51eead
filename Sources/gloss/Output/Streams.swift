import Foundation

/// Standard output, written whole or not at all quietly: a full disk is an error, a closed pipe ends the program by
/// SIGPIPE as it does any other.
enum StandardOutput {
  static func write(_ text: String) throws(CommandFailure) {
    guard writeAll(text, to: STDOUT_FILENO) else {
      throw CommandFailure(errno: errno, action: "write", path: "standard output")
    }
  }

  /// As above, with bytes that are no text.
  static func write(bytes: [UInt8]) throws(CommandFailure) {
    guard bytes.withUnsafeBufferPointer({ writeAll($0, to: STDOUT_FILENO) }) else {
      throw CommandFailure(errno: errno, action: "write", path: "standard output")
    }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

enum StandardError {
  /// Says `text`; there is nobody to tell when even this fails.
  static func write(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

  /// One remark of the program about itself, in the form of its errors.
  static func say(_ text: String) { write("gloss: \(text)\n") }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

enum StandardInput {
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Asks on the terminal; only "y" and "yes" are yes.
  static func confirm(_ question: String) -> Bool {
    StandardError.write(question + " [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}

private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { writeAll($0, to: descriptor) }
}

private func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
    if count < 0 {
      if errno == EINTR { continue }
      return false
    }
    written += count
  }
  return true
}

func changeDirectory(to path: String) throws(CommandFailure) {
  guard chdir(path) == 0 else { throw CommandFailure(errno: errno, action: "go there", path: path) }
}
