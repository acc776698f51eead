/// A way from many opinions to one label an item, by name. To add one, write it in a file of its own and put its row
/// into ``all``.
public struct AggregationMethod: Sendable {
  /// As it is typed: `dawid-skene`.
  public let name: String
  /// What people call it: `Dawid-Skene`.
  public let title: String
  /// What ``AnnotatorSkill/skill`` is, in a few words; nil where the method estimates nothing.
  public let skill: String?
  /// The method itself. It throws where it cannot take these ratings: more than two values, say.
  public let run: @Sendable (Ratings, EMOptions) throws(AggregationRefusal) -> Aggregation

  /// Every method, the simplest first.
  public static let all: [AggregationMethod] = [
    AggregationMethod(name: "majority", title: "Majority", skill: nil) { ratings, _ in majority(ratings) },
    AggregationMethod(name: "wawa", title: "Wawa", skill: "agreement with the majority") { ratings, _ in
      wawa(ratings)
    },
    AggregationMethod(
      name: "zbs", title: "Zero-based skill", skill: "agreement with the labels", run: zeroBasedSkill),
    AggregationMethod(name: "one-coin", title: "One-coin Dawid-Skene", skill: "chance of being right", run: oneCoin),
    AggregationMethod(
      name: "dawid-skene", title: "Dawid-Skene", skill: "chance of being right", run: dawidSkene),
    AggregationMethod(name: "glad", title: "GLAD", skill: "ability", run: glad),
    AggregationMethod(name: "mace", title: "MACE", skill: "chance of knowing", run: mace),
    AggregationMethod(name: "mmsr", title: "MMSR", skill: "chance of being right", run: mmsr),
    AggregationMethod(name: "kos", title: "KOS", skill: "reliability from −1 to 1", run: kos),
  ]

  /// The one that is typed so; nil where there is none.
  public static func named(_ name: String) -> AggregationMethod? { all.first { $0.name == name } }
}
