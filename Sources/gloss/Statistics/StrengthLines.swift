import AnnotationEngine
import Interchange
import LabelStatistics

/// Objects from the strongest, with their strengths, and why these have no intervals.
func strengthsJSON(_ strengths: Strengths, names: Names, intervalWhy: String) -> JSONValue {
  .object(
    ("steps", .int(strengths.steps)), ("converged", .bool(strengths.converged)),
    ("log_likelihood", .double(strengths.logLikelihood)), ("groups", .int(strengths.groups.count)),
    ("strongly_joined", .bool(strengths.isStronglyJoined)), ("strength_interval_why", .string(intervalWhy)),
    (
      "objects",
      .list(byStrength(strengths)) {
        .object(("name", .string(names[$0])), ("strength", .double(strengths.strengths[$0])))
      }
    ))
}

func strengthsTable(_ strengths: Strengths, names: Names) -> Table {
  var table = Table([("  object", .left), ("strength", .right)])
  for object in byStrength(strengths) {
    table.add(["  " + names[object], Words.fixed(strengths.strengths[object], 3)])
  }
  return table
}

func byStrength(_ strengths: Strengths) -> [Int] {
  strengths.strengths.indices.sorted {
    (-strengths.strengths[$0], $0) < (-strengths.strengths[$1], $1)
  }
}
