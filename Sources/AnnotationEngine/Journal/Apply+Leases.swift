import GRDB

/// Where an annotator sits.
struct Lease: Equatable {
  var annotator: String
  var sample: String
  var position: Int
  /// Milliseconds since 1970. A lease that was given up has 0; its row stays, to resume at.
  var expires: Int64
}

extension Database {
  /// Every annotator's lease, live or not: a handful of rows.
  func leases() throws -> [Lease] {
    try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT annotator, sample, position, expires FROM leases ORDER BY annotator")
    ).map { Lease(annotator: $0[0], sample: $0[1], position: $0[2], expires: $0[3]) }
  }

  func lease(of annotator: String) throws -> Lease? {
    try SQLRow.fetchOne(
      cachedStatement(sql: "SELECT annotator, sample, position, expires FROM leases WHERE annotator = ?"),
      arguments: [annotator]
    ).map { Lease(annotator: $0[0], sample: $0[1], position: $0[2], expires: $0[3]) }
  }

  /// A lease taken or renewed (`lease`), or given up (`release`).
  func applyLease(_ event: Event) throws {
    if event.kind == .lease {
      try takeSeat(event)
      if event.payload["as"] != nil {
        try applyServed(event)
      } else if event.payload["stand"] != nil {
        try applyStand(event)
      }
      return
    }
    guard let old = try lease(of: event.actor) else { return }
    try cachedStatement(sql: "UPDATE leases SET expires = 0 WHERE annotator = ?").execute(arguments: [event.actor])
    try reopen(old)
  }

  /// Seats the actor at the event's sample until its "expires". One seat a person: the sample of the former one is free
  /// for others again.
  func takeSeat(_ event: Event) throws {
    guard let sample = event.sample else { throw EventPayload(event).damaged("sample") }
    let position = try position(of: sample, orElse: EventPayload(event).int("position"))
    let expires = try EventPayload(event).int("expires")
    try touch(sample, at: position)
    let old = try lease(of: event.actor)
    try cachedStatement(
      sql: """
        INSERT INTO leases (annotator, sample, position, expires) VALUES (?, ?, ?, ?)
        ON CONFLICT (annotator) DO UPDATE SET
          sample = excluded.sample, position = excluded.position, expires = excluded.expires
        """
    ).execute(arguments: [event.actor, sample, position, expires])
    if let old, old.sample != sample { try reopen(old) }
  }

  /// Lets others find the sample of a lease that is gone, unless its holder's annotation took the room.
  private func reopen(_ lease: Lease) throws {
    let status = try String.fetchOne(
      cachedStatement(sql: "SELECT status FROM annotations WHERE sample = ? AND annotator = ?"),
      arguments: [lease.sample, lease.annotator])
    if status != Annotation.Status.submitted.rawValue {
      try lowerCursors(to: touch(lease.sample, at: lease.position).rank)
    }
  }
}
