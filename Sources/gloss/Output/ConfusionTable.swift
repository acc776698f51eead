import AnnotationEngine

/// Which labels became which, a table a question: the old label on the left, the new one above.
func confusionTables(_ report: DiffReport, in project: Project) -> String {
  var text = ""
  for question in sortedNames(report.confusion.keys, order: project.questions.map(\.name)) {
    let counts = report.confusion[question] ?? [:]
    let asked = project.questions.first { $0.name == question }
    let sorted = { (names: [String]) in asked?.inOrder(names) ?? sortedNames(names, order: []) }
    let (old, new) = (sorted(Array(counts.keys)), sorted(counts.values.flatMap(\.keys)))
    var table = Table(
      [(Table.visible(question) + " ↓ →", .left)] + new.map { (Table.visible(labelName($0)), Table.Side.right) })
    for name in old {
      table.add([labelName(name)] + new.map { counts[name]?[$0].map(Words.grouped) ?? "·" })
    }
    text += "\n" + table.text
  }
  return text
}

private func labelName(_ name: String) -> String { name.isEmpty ? "(no label)" : name }
