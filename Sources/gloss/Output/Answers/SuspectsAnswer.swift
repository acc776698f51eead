import AnnotationEngine
import LabelStatistics

extension SuspectReport {
  /// `gloss suspects --json`.
  var json: JSONValue {
    .object([
      JSONMember("question", .string(question)), JSONMember("by", .string(by.rawValue)),
      JSONMember("labeled", .int(labeled)), JSONMember("judged", .int(judged)), JSONMember("found", .int(found)),
      JSONMember("seed", seed.map { .number(String($0)) } ?? .null),
      JSONMember("folds", folds.map(JSONValue.int) ?? .null),
      JSONMember("unconverged", unconverged.map(JSONValue.int) ?? .null), JSONMember("note", .text(note)),
      JSONMember(
        "suspects",
        .list(suspects) { suspect in
          .object([
            JSONMember("id", .string(suspect.id)), JSONMember("place", .int(suspect.place)),
            JSONMember("given", .string(suspect.given)), JSONMember("suggested", .text(suspect.suggested)),
            JSONMember("score", .double(suspect.score)), JSONMember("by", .string(suspect.by.rawValue)),
            JSONMember("why", .string(suspect.why)),
          ])
        }),
    ])
  }

  /// The same for people.
  var text: String {
    var text = "\(Table.visible(question)): \(Words.count(found, "suspect")) by \(by.words), of "
    text += "\(Words.count(judged, "labeled sample"))\n"
    if let note { text += "\(note)\n" }
    guard !suspects.isEmpty else { return text }
    var table = Table([("sample", .left), ("given", .left), ("rather", .left), ("doubt", .right), ("why", .left)])
    for suspect in suspects {
      table.add([
        suspect.id, suspect.given, suspect.suggested ?? "–", Words.fixed(suspect.score, 2), suspect.why,
      ])
    }
    return text + "\n" + table.text
  }
}

extension SuspectSource {
  fileprivate var words: String {
    switch self {
    case .crowd: "the crowd"
    case .votes: "votes"
    case .model: "the text model"
    }
  }
}

extension FileSuspects {
  /// `gloss suspects FILE --json`: what confident learning counted, and the rows.
  func json(
    _ findings: Findings, _ rows: [Int], _ filter: IssueFilter, question: String, seed: UInt64
  ) -> JSONValue {
    let learning = findings.learning
    func matrix(_ cells: [JSONValue]) -> JSONValue {
      .array(classes.indices.map { .array(Array(cells[$0 * classes.count..<($0 + 1) * classes.count])) })
    }
    return .object([
      JSONMember("question", .string(question)), JSONMember("by", .string("model")),
      JSONMember("labeled", .int(labels.count)), JSONMember("judged", .int(labels.count)),
      JSONMember("found", .int(findings.issues.count { $0 })), JSONMember("filter", .string(filter.rawValue)),
      JSONMember("rank", .string(findings.quality.rawValue)),
      JSONMember("seed", findings.model == nil ? .null : .number(String(seed))),
      JSONMember("folds", findings.model == nil ? .null : .int(Self.folds)),
      JSONMember("unconverged", findings.model.map { .int($0.unconverged) } ?? .null),
      JSONMember("classes", .list(classes, JSONValue.string)),
      JSONMember("thresholds", .list(learning.thresholds, JSONValue.double)),
      JSONMember("confident_joint", matrix(learning.counts.map(JSONValue.int))),
      JSONMember("joint", matrix(learning.joint.map(JSONValue.int))),
      JSONMember("noise", matrix(learning.noise.map { .double($0) })),
      JSONMember("inverse_noise", matrix(learning.inverseNoise.map { .double($0) })),
      JSONMember(
        "suspects",
        .list(rows) { row in
          .object([
            JSONMember("row", .int(row + 1)), JSONMember("id", .text(ids?[row])),
            JSONMember("given", .string(classes[Int(labels[row])])),
            JSONMember("suggested", .string(classes[learning.suggestion(row)])),
            JSONMember("score", .double(1 - findings.scores[row])), JSONMember("issue", .bool(findings.issues[row])),
            JSONMember("why", .string(why(row, findings))),
          ])
        }),
    ])
  }

  func text(_ findings: Findings, _ rows: [Int]) -> String {
    var text = "\(Words.count(findings.issues.count { $0 }, "suspect")) of \(Words.count(labels.count, "row"))\n"
    guard !rows.isEmpty else { return text }
    var table = Table([
      (ids == nil ? "row" : "id", ids == nil ? .right : .left), ("given", .left), ("rather", .left), ("doubt", .right),
      ("why", .left),
    ])
    for row in rows {
      table.add([
        ids?[row] ?? Words.grouped(row + 1), classes[Int(labels[row])],
        classes[findings.learning.suggestion(row)], Words.fixed(1 - findings.scores[row], 2), why(row, findings),
      ])
    }
    text += "\n" + table.text
    return text
  }
}
