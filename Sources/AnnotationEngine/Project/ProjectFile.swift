import Yams

extension Project {
  /// Reads `gloss.yaml`. Unknown keys, a duplicate hotkey or name, an unknown kind and the like are errors that name
  /// line and column, with the nearest known word. `file` is for messages.
  public static func parse(yaml: String, file: String) throws(EngineError) -> Project {
    guard let root = try YAMLReading.compose(yaml, file: file) else {
      throw .project(
        file: file, line: 1, column: 1, problem: "the project file is empty",
        remedy: "it needs at least a name, fields and questions; `gloss init` writes one to start from")
    }
    return try ProjectFile(root: root, file: file).project()
  }
}

/// The parts of a project file, each with its rules.
struct ProjectFile {
  let top: YAMLMapping

  init(root: Node, file: String) throws(EngineError) {
    top = try YAMLMapping(
      root, what: "the project", file: file,
      keys: ["name", "fields", "questions", "guidelines", "round", "labels", "people", "label", "review"],
      meant: ["classes": "questions", "annotators": "people", "instructions": "guidelines", "title": "name"])
  }

  func project() throws(EngineError) -> Project {
    let name = try NameRule.check(
      try top.requiredText("name"), at: try top.required("name"), in: top, what: "a project")
    let fields = try fields()
    let questions = try questions(fields)
    let round = try RoundFile(top: top).round()
    return Project(
      name: name, fields: fields, questions: questions, guidelines: try guidelines(), round: round,
      labelRule: try labelRule(round, questions), people: try people(),
      advancesOnAnswer: try top.mapping("label", keys: ["advance"])?.flag("advance") ?? true,
      reviewersMayResolveOwn: try top.mapping("review", keys: ["own"])?.flag("own") ?? false)
  }

  // MARK: Fields

  private func fields() throws(EngineError) -> [Field] {
    var names = UniqueNames("field")
    return try top.list("fields", atLeast: 1) { (node) throws(EngineError) in
      let entry = try YAMLMapping(
        nodeOrName: node, what: "a field", file: top.file, keys: ["name", "kind", "title"], meant: ["type": "kind"])
      let name = try entry.requiredText("name")
      let place = try entry.required("name")
      _ = try NameRule.check(name, at: place, in: entry, what: "a field", reserved: NameRule.ofRows, noEquals: true)
      try names.add(name, at: place, in: entry)
      return Field(name: name, kind: try entry.word("kind") ?? .text, title: try entry.text("title"))
    }
  }

  // MARK: Questions

  private func questions(_ fields: [Field]) throws(EngineError) -> [Question] {
    var names = UniqueNames("question")
    var keys = UniqueNames("key")
    let hasRating = try hasRating()
    var questions = try top.list("questions", atLeast: 1) { (node) throws(EngineError) in
      let entry = try YAMLMapping(
        node, what: "a question", file: top.file,
        keys: ["name", "kind", "title", "required", "values"] + Self.ratingKeys,
        meant: [
          "type": "kind", "options": "values", "labels": "values", "choices": "values", "optional": "required",
          "text": "title", "id": "name", "minimum": "min", "maximum": "max", "from": "min", "to": "max",
          "scale": "level",
        ])
      let name = try entry.requiredText("name")
      let place = try entry.required("name")
      _ = try NameRule.check(
        name, at: place, in: entry, what: "a question", reserved: NameRule.ofRows + NameRule.ofAnnotations,
        noEquals: true)
      if fields.contains(where: { $0.name == name }) {
        throw entry.failure(
          place, "a field is named \"\(name)\" too",
          "give the question another name: an exported row holds both side by side")
      }
      try names.add(name, at: place, in: entry)
      let kind: Question.Kind = try entry.requiredWord(
        "kind", meant: ["likert": "rating", "scale": "rating", "number": "rating", "slider": "rating"])
      let scale = try scale(of: entry, kind: kind)
      let values = try values(of: entry, kind: kind, scale, digits: !hasRating, &keys)
      return Question(
        name: name, kind: kind, title: try entry.text("title"), required: try entry.flag("required") ?? true,
        values: scale?.values(given: values) ?? values, scale: scale)
    }
    assignKeys(&questions, digits: !hasRating)
    return questions
  }

  private func values(
    of question: YAMLMapping, kind: Question.Kind, _ scale: Scale?, digits: Bool, _ keys: inout UniqueNames
  ) throws(EngineError) -> [Question.Value] {
    var names = UniqueNames("value")
    var usedKeys = keys
    defer { keys = usedKeys }
    let least = [.choice: 2, .choices: 1][kind] ?? 0
    return try question.list("values", atLeast: least) { (node) throws(EngineError) in
      let entry = try YAMLMapping(
        nodeOrName: node, what: "a value", file: question.file,
        keys: ["name", "title", "key", "colour", "description"],
        meant: ["hotkey": "key", "shortcut": "key", "color": "colour", "help": "description", "id": "name"])
      var name = try entry.requiredText("name")
      let place = try entry.required("name")
      if let scale { name = try pointName(name, at: place, in: entry, scale) }
      _ = try NameRule.check(name, at: place, in: entry, what: "a value", noBar: true)
      try names.add(name, at: place, in: entry)
      return Question.Value(
        name: name, title: try entry.text("title"), key: try key(of: entry, digits: digits, &usedKeys),
        colour: try colour(of: entry),
        description: try entry.text("description"))
    }
  }

  private func key(of value: YAMLMapping, digits: Bool, _ used: inout UniqueNames) throws(EngineError) -> String? {
    guard let key = try value.text("key") else { return nil }
    let place = try value.required("key")
    guard HotKeys.all.contains(key) else {
      throw value.failure(
        place, "\"\(key)\" cannot be a key", "a key is one digit or lower-case letter: 0 to 9, a to z")
    }
    if !digits && HotKeys.digits.contains(key) {
      throw value.failure(
        place, "the digits are for the numbers of ratings, and this project has one",
        "give the value a letter, or leave the key out")
    }
    try used.add(key, at: place, in: value)
    return key
  }

  private func colour(of value: YAMLMapping) throws(EngineError) -> String? {
    guard let colour = try value.text("colour") else { return nil }
    if Question.Value.colours.contains(colour) { return colour }
    throw value.failure(
      try value.required("colour"), "\"\(colour)\" is not a colour here",
      value.advice(
        for: colour, among: Question.Value.colours,
        meant: ["gray": "grey", "purple": "magenta", "violet": "magenta", "pink": "magenta", "turquoise": "cyan"]))
  }

  /// Values without a key get the first free of 1 … 9, 0, a … z, in the order of the file; a rating's are typed.
  private func assignKeys(_ questions: inout [Question], digits: Bool) {
    let given = Set(questions.flatMap { $0.values.compactMap(\.key) })
    var free = HotKeys.all.filter { !given.contains($0) && (digits || !HotKeys.digits.contains($0)) }[...]
    for question in questions.indices where questions[question].kind != .rating {
      for value in questions[question].values.indices where questions[question].values[value].key == nil {
        questions[question].values[value].key = free.popFirst()
      }
    }
  }

  // MARK: The rest

  private func guidelines() throws(EngineError) -> String? {
    guard let path = try top.text("guidelines") else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    // What the path names is committed with the labels: it must not reach for files outside the workspace.
    guard !path.isEmpty, !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(where: { $0 < 0x20 }) else {
      throw top.failure(
        try top.required("guidelines"), "\"\(path)\" is not a path inside the workspace",
        "name a Markdown file beside gloss.yaml, for example guidelines.md")
    }
    return path
  }

  private func labelRule(_ round: Round, _ questions: [Question]) throws(EngineError) -> LabelRule {
    guard
      let labels = try top.mapping(
        "labels", keys: ["rule", "at-least", "above"],
        meant: [
          "at_least": "at-least", "minimum": "at-least", "min": "at-least", "over": "above", "threshold": "above",
        ])
    else { return LabelRule(rule: .majority, atLeast: 1) }
    let atLeast = Int(try labels.number("at-least", in: 1...1000) ?? 1)
    if atLeast > round.overlap {
      throw labels.failure(
        try labels.required("at-least"),
        "no sample could get a label: \(atLeast) agreeing annotations are asked for, and round.overlap wants "
          + "\(round.overlap) of each sample",
        "lower at-least to \(round.overlap) or less, or raise round.overlap")
    }
    let above = try labels.share("above")
    let rule: LabelRule.Rule = try labels.word("rule") ?? .majority
    if above != nil, rule != .posterior {
      throw labels.failure(
        try labels.required("above"), "above is for the rule posterior, and the rule is \(rule.rawValue)",
        "write `rule: posterior`, or take above away")
    }
    if rule == .posterior, !questions.contains(where: \.kind.takesPosterior) {
      throw labels.failure(
        try labels.required("rule"),
        "the rule posterior weighs answers of kind choice and choices, and this project has ratings alone",
        "write `rule: majority`: the label of a rating is the median of its answers")
    }
    if let above, above < 0.5 || above >= 1 {
      throw labels.failure(
        try labels.required("above"), "above is not from 0.5 to below 1",
        "write what a posterior must exceed, for example `above: 0.9`")
    }
    return LabelRule(rule: rule, atLeast: atLeast, above: above ?? 0.9)
  }

  private func people() throws(EngineError) -> [Person] {
    var names = UniqueNames("person")
    return try top.list("people", atLeast: 0) { (node) throws(EngineError) in
      let entry = try YAMLMapping(
        nodeOrName: node, what: "a person", file: top.file, keys: ["name", "role"], meant: ["user": "name"])
      let name = try entry.requiredText("name")
      let place = try entry.required("name")
      _ = try NameRule.check(name, at: place, in: entry, what: "a person")
      try names.add(name, at: place, in: entry)
      return Person(
        name: name,
        role: try entry.word("role", meant: ["admin": "lead", "owner": "lead", "labeler": "annotator"]) ?? .annotator)
    }
  }
}

extension Question.Value {
  /// The colours that a value may have; themes say what they look like.
  public static let colours = ["red", "orange", "yellow", "green", "cyan", "blue", "magenta", "grey"]
}

/// The keys that answer, in the order in which they are given out.
enum HotKeys {
  static let digits = "1234567890".map { String($0) }
  static let all = digits + "abcdefghijklmnopqrstuvwxyz".map { String($0) }
}
