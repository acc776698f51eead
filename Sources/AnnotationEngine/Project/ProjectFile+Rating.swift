import Yams

/// Ratings: `{kind: rating, min: 1, max: 5, step: 1, level: ordinal, values: [{name: 1, title: hopeless}]}`.
extension ProjectFile {
  /// What a rating has and no other kind.
  static let ratingKeys = ["min", "max", "step", "level"]

  /// Whether any question is a rating: digits are for numbers then, and for no value of another question.
  func hasRating() throws(EngineError) -> Bool {
    try top.list("questions", atLeast: 1) { (node) throws(EngineError) in
      node.mapping?["kind"]?.scalar?.string == Question.Kind.rating.rawValue
    }.contains(true)
  }

  /// The scale of a rating; nil for other kinds, which must not say anything of one.
  func scale(of question: YAMLMapping, kind: Question.Kind) throws(EngineError) -> Scale? {
    guard kind == .rating else {
      for key in Self.ratingKeys where try question.text(key) != nil {
        throw question.failure(
          try question.required(key), "a question of kind \(kind.rawValue) has no \(key)",
          "leave it out, or write `kind: rating`")
      }
      return nil
    }
    guard let min = try number("min", of: question), let max = try number("max", of: question) else {
      _ = try question.required("min")
      _ = try question.required("max")
      return nil
    }
    guard max > min else {
      throw question.failure(
        try question.required("max"), "max is \(max.text), and min is \(min.text)",
        "a rating goes from min up to a greater max")
    }
    let range = max.millionths - min.millionths
    let step = try number("step", of: question) ?? DecimalNumber(1)
    guard let step, step.millionths > 0, range % step.millionths == 0 else {
      let isGiven = try question.text("step") != nil
      throw question.failure(
        try question.required(isGiven ? "step" : "max"),
        "from \(min.text) to \(max.text) is not a whole number of steps of \(step?.text ?? "1")",
        "write a step above zero that leads from min to max: `step: 0.5`")
    }
    return Scale(min: min, max: max, step: step, level: try level(of: question, from: min))
  }

  private func number(_ key: String, of question: YAMLMapping) throws(EngineError) -> DecimalNumber? {
    guard let text = try question.text(key) else { return nil }
    guard let number = DecimalNumber(text) else {
      throw question.failure(
        try question.required(key), "\(key) is \"\(text)\", not a number",
        "write a number up to a thousand million with at most six digits behind the point: `\(key): 5`")
    }
    return number
  }

  private func level(of question: YAMLMapping, from min: DecimalNumber) throws(EngineError) -> Question.Level {
    guard let level: Question.Level = try question.word("level", meant: ["numeric": "interval", "likert": "ordinal"])
    else { return .interval }
    let place = try question.required("level")
    if level == .nominal {
      throw question.failure(
        place, "the numbers of a rating have an order", "write ordinal, interval or ratio, or use `kind: choice`")
    }
    if level == .ratio && min.millionths < 0 {
      throw question.failure(
        place, "ratios of numbers below zero mean nothing, and min is \(min.text)", "write `level: interval`")
    }
    return level
  }

  /// The name of a rating's value as it is kept: the number's own text.
  func pointName(_ name: String, at place: Node, in value: YAMLMapping, _ scale: Scale) throws(EngineError) -> String {
    guard let number = DecimalNumber(name), scale.contains(number) else {
      throw value.failure(
        place, "\"\(name)\" is not a number of this rating", "it takes the numbers \(scale.words)")
    }
    return number.text
  }
}

extension Scale {
  /// The values of its question: all numbers where they are on digits, else those that the file speaks of, in order.
  func values(given: [Question.Value]) -> [Question.Value] {
    let known = Dictionary(given.map { ($0.name, $0) }) { first, _ in first }
    guard isOnDigits else {
      return given.sorted { (DecimalNumber($0.name) ?? min) < (DecimalNumber($1.name) ?? min) }
    }
    return zip(0..<count, digits).map { place, digit in
      let name = point(place).text
      var value = known[name] ?? Question.Value(name: name, title: nil, key: nil, colour: nil, description: nil)
      value.key = value.key ?? digit
      return value
    }
  }
}
