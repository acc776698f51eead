/// What the dashboard shows of one workspace, and `gloss dashboard --json` and `gloss report` give.
///
/// Each figure stands with the number of items that it rests on (`FigureReport.items`); one that has no value says why.
public struct DashboardReport: Codable, Equatable, Sendable {
  public var project: String
  public var branch: String
  /// When it was counted, in milliseconds since 1970, UTC.
  public var at: Int64
  public var progress: ProgressReport
  /// Annotations submitted, by day (UTC), oldest first; days without any are left out.
  public var throughput: [ThroughputDay]
  /// Why it is empty.
  public var throughputWhy: String? = nil
  /// In the project's order.
  public var questions: [QuestionDashboard]
  /// By name.
  public var annotators: [AnnotatorReport]
  /// What a lead should know now, most urgent first: a paused annotator, a method that disagrees, a person who drifts.
  public var messages: [String]
}

/// A figure with its basis, for reports.
public struct FigureReport: Codable, Equatable, Sendable {
  public var value: Double?
  /// Why it has no value, or has one by definition.
  public var why: String?
  public var items: Int
  /// Ends of the 95 % interval; nil where there is no value, or too few items for one.
  public var low: Double?
  public var high: Double?
  public init(value: Double?, why: String? = nil, items: Int, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.why = why
    self.items = items
    self.low = low
    self.high = high
  }
}

/// A figure of a stretch of time or of work.
public struct TimedFigure: Codable, Equatable, Sendable {
  /// Milliseconds since 1970, UTC: where the stretch begins.
  public var from: Int64
  public var figure: FigureReport
  public init(from: Int64, figure: FigureReport) {
    self.from = from
    self.figure = figure
  }
}

public struct ProgressReport: Codable, Equatable, Sendable {
  public var samples: Int
  public var complete: Int
  public var resolved: Int
  public var disagreements: Int
  /// Annotations that there are, and that the round wants in all.
  public var annotations: Int
  public var wanted: Int
  /// Annotations a day over the last days with any work (at most 7); nil where there are none.
  public var perDay: Double?
  /// When the round is done at that pace, early and late, in milliseconds since 1970; nil with the reason in `forecastWhy`.
  public var forecastEarly: Int64?
  public var forecastLate: Int64?
  public var forecastWhy: String?
}

public struct ThroughputDay: Codable, Equatable, Sendable {
  /// Milliseconds since 1970, UTC: midnight.
  public var day: Int64
  /// Submitted annotations by annotator.
  public var counts: [String: Int]
}

/// Samples by what their label rests on: a reviewer's decision, else the project's label rule.
public struct ConsensusBasis: Codable, Equatable, Sendable {
  /// A reviewer decided.
  public var resolved = 0
  /// The rule posterior: Dawid and Skene's model of the annotators.
  public var model = 0
  /// The rule majority.
  public var majority = 0
  /// The rule unanimous.
  public var unanimous = 0
  /// The median of a rating.
  public var median = 0
  /// The rule gives no label.
  public var open = 0
}

/// Counts of two label sets against each other.
public struct ConfusionReport: Codable, Equatable, Sendable {
  /// Names of rows and columns.
  public var values: [String]
  /// counts[row][column]: row is the consensus, column what was answered. Several values are joined by "+"; beyond the
  /// twenty most frequent answers stands "other".
  public var counts: [[Int]]
}

public struct QuestionDashboard: Codable, Equatable, Sendable {
  public var name: String
  public var kind: Question.Kind
  /// With its pairs of annotators: the heat map.
  public var agreement: QuestionAgreement
  public var alpha: FigureReport
  /// Alpha of the answers given up to the end of each stretch of time.
  public var overTime: [TimedFigure]
  /// Why it is empty.
  public var overTimeWhy: String? = nil
  /// What annotators answered against the consensus of each sample.
  public var confusion: ConfusionReport
  /// What that consensus is, in words: "resolution, else Dawid-Skene, else majority", or of a rating "resolution, else median".
  public var confusionAgainst: String = ""
  /// What the label of how many samples rests on.
  public var basis = ConsensusBasis()
  /// How often each value is the label of a sample. Of `choices` each value of a set counts; "none" is the empty set.
  public var balance: [String: Int]
  /// The same by slices of the metadata columns with few values.
  public var slices: [SliceReport]
  /// What the slices rest on where that is not every answered sample, or why there are none.
  public var slicesWhy: String? = nil
  /// Accuracy of the built-in text model against the number of labels that it learned from.
  public var learning: LearningReport?
}

public struct SliceReport: Codable, Equatable, Sendable {
  public var column: String
  public var value: String
  public var samples: Int
  public var alpha: FigureReport
  public var balance: [String: Int]
}

public struct LearningReport: Codable, Equatable, Sendable {
  public struct Point: Codable, Equatable, Sendable {
    public var labels: Int
    public var accuracy: FigureReport
  }
  public var points: [Point]
  /// "flat since 400 labels", "still rising: about 300 more labels for .02", or why nothing can be said.
  public var advice: String
}

/// How one annotator works.
public struct AnnotatorReport: Codable, Equatable, Sendable {
  public var name: String
  /// nil for somebody whom the project does not name.
  public var role: Role? = nil
  public var submitted: Int
  public var skipped: Int
  /// Median seconds an annotation.
  public var seconds: Double?
  /// Share of answers that are the consensus of the others: the resolution, else the answer that alone most of the others
  /// gave. A rating counts where it is within half a step (a fortieth of the scale where steps are finer) of the others'
  /// median.
  public var agreement: FigureReport
  /// Probability of a right answer by Dawid-Skene, over the classes as they occur.
  public var skill: FigureReport
  /// Share of gold samples answered as known.
  public var gold: FigureReport
  /// Share of silently repeated samples answered as before.
  public var consistency: FigureReport
  /// The same two in consecutive stretches, and the findings in words where they fell.
  public var goldDrift: [TimedFigure] = []
  public var goldFinding: String? = nil
  public var consistencyDrift: [TimedFigure] = []
  public var consistencyFinding: String? = nil
  /// Agreement in consecutive stretches of their work, and the finding in words where it moved.
  public var drift: [TimedFigure]
  public var driftFinding: String?
  /// By question and value: how much more often they give it than the consensus has it, as a difference of shares.
  public var bias: [String: [String: Double]]
  /// By question that takes ratings, how far from the median of the others they are.
  public var ratings: [String: RatingFigures] = [:]
  /// By question, their answers against the consensus.
  public var confusion: [String: ConfusionReport]
  /// Agreement by minutes since the sitting began.
  public var fatigue: [FatiguePoint]
  /// Where the agreement of long sittings lies below that of their beginnings, in words.
  public var fatigueFinding: String? = nil
  /// Share of shown suggestions that they accepted, and how much more often they give the suggested answer when they see
  /// it than when it was withheld.
  public var suggestions: FigureReport
  public var pull: FigureReport
  /// Why their queue is paused; nil where it is not.
  public var paused: String?
}

public struct FatiguePoint: Codable, Equatable, Sendable {
  /// Minutes since the sitting began.
  public var minutes: Int
  public var figure: FigureReport
}

/// How an annotator's ratings lie beside the median of the others' (or the resolution).
public struct RatingFigures: Codable, Equatable, Sendable {
  /// Mean of the absolute differences.
  public var distance: FigureReport
  /// Mean of the differences: above zero where they rate higher.
  public var leaning: FigureReport
}
