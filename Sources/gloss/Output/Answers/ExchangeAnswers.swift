import AnnotationEngine

extension ExchangeReport {
  /// `gloss fetch --json` and `gloss push --json`.
  var json: JSONValue { .object(members) }

  var members: [JSONMember] {
    [
      JSONMember("remote", .string(remote)), JSONMember("url", .string(url)),
      JSONMember("refs", .list(refs) { $0.json }), JSONMember("objects", .int(objects)),
      JSONMember("bytes", .int(bytes)), JSONMember("requests", .int(requests)),
      JSONMember("uncommitted", .int(uncommitted)),
    ]
  }

  /// A line for each ref that has news, and what travelled.
  func describe(nothing: String) -> String {
    var table = Table([("", .left), ("from", .left), ("to", .left), ("", .left)])
    for ref in refs where ref.outcome != "unchanged" {
      table.add([ref.name, ref.old.map(Words.short) ?? "–", ref.new.map(Words.short) ?? "–", ref.word])
    }
    guard !table.isEmpty else { return nothing + "\n" }
    return table.text + Words.count(objects, "object") + ", \(Words.bytes(bytes)) in "
      + Words.count(requests, "request") + "\n"
  }
}

extension ExchangeReport.Ref {
  fileprivate var json: JSONValue {
    .object(
      ("ref", .string(name)), ("old", .text(old)), ("new", .text(new)), ("outcome", .string(outcome)))
  }

  fileprivate var word: String {
    switch outcome {
    case "created": "new"
    case "forced": "moved, leaving commits behind"
    case "kept": "is another version here, and stays"
    default: outcome
    }
  }
}

extension CloneReport {
  /// `gloss clone --json`.
  var json: JSONValue {
    .object(
      [
        JSONMember("path", .string(path)), JSONMember("branch", .string(branch)),
        JSONMember("commit", .string(commit)),
      ] + exchange.members)
  }
}

extension PullReport {
  /// `gloss pull --json`: what a merge answers, and what travelled.
  var json: JSONValue {
    .object(
      [
        JSONMember("commit", .text(commit)), JSONMember("conflicts", .int(conflicts)),
        JSONMember("outcome", .string(outcome.rawValue)),
      ] + exchange.members)
  }
}
