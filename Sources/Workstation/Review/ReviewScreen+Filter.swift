import AnnotationEngine
import Terminal

extension ReviewScreen {
  /// What the walk is limited to, in words; empty for plain disagreements.
  var filterWords: String {
    var parts: [String] = []
    if filter.scope != .disagreements { parts.append(filter.scope.rawValue) }
    if let pair = filter.pair {
      parts.append("\(pair.a) \(Signs.unequal) \(pair.b)")
    } else if let question = filter.question {
      parts.append(question)
    }
    if let annotator = filter.annotator { parts.append(annotator) }
    if filter.isByValue { parts.append("by value") }
    return parts.joined(separator: " · ")
  }

  /// More pairs of values than this are chosen in two steps.
  private static let mostPairs = 60

  func filterPicker() -> Overlay {
    .picker(
      Picker(.filter, title: "show only", items: scopeItems + orderItems + questionItems + pairItems + annotatorItems))
  }

  private func mark(_ isSet: Bool) -> String { isSet ? "● " : "" }

  private var scopeItems: [Palette.Item] {
    var items = [Palette.Item(id: "none", title: "everything in disagreement", detail: "no filter")]
    for scope in ReviewFilter.Scope.allCases {
      let words =
        switch scope {
        case .disagreements: "disagreements"
        case .conflicts: "conflicts of a merge"
        case .flagged: "flagged samples"
        case .resolved: "resolved samples"
        case .annotated: "all annotated samples"
        case .suspects: "suspects: labels that are probably wrong"
        case .unlabeled: "unlabeled: complete, and the rule makes no label of it"
        }
      items.append(
        Palette.Item(id: "scope:\(scope.rawValue)", title: mark(filter.scope == scope) + words, detail: "which"))
    }
    return items
  }

  private var orderItems: [Palette.Item] {
    ReviewFilter.Order.allCases.map { order in
      let words =
        switch order {
        case .queue: "in the order of the queue"
        case .value: "most wrong labels a minute first"
        }
      return Palette.Item(id: "order:\(order.rawValue)", title: mark(filter.order == order) + words, detail: "order")
    }
  }

  private var questionItems: [Palette.Item] {
    guard questions.count > 1 else { return [] }
    let any = Palette.Item(id: "question:any", title: "any question", detail: "question")
    return [any]
      + questions.enumerated().map { q, question in
        Palette.Item(
          id: "question:\(q)", title: mark(filter.question == question.name) + question.name, detail: "question")
      }
  }

  private var pairItems: [Palette.Item] {
    let pairs = questions.reduce(0) { $0 + $1.values.count * ($1.values.count - 1) / 2 }
    return questions.enumerated().flatMap { q, question -> [Palette.Item] in
      let names = question.values.map(\.name)
      if pairs > ReviewScreen.mostPairs {
        return names.enumerated().map { a, name in
          Palette.Item(id: "first:\(q):\(a)", title: "\(name) \(Signs.unequal) …", detail: "pair of \(question.name)")
        }
      }
      return names.indices.flatMap { a in
        names.indices.filter { $0 > a }.map { b in pairItem(q, a, b) }
      }
    }
  }

  private func pairItem(_ q: Int, _ a: Int, _ b: Int) -> Palette.Item {
    let question = questions[q]
    let pair = LabelPair(a: question.values[a].name, b: question.values[b].name)
    return Palette.Item(
      id: "pair:\(q):\(a):\(b)", title: mark(filter.pair == pair) + "\(pair.a) \(Signs.unequal) \(pair.b)",
      detail: "pair of \(question.name)")
  }

  private var annotatorItems: [Palette.Item] {
    var names = Set(workplace.project.people.map(\.name))
    for question in agreement.questions.values {
      for pair in question.pairs { names.formUnion([pair.a, pair.b]) }
    }
    names.formUnion(voters.map(\.annotator))
    guard !names.isEmpty else { return [] }
    return [Palette.Item(id: "anyone", title: "any annotator", detail: "annotator")]
      + names.sorted().map {
        Palette.Item(id: "annotator:\($0)", title: mark(filter.annotator == $0) + $0, detail: "annotator")
      }
  }

  /// Takes one part of the filter and begins the walk anew; the first half of a pair asks for the second.
  mutating func chooseFilter(_ id: String, _ desk: inout Desk) {
    var new = filter
    let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
    let numbers = parts.last.map { $0.split(separator: ":").compactMap { Int($0) } } ?? []
    switch parts.first {
    case "none": new = ReviewFilter(order: filter.order)
    case "order": new.order = parts.last.flatMap(ReviewFilter.Order.init) ?? new.order
    case "scope": new.scope = parts.last.flatMap(ReviewFilter.Scope.init) ?? new.scope
    case "question":
      new.pair = nil
      new.question = numbers.first.flatMap { questions.indices.contains($0) ? questions[$0].name : nil }
    case "first":
      guard numbers.count == 2, questions.indices.contains(numbers[0]) else { return }
      let items = questions[numbers[0]].values.indices.filter { $0 != numbers[1] }.map {
        pairItem(numbers[0], numbers[1], $0)
      }
      desk.overlay = .picker(Picker(.filter, title: "and the other answer", items: items))
      return
    case "pair":
      guard numbers.count == 3, questions.indices.contains(numbers[0]) else { return }
      let question = questions[numbers[0]]
      new.question = question.name
      new.pair = LabelPair(a: question.values[numbers[1]].name, b: question.values[numbers[2]].name)
    case "anyone": new.annotator = nil
    case "annotator": new.annotator = parts.last
    default: return
    }
    filter = new
    search = nil
    send(.start(filter: new), &desk)
  }
}
