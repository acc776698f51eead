import LabelStatistics

/// `gloss agreement --json`.
public struct AgreementReport: Codable, Equatable, Sendable {
  public var questions: [String: QuestionAgreement]
  public init(questions: [String: QuestionAgreement] = [:]) { self.questions = questions }
}

/// Agreement on one question: figures at most 1, each nil with its reason in `…Why`, intervals of 95 %.
public struct QuestionAgreement: Codable, Equatable, Sendable {
  /// Items with two or more submitted answers: what the figures rest on.
  public var items: Int
  /// Annotators with a submitted answer.
  public var annotators: Int
  /// Mean over the items of the share 0…1 of pairs of answers that are equal.
  public var percent: Double?
  public var percentWhy: String?
  public var percentInterval: Interval?
  /// Of the question's level: nominal, or what a rating says.
  public var alpha: Double?
  public var alphaWhy: String?
  public var alphaInterval: Interval?
  public var pairs: [PairFigures]
  /// Each value against all others: was it given or not.
  public var labels: [String: LabelFigures]

  /// What follows is there where it was asked for in full.
  public var ratings = 0
  public var level = Level.nominal
  /// All other measures, by the names that `gloss agreement --json` gives them.
  public var measures: [NamedFigure] = []
  /// By the values of the columns that were asked for.
  public var slices: [SliceAgreement] = []
  public var overTime: [StretchAgreement] = []
  /// What is wrong with the answers, in words: the same annotator twice on one item, say.
  public var findings: [String] = []
  /// How the intervals were made; nil where there are none.
  public var resampling: Resampling?
}

/// A figure by the name that it has in an answer.
public struct NamedFigure: Codable, Equatable, Sendable {
  public var name: String
  public var figure: FigureReport
  /// `figure` under `name`.
  public init(_ name: String, _ figure: FigureReport) {
    self.name = name
    self.figure = figure
  }
}

/// How intervals were made.
public struct Resampling: Codable, Equatable, Sendable {
  public var options: BootstrapOptions
  /// Resamples for the measures that know annotators, and for each pair: fewer where the data are large.
  public var annotatorSamples: Int
  public var pairSamples: Int
}

/// Agreement on the samples that have one value in a column.
public struct SliceAgreement: Codable, Equatable, Sendable {
  public var column: String
  /// "" where they have none.
  public var value: String
  public var percent: FigureReport
  public var alpha: FigureReport
}

/// Agreement over time: stretches with about equally many answers.
public struct StretchAgreement: Codable, Equatable, Sendable {
  /// Milliseconds since 1970, UTC: of the first answer and of the last one.
  public var from: Int64
  public var to: Int64
  public var ratings: Int
  /// Alpha of the answers of the stretch alone.
  public var alpha: FigureReport
  /// Alpha of all answers up to its end.
  public var alphaSoFar: FigureReport
}

/// Agreement of two annotators on the samples that both answered.
public struct PairFigures: Codable, Equatable, Sendable {
  public var a: String
  public var b: String
  public var items: Int
  public var percent: Double?
  public var percentWhy: String?
  public var percentInterval: Interval?
  public var kappa: Double?
  public var kappaWhy: String?
  public var kappaInterval: Interval?
  /// Scott's pi, and at ordered levels weighted kappa, where the figures were asked for in full.
  public var measures: [NamedFigure] = []
}

/// Agreement on one value: was it given or not.
public struct LabelFigures: Codable, Equatable, Sendable {
  public var items: Int
  /// Submitted answers that give this value.
  public var answers: Int
  public var percent: Double?
  public var percentWhy: String?
  public var alpha: Double?
  public var alphaWhy: String?
  public var alphaInterval: Interval?
  /// Why the figures have no intervals where others have: `QuestionAgreement.mostResampledLabels`.
  public var intervalWhy: String?
  /// Kappa of the label given or not, where the figures were asked for in full.
  public var measures: [NamedFigure] = []
}

/// `gloss status --json`, and the home screen.
public struct StatusReport: Codable, Equatable, Sendable {
  public var project: String
  public var samples: Int
  /// Samples with no annotation, some, all of the round's.
  public var untouched: Int
  /// Samples with some annotation that are not complete.
  public var started: Int
  public var complete: Int
  /// Unresolved and resolved disagreements.
  public var disagreements: Int
  public var resolved: Int
  /// Samples about which a merge that waits is in conflict.
  public var conflicts = 0
  public var flagged: Int
  /// The project's people and whoever else has annotations; of them, those that the person asking may see.
  public var annotators: [AnnotatorStatus]
  /// Annotations by status, over all annotators, seen or not.
  public var submitted = 0
  public var skipped = 0
  public var drafts = 0
  /// Answers, resolutions and imports since the last commit.
  public var uncommitted: Int
  public var branch: String
  public var head: HeadStatus?
  public var round: Round
  /// Whether totals are rounded to tens, that of uncommitted acts up, for annotators of a queue with gold or repeats.
  public var inTens = false

  /// Counts of one person.
  public struct AnnotatorStatus: Codable, Equatable, Sendable {
    public var name: String
    public var role: Role?
    public var submitted: Int
    public var skipped: Int
    public var drafts: Int
    public var sentBack: Int
    /// Samples that wait for them.
    public var waiting: Int
    /// Median seconds of their last 50 submitted annotations whose time is known, repeats among them.
    public var secondsPerSample: Double?
    /// Annotations submitted in each of the last 8 hours with any work, repeats among them, oldest first.
    public var throughput: [Int]
    /// Since when their queue is paused, in milliseconds since 1970; nil where it is not.
    public var pausedSince: Int64? = nil
  }

  /// The newest version of the branch.
  public struct HeadStatus: Codable, Equatable, Sendable {
    public var commit: String
    public var tag: String?
    /// Milliseconds since 1970, UTC.
    public var time: Int64
    public var message: String
    /// Rows of its table of labels.
    public var labels: Int
  }
}

/// What the home screen shows of one workspace.
public struct HomeReport: Codable, Equatable, Sendable {
  public var path: String
  public var status: StatusReport
  public var agreement: AgreementReport
  /// This person's own: what waits to be labeled, sent back, reviewed.
  public var waitingToLabel: Int
  public var sentBack: Int
  public var waitingToReview: Int
}

/// `gloss commit --json`.
public struct CommitReport: Codable, Equatable, Sendable {
  /// nil when there was nothing to commit.
  public var commit: String?
  public var parents: [String]
  /// Rows of the committed tables.
  public var samples: Int
  public var annotations: Int
  public var labels: Int
  /// Bytes that the store grew by.
  public var newBytes: Int
  /// Where it was committed.
  public var branch: String
}

/// A commit, as `gloss log --json` lists it.
public struct LogEntry: Codable, Equatable, Sendable {
  public var commit: String
  public var parents: [String]
  public var author: String
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var message: String
  /// Branches and tags that name it.
  public var refs: [String]
}

/// `gloss show REF`.
public struct ShowReport: Codable, Equatable, Sendable {
  public var entry: LogEntry
  public var samples: Int
  public var annotations: Int
  public var labels: Int
  /// By question, how many labels of each value ("a+b" for choices).
  public var labelCounts: [String: [String: Int]]
  /// Changes since the first parent.
  public var changes: DiffReport
}

/// What differs between two versions: `gloss diff --json`.
public struct DiffReport: Codable, Equatable, Sendable {
  /// Rows of one table.
  public struct Counts: Codable, Equatable, Sendable {
    public var added: Int
    public var removed: Int
    public var changed: Int
  }
  public var samples: Counts
  public var annotations: Counts
  public var labels: Counts
  /// The changed rows, up to the asked limit, in key order.
  public var rows: [DiffRow]
  /// By question, old label and new label, how many labels went from the one to the other; "" stands for no label, several
  /// values are joined by "+", and "none" is the answer that chose nothing.
  public var confusion: [String: [String: [String: Int]]] = [:]
}

/// One changed row.
public struct DiffRow: Codable, Equatable, Sendable {
  /// "samples", "annotations" or "labels".
  public var table: String
  public var sample: String
  /// The annotator of an annotation, the question of a label.
  public var part: String?
  /// The row before and after in words; nil where there was none.
  public var old: String?
  public var new: String?
}

/// `gloss fsck --json`: what was verified, and what is damaged.
public struct FsckSummary: Codable, Equatable, Sendable {
  public var packs: Int
  public var objects: Int
  public var commits: Int
  public var events: Int
  /// Contents of samples that a partial clone left at its remote.
  public var promised = 0
  public var damage: [FsckDamage]
}

/// One thing that is damaged, with where it is as far as that is known.
public struct FsckDamage: Codable, Equatable, Sendable {
  public var kind: String
  public var object: String?
  public var pack: String?
  public var commit: String?
  public var path: String?
  public var detail: String
}
