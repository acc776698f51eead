import AnnotationEngine

/// How often each value is the label, over all samples and by slice: what the plot and the report draw.
package enum LabelBalance {
  /// The labels of all samples, or of a slice.
  package struct Row: Equatable {
    package var name: String
    package var counts: [String: Int]
    package var alpha: FigureReport?
    package var all: Int { counts.values.reduce(0, +) }
    package func share(_ value: String) -> Double { all > 0 ? Double(counts[value] ?? 0) / Double(all) : 0 }
  }

  /// All samples, then the slices.
  package static func rows(_ dashboard: QuestionDashboard) -> [Row] {
    [Row(name: "all", counts: dashboard.balance, alpha: dashboard.alpha)]
      + dashboard.slices.map {
        Row(name: "\($0.column) \($0.value.isEmpty ? "(none)" : $0.value)", counts: $0.balance, alpha: $0.alpha)
      }
  }

  /// In the project's order, as the confusion has it, then what else there is by name.
  package static func values(_ dashboard: QuestionDashboard) -> [String] {
    let known = dashboard.confusion.values
    let others = Set(dashboard.balance.keys).union(dashboard.slices.flatMap(\.balance.keys)).subtracting(known)
    return known + others.sorted()
  }
}
