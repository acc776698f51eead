// Testable, for the memberwise initialisers of the engine's values.
@testable import AnnotationEngine
@testable import Workstation

/// A month of work by five annotators, the same every time.
enum DashboardFixture {
  static let names = ["alice", "bob", "chen", "dora", "emil"]
  static let values = ["negative", "neutral", "positive"]
  /// 1 May 2024, midnight UTC.
  static let start: Int64 = 1_714_521_600_000
  static let day: Int64 = 86_400_000
  /// What is asked for at first.
  static let steps = [DashboardDepth.progress, .people, .all].map { Effect.dashboard(workspace: "/w", upTo: $0) }

  static func report() -> DashboardReport {
    DashboardReport(
      project: "tweets", branch: "main", at: start + 30 * day,
      progress: ProgressReport(
        samples: 1000, complete: 812, resolved: 12, disagreements: 41, annotations: 2436, wanted: 3000, perDay: 182.4,
        forecastEarly: start + 33 * day, forecastLate: start + 36 * day, forecastWhy: nil),
      throughput: (0..<30).filter { $0 % 7 < 5 }.map { place in
        ThroughputDay(
          day: start + Int64(place) * day,
          counts: Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, 10 + (place * 7 + $0 * 13) % 29 + place / 3) }))
      },
      questions: [question()], annotators: names.indices.map(annotator),
      messages: [
        "emil is paused: gold .58 n 12, below .70", "chen drifts: .82 in the first half, .61 in the last, p .004",
      ])
  }

  static func figure(_ value: Double?, _ half: Double = 0.04, n: Int = 812, why: String? = nil) -> FigureReport {
    FigureReport(
      value: value, why: why, items: n, low: value.map { max(-1, $0 - half) }, high: value.map { min(1, $0 + half) })
  }

  static func question(_ name: String = "sentiment") -> QuestionDashboard {
    let kappas: [Double?] = [0.72, 0.41, 0.66, 0.12, 0.45, 0.7, 0.2, 0.38, -0.04, nil]
    var pairs: [PairFigures] = []
    for a in names.indices {
      for b in names.indices where b > a {
        let kappa = kappas[pairs.count]
        pairs.append(
          PairFigures(
            a: names[a], b: names[b], items: kappa == nil ? 0 : 391 - 40 * pairs.count,
            percent: kappa.map { 0.6 + $0 / 3 }, percentWhy: nil, kappa: kappa,
            kappaWhy: kappa == nil ? "they share no sample" : nil))
      }
    }
    return QuestionDashboard(
      name: name, kind: .choice,
      agreement: QuestionAgreement(
        items: 812, annotators: 5, percent: 0.82, percentWhy: nil, alpha: 0.61, alphaWhy: nil, pairs: pairs,
        labels: [:]),
      alpha: figure(0.61),
      overTime: (0..<12).map { week in
        let value = 0.42 + 0.19 * (1 - 1 / (1 + Double(week))) + (week % 3 == 0 ? 0.03 : -0.01)
        return TimedFigure(
          from: start + Int64(week) * 5 * day / 2,
          figure: figure(value, 0.16 / (1 + Double(week) / 3), n: 60 * (week + 1)))
      },
      confusion: confusion(1), balance: ["negative": 402, "neutral": 131, "positive": 279],
      slices: [
        slice("lang", "en", [302, 81, 209]), slice("lang", "fr", [80, 40, 60]), slice("lang", "日本語", [20, 10, 10]),
        slice("source", "twitter", [380, 100, 240]), slice("source", "forum", [22, 31, 39]),
      ],
      learning: LearningReport(
        points: [50, 100, 200, 400, 640].enumerated().map {
          .init(labels: $1, accuracy: figure(0.58 + 0.06 * Double($0) - 0.004 * Double($0 * $0), 0.05, n: 300))
        }, advice: "still rising: about 300 more labels for .02"))
  }

  static func confusion(_ scale: Int) -> ConfusionReport {
    ConfusionReport(
      values: values,
      counts: [[1090, 70, 46], [48, 301, 44], [31, 97, 709]].map { $0.map { $0 / scale } })
  }

  private static func slice(_ column: String, _ value: String, _ counts: [Int]) -> SliceReport {
    SliceReport(
      column: column, value: value, samples: counts.reduce(0, +), alpha: figure(0.58, 0.07, n: counts.reduce(0, +)),
      balance: Dictionary(uniqueKeysWithValues: zip(values, counts)))
  }

  static func annotator(_ place: Int) -> AnnotatorReport {
    let skill = [0.93, 0.9, 0.74, 0.88, 0.61][place]
    return AnnotatorReport(
      name: names[place], submitted: [612, 590, 511, 402, 77][place], skipped: place, seconds: 2.4 + Double(place),
      agreement: figure(skill - 0.05, 0.03, n: 402), skill: figure(skill, 0.02 + 0.02 * Double(place), n: 402),
      gold: figure(place == 4 ? 0.58 : 0.9, 0.1, n: 12), consistency: figure(nil, n: 0, why: "no sample was repeated"),
      drift: [], driftFinding: place == 2 ? "fell from .82 to .61" : nil, bias: ["sentiment": ["neutral": 0.04]],
      confusion: ["sentiment": confusion(5)], fatigue: [],
      suggestions: figure(nil, n: 0, why: "no suggestion was shown"),
      pull: figure(nil, n: 0, why: "no suggestion was shown"), paused: place == 4 ? "gold .58 n 12, below .70" : nil)
  }

  /// A project in which nothing has happened.
  static func empty(questions: Int = 1) -> DashboardReport {
    let none = FigureReport(value: nil, why: "no answers yet", items: 0)
    return DashboardReport(
      project: "tweets", branch: "main", at: start,
      progress: ProgressReport(
        samples: 0, complete: 0, resolved: 0, disagreements: 0, annotations: 0, wanted: 0, perDay: nil,
        forecastEarly: nil, forecastLate: nil, forecastWhy: "nobody has annotated yet"),
      throughput: [],
      questions: (0..<questions).map {
        QuestionDashboard(
          name: "q\($0)", kind: .choice,
          agreement: QuestionAgreement(
            items: 0, annotators: 0, percent: nil, percentWhy: "no answers yet", alpha: nil, alphaWhy: "no answers yet",
            pairs: [], labels: [:]),
          alpha: none, overTime: [], confusion: ConfusionReport(values: [], counts: []), balance: [:], slices: [],
          learning: nil)
      }, annotators: [], messages: [])
  }

  /// Anything that the types allow: numbers that are none, names that are hostile, parts that do not fit together.
  static func wild(words: [String], _ below: (Int) -> Int) -> DashboardReport {
    func word() -> String { words[below(words.count)] }
    func number() -> Double? { [nil, .nan, .infinity, -.infinity, 0, 1, -0.5, 0.61, 1e300, -1e300][below(10)] }
    func count() -> Int { [0, 1, 7, 812, 1_000_000_007][below(5)] }
    func time() -> Int64 { [0, start, start + day, -start, 1 << 60, .max, .min][below(7)] }
    func any() -> FigureReport {
      FigureReport(
        value: number(), why: below(2) == 0 ? nil : word(), items: count(), low: number(), high: number())
    }
    func confusion() -> ConfusionReport {
      let size = below(12)
      return ConfusionReport(
        values: (0..<size).map { _ in word() },
        counts: (0..<below(12)).map { _ in (0..<below(12)).map { _ in count() } })
    }
    func balance() -> [String: Int] {
      Dictionary((0..<below(9)).map { _ in (word(), count()) }, uniquingKeysWith: { first, _ in first })
    }
    func times() -> [TimedFigure] { (0..<below(40)).map { _ in TimedFigure(from: time(), figure: any()) } }
    let people = (0..<below(30)).map { _ in word() }
    var report = empty()
    report.progress = ProgressReport(
      samples: count(), complete: count(), resolved: count(), disagreements: count(), annotations: count(),
      wanted: count(), perDay: number(), forecastEarly: below(2) == 0 ? nil : time(),
      forecastLate: below(2) == 0 ? nil : time(), forecastWhy: below(2) == 0 ? nil : word())
    report.throughput = (0..<below(40)).map { _ in ThroughputDay(day: time(), counts: balance()) }
    report.messages = (0..<below(4)).map { _ in word() }
    report.questions = (0..<below(4)).map { _ in
      var each = question(word())
      each.agreement.pairs = (0..<below(60)).map { _ in
        PairFigures(
          a: people.isEmpty ? "" : people[below(people.count)], b: word(), items: count(), percent: number(),
          percentWhy: nil, kappa: number(), kappaWhy: word())
      }
      each.alpha = any()
      each.overTime = times()
      each.confusion = confusion()
      each.balance = balance()
      each.slices = (0..<below(30)).map { _ in
        SliceReport(column: word(), value: word(), samples: count(), alpha: any(), balance: balance())
      }
      each.learning =
        below(3) == 0
        ? nil
        : LearningReport(
          points: (0..<below(9)).map { _ in .init(labels: count(), accuracy: any()) }, advice: word())
      return each
    }
    report.annotators = people.enumerated().map { place, name in
      var each = annotator(place % names.count)
      each.name = name
      each.seconds = number()
      each.skill = any()
      each.agreement = any()
      each.confusion = Dictionary(report.questions.map { ($0.name, confusion()) }, uniquingKeysWith: { a, _ in a })
      each.driftFinding = below(2) == 0 ? nil : word()
      each.paused = below(2) == 0 ? nil : word()
      return each
    }
    return report
  }
}
