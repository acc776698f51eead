/// The journal's tables. `events` is the truth, with `base_rows` before it where the journal began with a commit;
/// `prose` holds what both name by hash; every other table is derived and can be rebuilt from them. Plain SQL that SQLite
/// and PostgreSQL share.
///
/// Positions and ranks: a sample's position is its place in import order over all imports; its rank is its place in the
/// queue, the same for order `imported`, a seeded permutation within each batch for `random`. A batch keeps the positions
/// of samples that stand elsewhere by now, or are gone: these are holes.
enum JournalSchema {
  static let version = 5

  /// "Glos": tells a journal from any other SQLite file.
  static let applicationID = 0x476C_6F73

  static let statements = truth + derived.map(\.create) + indexes

  private static let truth = [
    // Every act is one row. `payload` is JSON and holds no prose: comments, reasons and notes are named by hash.
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, sample TEXT,
      payload TEXT NOT NULL)
    """,
    // What a sample went through, in order: undo folds it anew.
    "CREATE INDEX events_by_sample ON events (sample, seq) WHERE sample IS NOT NULL AND kind <> 'lease'",
    // What a person may undo on the label screen and on the review screen.
    "CREATE INDEX events_label_acts ON events (actor, seq) WHERE \(UndoScreen.label.condition)",
    "CREATE INDEX events_review_acts ON events (actor, seq) WHERE \(UndoScreen.review.condition)",
    // Text that people wrote: a blob's stored bytes (salt, then UTF-8), by the blob's object id.
    "CREATE TABLE prose (id BLOB PRIMARY KEY, stored BLOB NOT NULL)",
    baseRows,
  ]

  // What the commit had that the journal began with, a row a sample (`BaseSample`). The first `checkout` event that
  // follows names the commit.
  private static let baseRows =
    "CREATE TABLE base_rows (sample TEXT PRIMARY KEY, position BIGINT NOT NULL, value BLOB NOT NULL)"

  private static let holes = """
    CREATE TABLE holes (
      first BIGINT PRIMARY KEY, last BIGINT NOT NULL, before BIGINT NOT NULL, place BIGINT NOT NULL UNIQUE)
    """

  private static let conflicts = """
    CREATE TABLE conflicts (
      sample TEXT NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL, base BLOB, ours BLOB, theirs BLOB, settled BIGINT,
      PRIMARY KEY (sample, kind, part))
    """

  /// What brings a journal of the version before up to the version that is the key. Names are never used again for
  /// something else, so that each step stays right.
  static let migrations: [Int: [String]] = [
    2: [
      baseRows,
      "ALTER TABLE batches ADD COLUMN ordinal BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE batches ADD COLUMN samples BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE batches ADD COLUMN listed INTEGER NOT NULL DEFAULT 1",
      "UPDATE batches SET ordinal = number, samples = count",
      holes,
    ],
    // The acts that can be undone on the review screen are more than they were.
    3: [
      conflicts, "DROP INDEX events_review_acts",
      "CREATE INDEX events_review_acts ON events (actor, seq) WHERE \(UndoScreen.review.condition)",
    ],
    4: planned.map(\.create) + [
      "ALTER TABLE cursors ADD COLUMN plan BIGINT NOT NULL DEFAULT 0",
      // Of what is submitted already nobody knows whether there was a suggestion: there were none then.
      "ALTER TABLE annotations ADD COLUMN offered TEXT",
    ],
    5: [repeatsRecent] + repeatsCounted,
  ]

  private static let repeatsRecent = """
    CREATE INDEX repeats_recent ON repeats (annotator, at, seconds) WHERE status = 'submitted' AND seconds > 0
    """

  /// What second answers add to the counts since version 5; what was done to them since the last commit is counted from
  /// then on.
  private static let repeatsCounted = [
    "'repeats-skipped' AS name FROM repeats WHERE status = 'skipped'",
    "'repeats-drafts' AS name FROM repeats WHERE status = 'draft' AND answers <> '{}'",
    "'flagged' AS name FROM repeats WHERE flagged = 1",
    // The number of the hour in nine digits.
    "'hour/' || substr(CAST(1000000000 + at / 3600000 AS TEXT), 2) AS name FROM repeats WHERE status = 'submitted'",
  ].map {
    """
    INSERT INTO counts (person, name, value)
      SELECT annotator, name, count(*) FROM (SELECT annotator, \($0)) AS again WHERE true GROUP BY annotator, name
    ON CONFLICT (person, name) DO UPDATE SET value = counts.value + excluded.value
    """
  }

  /// What the queue does beyond serving samples as they stand.
  private static let planned: [(name: String, create: String)] = [
    // What is served next, by its place in the plan.
    ("plan", "CREATE TABLE plan (place INTEGER PRIMARY KEY, position BIGINT NOT NULL UNIQUE)"),
    // Samples whose answers are known. `number`: in the order of being named, for drawing one by chance.
    (
      "gold",
      "CREATE TABLE gold (sample TEXT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, answers TEXT NOT NULL)"
    ),
    // What was put in an annotator's queue on purpose: gold, or a sample that they had answered, with the revision of
    // their annotation then.
    (
      "served",
      """
      CREATE TABLE served (
        annotator TEXT NOT NULL, sample TEXT NOT NULL, kind TEXT NOT NULL, revision INTEGER NOT NULL,
        seq BIGINT NOT NULL, PRIMARY KEY (annotator, sample))
      """
    ),
    // At whose place an annotator finds a sample, where that is not its own: a permutation of positions.
    (
      "swaps",
      """
      CREATE TABLE swaps (
        annotator TEXT NOT NULL, place BIGINT NOT NULL, occupant BIGINT NOT NULL, PRIMARY KEY (annotator, place),
        UNIQUE (annotator, occupant))
      """
    ),
    // Second answers to silent repeats: the columns of `annotations`.
    (
      "repeats",
      """
      CREATE TABLE repeats (
        sample TEXT NOT NULL, annotator TEXT NOT NULL, position BIGINT NOT NULL, status TEXT NOT NULL,
        answers TEXT NOT NULL, comment BLOB, reason BLOB, flagged INTEGER NOT NULL, seconds DOUBLE PRECISION NOT NULL,
        revision INTEGER NOT NULL, sent_back_by TEXT, sent_back_note BLOB, draft TEXT,
        draft_seconds DOUBLE PRECISION, imported INTEGER NOT NULL, at BIGINT NOT NULL, offered TEXT,
        PRIMARY KEY (sample, annotator))
      """
    ),
    // Annotators whose queue was ever paused. `answered` and `correct`: their answers to gold when they last resumed,
    // which no longer count against them.
    (
      "pauses",
      """
      CREATE TABLE pauses (
        annotator TEXT PRIMARY KEY, paused INTEGER NOT NULL, at BIGINT NOT NULL, answered BIGINT NOT NULL,
        correct BIGINT NOT NULL)
      """
    ),
  ]

  /// The tables that `Journal.rebuild` empties and fills again.
  static let derived: [(name: String, create: String)] =
    [
      // One row an import; samples themselves are in the store. `first` is the position of the batch's first sample,
      // `count` that of its positions, `samples` those of them that are no holes. `ordinal` is the batch's place among all
      // as commits have it. `listed`: commits name it.
      (
        "batches",
        """
        CREATE TABLE batches (
          number INTEGER PRIMARY KEY, id BLOB NOT NULL, first BIGINT NOT NULL UNIQUE, count BIGINT NOT NULL,
          order_root BLOB NOT NULL, ordinal BIGINT NOT NULL DEFAULT 0, samples BIGINT NOT NULL DEFAULT 0,
          listed INTEGER NOT NULL DEFAULT 1)
        """
      ),
      // Ranks where no sample stands, as runs without gaps; nearly always none. `before`: holes before `first`; `place`:
      // samples before it.
      ("holes", holes),
      // Single facts: samples_root, sample_count, schema (the accepted gloss.yaml), schema_seq, committed_seq …
      ("facts", "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)"),
      // `draft` holds unfinished changes beside a submitted or skipped annotation. `imported`: no live work.
      // `offered`: the suggestions that there were when it was submitted, each shown or withheld, as JSON; mostly none.
      (
        "annotations",
        """
        CREATE TABLE annotations (
          sample TEXT NOT NULL, annotator TEXT NOT NULL, position BIGINT NOT NULL, status TEXT NOT NULL,
          answers TEXT NOT NULL, comment BLOB, reason BLOB, flagged INTEGER NOT NULL, seconds DOUBLE PRECISION NOT NULL,
          revision INTEGER NOT NULL, sent_back_by TEXT, sent_back_note BLOB, draft TEXT,
          draft_seconds DOUBLE PRECISION, imported INTEGER NOT NULL, at BIGINT NOT NULL, offered TEXT,
          PRIMARY KEY (sample, annotator))
        """
      ),
      (
        "resolutions",
        """
        CREATE TABLE resolutions (
          sample TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, how TEXT NOT NULL, reviewer TEXT NOT NULL,
          reason BLOB, at BIGINT NOT NULL, PRIMARY KEY (sample, question))
        """
      ),
      // Where each annotator sits: the one sample they have open, or had open last (`expires` is past then).
      (
        "leases",
        """
        CREATE TABLE leases (
          annotator TEXT PRIMARY KEY, sample TEXT NOT NULL, position BIGINT NOT NULL, expires BIGINT NOT NULL)
        """
      ),
      // Samples that somebody has touched: what the queue and the review list are made of. A row goes only with its sample.
      (
        "touched",
        """
        CREATE TABLE touched (
          position BIGINT PRIMARY KEY, rank BIGINT NOT NULL, sample TEXT NOT NULL UNIQUE, submitted INTEGER NOT NULL,
          skipped INTEGER NOT NULL, complete INTEGER NOT NULL, disagreement INTEGER NOT NULL,
          unresolved INTEGER NOT NULL, resolved INTEGER NOT NULL, flagged INTEGER NOT NULL)
        """
      ),
      // The ranks of touched samples and of holes as runs without gaps, so that the next untouched one is found in one step.
      ("runs", "CREATE TABLE runs (first BIGINT PRIMARY KEY, last BIGINT NOT NULL)"),
      // Every number that a screen shows, kept up to date by each act. `person` is '' for the whole project.
      (
        "counts",
        """
        CREATE TABLE counts (
          person TEXT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (person, name))
        """
      ),
      // Acts that are taken back. `redoable` until their actor does something new on that screen.
      (
        "undone",
        """
        CREATE TABLE undone (
          seq INTEGER PRIMARY KEY, actor TEXT NOT NULL, screen TEXT NOT NULL, redoable INTEGER NOT NULL)
        """
      ),
      // What a merge that waits is in conflict about: a cell with the rows of both sides and their base, and the event that
      // settled it. `kind`: annotation or label; `part`: the annotator or the question.
      ("conflicts", conflicts),
      // Schema events that renamed questions or values: old events are read through them.
      ("renames", "CREATE TABLE renames (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL)"),
    ] + planned

  static let indexes = [
    // The seconds are in the index so that the median of the last ones reads no rows.
    """
    CREATE INDEX annotations_recent ON annotations (annotator, at, seconds)
      WHERE status = 'submitted' AND seconds > 0
    """,
    repeatsRecent,
    "CREATE INDEX annotations_sent_back ON annotations (annotator, position) WHERE sent_back_by IS NOT NULL",
    "CREATE INDEX touched_incomplete ON touched (rank) WHERE complete = 0",
    "CREATE INDEX touched_disagreements ON touched (rank, unresolved) WHERE disagreement = 1",
    "CREATE INDEX touched_flagged ON touched (rank, unresolved) WHERE flagged = 1",
    "CREATE INDEX touched_resolved ON touched (rank, unresolved) WHERE resolved = 1",
    "CREATE INDEX undone_redoable ON undone (actor, screen, seq) WHERE redoable = 1",
    // Not derived from events but from looking: below this rank no touched sample waits for the annotator, and before
    // this place no sample of the plan.
    """
    CREATE TABLE cursors (
      annotator TEXT PRIMARY KEY, rank BIGINT NOT NULL, plan BIGINT NOT NULL DEFAULT 0)
    """,
  ]
}
