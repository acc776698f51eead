import CMeasure
import Foundation

/// A program that can be run to its end, and measured.
struct Program {
  struct Run {
    var seconds: Double
    var peakBytes: Int
    var status: Int
    var output: String
  }

  var path: String
  var environment: [String: String]
  /// Where what it writes is kept while it runs.
  var scratch: String

  /// Runs it in `directory`. Throws where it cannot start or does not end with status 0.
  func run(_ arguments: [String], in directory: String, allowing allowed: Set<Int> = [0]) throws -> Run {
    let output = scratch + "/output"
    let errors = scratch + "/errors"
    var result = measure_result()
    let failure = withCStrings([path] + arguments) { argv in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
        measure_run(path, argv, envp, directory, output, errors, &result)
      }
    }
    let command = ([(path as NSString).lastPathComponent] + arguments).joined(separator: " ")
    if failure != 0 { throw Failure("\(command): \(String(cString: strerror(failure)))") }
    let status = Int(result.status)
    if !allowed.contains(status) {
      let words = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
      let last = words.split(separator: "\n").suffix(3).joined(separator: " / ")
      throw Failure("\(command) ended with status \(status): \(last)")
    }
    return Run(
      seconds: Double(result.nanoseconds) / 1e9, peakBytes: Int(result.peak_bytes), status: status,
      output: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "")
  }

  /// The first executable file of that name in the directories of PATH.
  static func find(_ name: String, in searchPath: String) -> String? {
    for directory in searchPath.split(separator: ":") {
      let path = "\(directory)/\(name)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return nil
  }
}

extension Program.Run {
  /// The number at the top level of a JSON answer.
  func number(_ key: String) throws -> Int {
    guard let value = try object()[key] as? Int else { throw Failure("no number \"\(key)\" in the answer: \(output)") }
    return value
  }

  func text(_ key: String) throws -> String {
    guard let value = try object()[key] as? String else { throw Failure("no \"\(key)\" in the answer: \(output)") }
    return value
  }

  private func object() throws -> [String: Any] {
    guard let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else {
      throw Failure("the answer is not a JSON object: \(output.prefix(200))")
    }
    return object
  }
}

/// Calls `body` with a null-terminated array of C strings.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in body(buffer.baseAddress!) }
}
