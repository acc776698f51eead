import AnnotationEngine

extension StatusReport {
  /// `gloss status --json`. `merge` is the one that waits for decisions.
  func json(merge: MergeReport?) -> JSONValue {
    .object(
      ("project", .string(project)),
      ("samples", .int(samples)),
      ("untouched", .int(untouched)),
      ("started", .int(started)),
      ("complete", .int(complete)),
      ("disagreements", .int(disagreements)),
      ("resolved", .int(resolved)),
      ("conflicts", .int(conflicts)),
      ("flagged", .int(flagged)),
      ("by_status", byStatus),
      ("annotators", .list(annotators) { $0.json }),
      ("uncommitted", .int(uncommitted)),
      ("rounded_to", inTens ? .int(10) : .null),
      ("branch", .string(branch)),
      (
        "merge",
        merge.map { .object(("branch", .string($0.branch)), ("conflicts", .int($0.conflicts))) } ?? .null
      ),
      ("head", head?.json ?? .null),
      ("round", round.json))
  }

  /// Annotations by status, over all annotators.
  private var byStatus: JSONValue {
    .object(
      ("submitted", .int(submitted)), ("skipped", .int(skipped)), ("draft", .int(drafts)))
  }
}

extension StatusReport.AnnotatorStatus {
  fileprivate var json: JSONValue {
    .object(
      ("name", .string(name)),
      ("role", .text(role?.rawValue)),
      ("submitted", .int(submitted)),
      ("skipped", .int(skipped)),
      ("drafts", .int(drafts)),
      ("sent_back", .int(sentBack)),
      ("waiting", .int(waiting)),
      ("seconds_per_sample", .double(secondsPerSample)),
      ("throughput", .list(throughput) { .int($0) }),
      ("paused_since", pausedSince.map(JSONValue.moment) ?? .null))
  }
}

extension StatusReport.HeadStatus {
  fileprivate var json: JSONValue {
    .object(
      ("commit", .string(commit)),
      ("tag", .text(tag)),
      ("time", .moment(time)),
      ("message", .string(message)),
      ("labels", .int(labels)))
  }
}

extension Round {
  fileprivate var json: JSONValue {
    .object(
      ("overlap", .int(overlap)),
      ("overlap_least", .int(adaptive?.least ?? overlap)),
      ("overlap_until", .double(adaptive?.until)),
      ("order", .string(order.rawValue)),
      ("lease_seconds", .int(lease)),
      ("seed", .number(String(seed))))
  }
}
