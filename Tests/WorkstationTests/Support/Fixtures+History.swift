import Workstation

// Testable, for the memberwise initialisers of the engine's values.
@testable import AnnotationEngine

extension Fixture {
  /// Ids of commits in tests: 64 digits, different from the first on.
  static func commit(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits + String(repeating: "a", count: 58)
  }

  /// `count` commits, newest first, in one line; the newest is the head of main, the oldest is tagged.
  static func log(_ count: Int, messages: [String] = ["Labels of the first team"]) -> [LogEntry] {
    (0..<count).map { index in
      LogEntry(
        commit: commit(index), parents: index + 1 < count ? [commit(index + 1)] : [], author: "rita",
        time: 1_700_000_000_000 - Int64(index) * 3_600_000, message: messages[index % messages.count],
        refs: index == 0 ? ["main"] : index == count - 1 ? ["v0.1"] : [])
    }
  }

  static func show(_ id: String, rows: Int = 3, words: String = "negative, unanimous") -> ShowReport {
    let tables = ["annotations", "labels", "samples"]
    return ShowReport(
      entry: LogEntry(
        commit: id, parents: [commit(1)], author: "rita", time: 1_700_000_000_000, message: "Resolved the hard ones",
        refs: ["main"]),
      samples: 4, annotations: 10, labels: 2, labelCounts: ["sentiment": ["negative": 1, "positive": 1]],
      changes: DiffReport(
        samples: .init(added: rows / 3, removed: 0, changed: 0),
        annotations: .init(added: 0, removed: 0, changed: rows - rows / 3 - rows / 3),
        labels: .init(added: 0, removed: 0, changed: rows / 3),
        rows: (0..<rows).map { index in
          DiffRow(
            table: tables[index % 3], sample: "s\(index / 3 + 1)",
            part: ["alice", "sentiment", nil][index % 3], old: index % 3 == 2 ? nil : "neutral",
            new: words)
        }))
  }

  static func version(_ id: String, at commit: String, _ text: String = "Oh great.") -> SampleVersion {
    SampleVersion(
      commit: LogEntry(
        commit: commit, parents: [], author: "rita", time: 1_700_000_000_000, message: "Resolved the hard ones",
        refs: []),
      sample: Sample(id: id, position: 0, fields: [.init(name: "text", text: text)], metadata: []), isErased: false,
      questions: ["sentiment", "gone"],
      labels: ["sentiment": Label(answer: .choice("negative"), by: "resolution", reviewer: "rita", reason: "irony")],
      annotations: [
        annotation(id, by: "alice", ["sentiment": .choice("negative")], comment: "irony", seconds: 4.1),
        annotation(id, by: "bob", status: .skipped, reason: "unclear"),
      ])
  }

  static func blame(_ sample: String = "s1", words: String = "Resolved the hard ones") -> BlameReport {
    BlameReport(
      sample: sample,
      questions: [
        .init(
          question: "sentiment", label: .choice("positive"), by: "resolution", confidence: nil, isUncommitted: true,
          changes: [
            .init(
              commit: commit(1), author: "rita", time: 1_700_000_000_000, message: words,
              before: .choice("negative"), after: .choice("positive"), by: "resolution", reviewer: "rita"),
            .init(
              commit: commit(2), author: "lea", time: 1_600_000_000_000, message: "First batch", before: nil,
              after: .choice("negative"), by: "majority", reviewer: nil),
          ],
          annotations: [
            annotation(sample, by: "alice", ["sentiment": .choice("negative")], comment: words, seconds: 4.1),
            annotation(sample, by: "bob", ["sentiment": .choice("positive")]),
          ],
          resolution: Resolution(
            question: "sentiment", answer: .choice("positive"), how: .accepted(annotator: "bob"), reviewer: "rita",
            reason: "irony counts"))
      ])
  }
}
