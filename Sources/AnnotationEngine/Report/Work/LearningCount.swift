import LabelStatistics
import Synchronization

/// Learning curves of the built-in text model by question, kept while hardly any label changed.
final class LearningMemory: Sendable {
  /// Labels that a curve is made of at most; it takes a few seconds with as many.
  static let most = 2000
  /// Accuracy that twice as many labels must bring, else the curve is flat.
  static let gain = 0.01
  /// Share of labels that may have changed since a curve was made.
  static let stale = 0.02

  private struct Known {
    var labels: [Int32: Int32]
    var report: LearningReport
  }
  private let known = Mutex<[String: Known]>([:])

  /// The curve from the labels of evenly spaced samples. `labels`: by item, those that the project gives, or -1.
  func report(
    on work: QuestionWork, labels all: [Int32], seed: UInt64, in workspace: Workspace
  ) throws(EngineError) -> LearningReport {
    let chosen = all.indices.filter { all[$0] >= 0 }.evenlySpaced(Self.most)
    let labels = Dictionary(chosen.map { (work.positions[$0], all[$0]) }) { first, _ in first }
    let last = known.withLock { $0[work.question.name] }
    if let last, last.labels.isNearly(labels) { return last.report }
    let features = try workspace.textFeatures(at: chosen.map { Int(work.positions[$0]) })
    let points = learningCurve(features, labels: chosen.map { all[$0] }, classCount: work.names.count, seed: seed)
    let report = Self.report(points, labels: chosen.count, seed: seed)
    known.withLock { $0[work.question.name] = Known(labels: labels, report: report) }
    return report
  }

  /// A curve in words. `labels`: how many there were to make it of.
  static func report(_ points: [LearningPoint], labels: Int, seed: UInt64) -> LearningReport {
    guard !points.isEmpty else {
      return LearningReport(
        points: [],
        advice: labels < 20
          ? "a learning curve needs 20 labels; there are \(labels)"
          : "a learning curve needs labels of two different values")
    }
    let advice = advice(points, gain: Self.gain, seed: seed)
    return LearningReport(
      points: points.map { LearningReport.Point(labels: $0.labels, accuracy: FigureReport($0.accuracy)) },
      advice: Self.words(advice, points))
  }

  private static func words(_ advice: CurveAdvice, _ points: [LearningPoint]) -> String {
    if let flat = advice.flatSince { return "flat since \(flat) labels: twice as many bring less than .01" }
    if let more = advice.labelsForGain {
      // The curve is fitted to all points; its end may say something else.
      if points.count > 1, let before = points[points.count - 2].accuracy.value,
        let last = points[points.count - 1].accuracy.value, last - before < Self.gain
      {
        return "not clear whether it still rises: the last doubling, from \(points[points.count - 2].labels) to "
          + "\(points[points.count - 1].labels) labels, brought less than .01; the whole curve foresees .01 after about "
          + "\(more) more"
      }
      return "still rising: about \(more) more labels for .01"
    }
    guard advice.fit != nil, let ends = advice.doubling.interval else {
      return "too few labels to say whether it still rises"
    }
    if ends.low == 0 && ends.high >= Self.gain {
      return "too early to tell: twice the labels may bring nothing, or "
        + "\(Int((ends.high * 100).rounded())) points of accuracy"
    }
    return "no number of labels is foreseen to bring .01"
  }
}

extension [Int32: Int32] {
  fileprivate func isNearly(_ other: [Int32: Int32]) -> Bool {
    let allowed = Int(Double(count) * LearningMemory.stale)
    if abs(count - other.count) > allowed { return false }
    return other.count { self[$0.key] != $0.value } <= allowed
  }
}

extension Array {
  /// At most `most` of them, as far from one another as can be.
  func evenlySpaced(_ most: Int) -> [Element] {
    count <= most ? self : (0..<most).map { self[$0 * count / most] }
  }
}
