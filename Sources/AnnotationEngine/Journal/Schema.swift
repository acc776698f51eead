/// The journal's tables. `events` is the truth; `prose` holds what events name by hash; every other table is derived and
/// can be rebuilt from events. Plain SQL that SQLite and PostgreSQL share.
enum JournalSchema {
  static let version = 1

  static let statements = [
    // Every act is one row. `payload` is JSON and holds no prose: comments, reasons and notes are named by hash.
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, sample TEXT,
      payload TEXT NOT NULL)
    """,
    "CREATE INDEX events_by_actor ON events (actor, seq)",
    // Text that people wrote: a blob's stored bytes (salt, then UTF-8), by the blob's object id.
    "CREATE TABLE prose (id BLOB PRIMARY KEY, stored BLOB NOT NULL)",
    // One row an import; samples themselves are in the store. `first` is the position of the batch's first sample.
    """
    CREATE TABLE batches (
      number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, first BIGINT NOT NULL, count BIGINT NOT NULL,
      order_root BLOB NOT NULL)
    """,
    // Single facts: samples_root, sample_count, schema, committed_seq …
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """
    CREATE TABLE annotations (
      sample TEXT NOT NULL, annotator TEXT NOT NULL, position BIGINT NOT NULL, status TEXT NOT NULL,
      answers TEXT NOT NULL, comment BLOB, reason BLOB, flagged INTEGER NOT NULL, seconds DOUBLE PRECISION NOT NULL,
      revision INTEGER NOT NULL, sent_back_by TEXT, sent_back_note BLOB, at BIGINT NOT NULL,
      PRIMARY KEY (sample, annotator))
    """,
    "CREATE INDEX annotations_by_annotator ON annotations (annotator, position)",
    """
    CREATE TABLE resolutions (
      sample TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, how TEXT NOT NULL, reviewer TEXT NOT NULL,
      reason BLOB, at BIGINT NOT NULL, PRIMARY KEY (sample, question))
    """,
    "CREATE TABLE leases (sample TEXT NOT NULL, annotator TEXT NOT NULL, position BIGINT NOT NULL, "
      + "expires BIGINT NOT NULL, PRIMARY KEY (sample, annotator))",
    // Samples that somebody has touched: what the queue and the review list are made of.
    """
    CREATE TABLE touched (
      position BIGINT PRIMARY KEY, sample TEXT NOT NULL UNIQUE, submitted INTEGER NOT NULL, skipped INTEGER NOT NULL,
      complete INTEGER NOT NULL, disagreement INTEGER NOT NULL, unresolved INTEGER NOT NULL, flagged INTEGER NOT NULL)
    """,
  ]
}
