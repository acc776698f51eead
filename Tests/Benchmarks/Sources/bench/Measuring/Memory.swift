import Foundation

/// What a running process holds, in bytes, from `/proc/PID/smaps_rollup`.
struct Memory {
  var resident: Int
  /// Its share of pages that several processes map, and all of those that it alone maps.
  var proportional: Int
  /// What would be free if it ended.
  var unshared: Int

  init(of process: pid_t) throws {
    let path = "/proc/\(process)/smaps_rollup"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw Failure("cannot read \(path)") }
    var figures: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[2] == "kB", let kilobytes = Int(words[1]) { figures[words[0]] = kilobytes * 1024 }
    }
    guard let resident = figures["Rss:"], let proportional = figures["Pss:"] else { throw Failure("no Rss in \(path)") }
    self.resident = resident
    self.proportional = proportional
    unshared = (figures["Private_Clean:"] ?? 0) + (figures["Private_Dirty:"] ?? 0)
  }
}

/// Bytes of all files under a directory, as their lengths add up.
func bytesOfFiles(under path: String) -> Int {
  guard let files = FileManager.default.enumerator(atPath: path) else { return 0 }
  var total = 0
  while files.nextObject() != nil {
    if files.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
      total += (files.fileAttributes?[.size] as? Int) ?? 0
    }
  }
  return total
}
