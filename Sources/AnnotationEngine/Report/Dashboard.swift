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
  /// What is counted of all this; the rest is empty.
  public var depth = DashboardDepth.all
}

/// How much of the dashboard is counted: in a large project the first figures are there long before the last ones.
public enum DashboardDepth: Int, Codable, Comparable, Sendable {
  /// The progress, from counters: at once.
  case progress
  /// Also what every annotation says: days, people, confusion, balance. About a second a million annotations.
  case people
  /// Also agreement with its intervals, slices and the learning curve: some seconds.
  case all

  /// What is counted first is less.
  public static func < (a: DashboardDepth, b: DashboardDepth) -> Bool { a.rawValue < b.rawValue }
}

/// A figure with its basis, for reports.
public struct FigureReport: Codable, Equatable, Sendable {
  /// Of a share 0…1; of alpha, kappa and the like at most 1; of a distance in the units of the scale. nil where it has none.
  public var value: Double?
  /// Why it has no value, or has one by definition.
  public var why: String?
  /// Items (samples, answers, pairs of answers: what the report says) that it rests on.
  public var items: Int
  /// Ends of the 95 % interval; nil where there is no value, or too few items for one.
  public var low: Double?
  public var high: Double?
  /// A figure with its basis; `why` says what is missing where there is no value.
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
  /// What the stretch came to.
  public var figure: FigureReport
  /// `figure` of the stretch that begins at `from`.
  public init(from: Int64, figure: FigureReport) {
    self.from = from
    self.figure = figure
  }
}

/// How far the round is, and when it will be done at the pace of the last days.
public struct ProgressReport: Codable, Equatable, Sendable {
  /// Samples of the project.
  public var samples: Int
  /// Samples that have all their annotations; that have a resolution; that have a disagreement which nobody resolved.
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
  /// Whether totals are rounded to tens, for annotators of a queue with gold or repeats.
  public var inTens = false

  /// The same, with what is left.
  public var forecast: WorkForecast {
    WorkForecast(
      annotations: wanted - annotations, perDay: perDay, early: forecastEarly, late: forecastLate, why: forecastWhy)
  }
}

/// The work of one day (UTC).
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
  /// counts[row][column]: row is what the others say, column what was answered. Several values are joined by "+"; beyond the
  /// twenty most frequent answers stands "other".
  public var counts: [[Int]]
}

/// What the dashboard has of one question.
public struct QuestionDashboard: Codable, Equatable, Sendable {
  public var name: String
  public var kind: Question.Kind
  /// With its pairs of annotators: the heat map.
  public var agreement: QuestionAgreement
  /// Krippendorff's alpha at the question's level, over samples with two answers or more.
  public var alpha: FigureReport
  /// Alpha of the answers given up to the end of each stretch of time, as `gloss agreement --over-time` has it.
  public var overTime: [TimedFigure]
  /// Why it is empty.
  public var overTimeWhy: String? = nil
  /// What a reader has to know of its times: that imported answers have none of their own, say.
  public var overTimeNote: String? = nil
  /// What annotators answered against what the others answered to the same sample.
  public var confusion: ConfusionReport
  /// What that is, in words: "resolution, else what most of the others answered", or of a rating "resolution, else the median
  /// of the others". Where the others are split, or nobody else answered, an answer counts nowhere.
  public var confusionAgainst: String = ""
  /// What the label of how many samples rests on.
  public var basis = ConsensusBasis()
  /// Why figures that follow from others' answers are kept back from whoever asks; nil where they are not.
  public var withheld: String? = nil
  /// How often each value is the label of a sample. Of `choices` each value of a set counts; "none" is the empty set.
  public var balance: [String: Int]
  /// The same by slices of the metadata columns with few values, and the samples that have none; alpha as
  /// `gloss agreement --by` has it.
  public var slices: [SliceReport]
  /// Why there are none.
  public var slicesWhy: String? = nil
  /// Accuracy of the built-in text model against the number of labels that it learned from.
  public var learning: LearningReport?
}

/// The samples that have one value in a metadata column.
public struct SliceReport: Codable, Equatable, Sendable {
  public var column: String
  /// "" where they have none.
  public var value: String
  /// Samples with an answer to the question, or a resolution.
  public var samples: Int
  /// Alpha over those of them with two answers or more.
  public var alpha: FigureReport
  /// How often each value is the label of one of them.
  public var balance: [String: Int]
}

/// How good the built-in text model is, by the number of labels that it learned from.
public struct LearningReport: Codable, Equatable, Sendable {
  /// One training size.
  public struct Point: Codable, Equatable, Sendable {
    /// Labels learned from: the mean over the folds.
    public var labels: Int
    /// Share 0…1 of held-out labels that the model gave right, with its Wilson interval over the judged ones.
    public var accuracy: FigureReport
  }
  /// Ascending in labels; empty where `advice` says why.
  public var points: [Point]
  /// "flat since 400 labels", "still rising: about 300 more labels for .02", or why nothing can be said.
  public var advice: String
}

/// How one annotator works.
public struct AnnotatorReport: Codable, Equatable, Sendable {
  public var name: String
  /// nil for somebody whom the project does not name.
  public var role: Role? = nil
  /// Annotations submitted and skipped; own repeats count to whoever does not lead.
  public var submitted: Int
  public var skipped: Int
  /// Median seconds an annotation. Where an annotator must not tell repeats, of their last 50, as `StatusReport` has it.
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
  /// By question and value: how much more often they give it than the others do on the same samples, as a difference of
  /// shares.
  public var bias: [String: [String: Double]]
  /// By question that takes ratings, how far from the median of the others they are.
  public var ratings: [String: RatingFigures] = [:]
  /// By question, their answers against what the others say.
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

/// How one does so many minutes into a sitting.
public struct FatiguePoint: Codable, Equatable, Sendable {
  /// Minutes since the sitting began.
  public var minutes: Int
  /// Share 0…1 of answers that are the consensus of the others.
  public var figure: FigureReport
}

/// How an annotator's ratings lie beside the median of the others' (or the resolution).
public struct RatingFigures: Codable, Equatable, Sendable {
  /// Mean of the absolute differences.
  public var distance: FigureReport
  /// Mean of the differences: above zero where they rate higher.
  public var leaning: FigureReport
}
