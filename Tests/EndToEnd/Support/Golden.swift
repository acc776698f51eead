import Foundation
import Testing

/// Compares a screen with the one kept in `Tests/EndToEnd/Golden/NAME.txt` and reports the lines that differ.
///
/// With GLOSS_UPDATE_GOLDEN=1 in the environment the file is written instead, so that a change of look shows in a diff.
func golden(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let file = goldenFolder.appendingPathComponent(name + ".txt")
  let found = goldenLines(text)
  if isKeepingGolden {
    do {
      try FileManager.default.createDirectory(at: goldenFolder, withIntermediateDirectories: true)
      try (found.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    } catch {
      Issue.record("\(file.path) could not be written: \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "There is no \(file.path). Run the test with GLOSS_UPDATE_GOLDEN=1 to keep this screen:\n\(text)",
      sourceLocation: sourceLocation)
    return
  }
  let difference = lineDifference(goldenLines(kept), found)
  guard difference.isEmpty else {
    Issue.record(
      """
      The screen is not the one in Golden/\(name).txt (- kept, + now). If it is meant to be so, run the test with \
      GLOSS_UPDATE_GOLDEN=1.
      \(difference.joined(separator: "\n"))
      """, sourceLocation: sourceLocation)
    return
  }
}

/// Screens are being kept, not compared.
var isKeepingGolden: Bool { ProcessInfo.processInfo.environment["GLOSS_UPDATE_GOLDEN"] == "1" }

/// The screen is the one that is kept. True also when none is kept, since there is nothing to wait for then.
func isGolden(_ text: String, named name: String) -> Bool {
  let file = goldenFolder.appendingPathComponent(name + ".txt")
  guard let kept = try? String(contentsOf: file, encoding: .utf8) else { return true }
  return goldenLines(kept) == goldenLines(text)
}

private var goldenFolder: URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden")
}

/// Lines without trailing blanks, and without blank lines at the end.
private func goldenLines(_ text: String) -> [String] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    var line = String(line)
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
  while lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}

/// What differs, with one line of context; empty when nothing does.
private func lineDifference(_ kept: [String], _ found: [String]) -> [String] {
  let changes = found.difference(from: kept)
  guard !changes.isEmpty else { return [] }
  var removed: Set<Int> = []
  var added: Set<Int> = []
  for change in changes {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): added.insert(offset)
    }
  }
  var lines: [String] = []
  var (old, new) = (0, 0)
  while old < kept.count || new < found.count {
    if removed.contains(old) {
      lines.append("- \(kept[old])")
      old += 1
    } else if added.contains(new) {
      lines.append("+ \(found[new])")
      new += 1
    } else {
      let isNear =
        [old - 1, old + 1].contains { removed.contains($0) } || [new - 1, new + 1].contains { added.contains($0) }
      if isNear { lines.append("  \(kept[old])") }
      old += 1
      new += 1
    }
  }
  return lines
}
