import AnnotationEngine

extension CommitReport {
  /// `gloss commit --json`.
  var json: JSONValue {
    .object(
      ("commit", .text(commit)),
      ("parents", .list(parents) { .string($0) }),
      ("samples", .int(samples)),
      ("annotations", .int(annotations)),
      ("labels", .int(labels)),
      ("new_bytes", .int(newBytes)),
      ("branch", .string(branch)))
  }
}

extension LogEntry {
  fileprivate var members: [JSONMember] {
    [
      JSONMember("commit", .string(commit)),
      JSONMember("parents", .list(parents) { .string($0) }),
      JSONMember("author", .string(author)),
      JSONMember("time", .moment(time)),
      JSONMember("message", .string(message)),
      JSONMember("refs", .list(refs) { .string($0) }),
    ]
  }

  /// One entry of `gloss log --json`, and `gloss tag --json`.
  var json: JSONValue { .object(members) }

  /// As above, with what its signature is worth.
  func json(_ signature: SignatureFinding) -> JSONValue {
    .object(members + [JSONMember("signature", signature.json)])
  }
}

extension OperationEntry {
  /// One entry of `gloss op log --json`.
  var json: JSONValue {
    .object(
      ("operation", .int(number)), ("time", .moment(time)), ("author", .string(author)), ("verb", .string(verb)),
      ("what", .string(what)), ("ref", .string(ref)), ("old", .text(old)), ("new", .text(new)),
      ("undone", .bool(isUndone)))
  }
}

extension ShowReport {
  /// `gloss show --json`.
  func json(in project: Project?, _ signature: SignatureFinding) -> JSONValue {
    .object(
      entry.members + [
        JSONMember("signature", signature.json),
        JSONMember("samples", .int(samples)),
        JSONMember("annotations", .int(annotations)),
        JSONMember("labels", .int(labels)),
        JSONMember(
          "label_counts",
          .dictionary(labelCounts, order: project?.questions.map(\.name) ?? []) { counts in
            .dictionary(counts) { .int($0) }
          }),
        JSONMember("changes", .object(changes.counts)),
      ])
  }
}

extension DiffReport {
  /// `gloss diff --json`; `rows` is empty unless rows were asked for.
  var json: JSONValue {
    let confusion = JSONValue.dictionary(confusion) { table in
      .dictionary(table) { row in .dictionary(row) { .int($0) } }
    }
    return .object(counts + [JSONMember("confusion", confusion), JSONMember("rows", .list(rows) { $0.json })])
  }

  fileprivate var counts: [JSONMember] {
    [
      JSONMember("samples", samples.json), JSONMember("annotations", annotations.json),
      JSONMember("labels", labels.json),
    ]
  }
}

extension DiffReport.Counts {
  fileprivate var json: JSONValue {
    .object(("added", .int(added)), ("removed", .int(removed)), ("changed", .int(changed)))
  }
}

extension DiffRow {
  fileprivate var json: JSONValue {
    .object(
      ("table", .string(table)), ("sample", .string(sample)), ("part", .text(part)), ("old", .text(old)),
      ("new", .text(new)))
  }
}

extension CollectSummary {
  /// `gloss gc --json`.
  func json(isDryRun: Bool) -> JSONValue {
    .object(
      ("objects", .int(objects)), ("rewritten", .int(rewritten)), ("written", .int(written)),
      ("written_bytes", .int(writtenBytes)), ("condemned", .int(condemned)),
      ("condemned_bytes", .int(condemnedBytes)), ("removed", .int(removed)), ("removed_bytes", .int(removedBytes)),
      ("dry_run", .bool(isDryRun)))
  }
}

extension FsckSummary {
  /// `gloss fsck --json`.
  var json: JSONValue {
    .object(
      ("packs", .int(packs)), ("objects", .int(objects)), ("commits", .int(commits)), ("events", .int(events)),
      ("promised", .int(promised)), ("damage", .list(damage) { $0.json }))
  }
}

extension FsckDamage {
  fileprivate var json: JSONValue {
    .object(
      ("kind", .string(kind)), ("object", .text(object)), ("pack", .text(pack)), ("commit", .text(commit)),
      ("path", .text(path)), ("detail", .string(detail)))
  }
}

extension ImportReport {
  /// `gloss import --json`.
  var json: JSONValue {
    .object(
      ("read", .int(read)), ("imported", .int(imported)), ("updated", .int(updated)), ("unchanged", .int(unchanged)),
      ("quarantined", .int(quarantined)), ("new_bytes", .int(newBytes)))
  }
}
