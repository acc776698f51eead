import VersionStore

/// Brings the rows of two sides and of their common base under the names that a merge of both has.
///
/// What either side did to names since the base is done to the rows of the other. A name that only one side changed gets
/// that side's new name; two values that became one on one side stay one, whatever the other calls it. A name that both
/// sides changed in different ways is refused: only people can say which one is meant.
struct SchemaMeeting {
  /// What both sides did, in the same commits.
  private let common: [SchemaStep]
  private let ours: [SchemaStep]
  private let theirs: [SchemaStep]
  private let ourResidual: Residual
  private let theirResidual: Residual

  /// `base`: the project of the common base. Steps are those since it.
  ///
  /// - Throws: `mergeNames` where both sides changed one name in different ways.
  init(base: Project, ours: [SchemaStep], theirs: [SchemaStep]) throws(EngineError) {
    let shared = Set(ours.compactMap(\.commit)).intersection(theirs.compactMap(\.commit))
    let isShared = { (step: SchemaStep) in step.commit.map(shared.contains) ?? false }
    common = ours.filter(isShared)
    self.ours = ours.filter { !isShared($0) }
    self.theirs = theirs.filter { !isShared($0) }
    let names = NameTable(base, namedBy: ours + theirs).applying(common)
    let ourFates = names.fates(after: self.ours)
    let theirFates = names.fates(after: self.theirs)
    try Self.check(ourFates, theirFates)
    ourResidual = Residual(of: self.ours, ourFates, on: self.theirs, theirFates)
    theirResidual = Residual(of: self.theirs, theirFates, on: self.ours, ourFates)
  }

  /// Whether our rows get other names.
  var changesOurs: Bool { !theirs.isEmpty }
  var changesTheirs: Bool { !ours.isEmpty }
  var changesBase: Bool { changesOurs || changesTheirs || !common.isEmpty }

  func base(_ rows: SampleRows, of sample: String) throws -> SampleRows {
    try fromOurs(rows.renaming(common + ours, of: sample), of: sample)
  }

  func fromOurs(_ rows: SampleRows, of sample: String) throws -> SampleRows {
    try rows.renaming(changesOurs ? [theirResidual] : [], of: sample)
  }

  func fromTheirs(_ rows: SampleRows, of sample: String) throws -> SampleRows {
    try rows.renaming(changesTheirs ? [ourResidual] : [], of: sample)
  }

  private static func check(_ ours: NameFates, _ theirs: NameFates) throws(EngineError) {
    for (old, our) in ours.questions.sorted(by: { $0.key < $1.key }) {
      guard let their = theirs.questions[old], our != old, their != old, our != their else { continue }
      throw .mergeNames(name: "the question “\(old)”", ours: our, theirs: their)
    }
    for (question, values) in ours.values.sorted(by: { $0.key < $1.key }) {
      for (old, our) in values.sorted(by: { $0.key < $1.key }) {
        guard let their = theirs.values[question]?[old], our != .one(old), their != .one(old) else { continue }
        if case .one = our, our == their { continue }
        throw .mergeNames(name: "“\(old)” of \(question)", ours: our.words, theirs: their.words)
      }
    }
  }
}

/// Something that gives answers other names.
protocol AnswerRenaming {
  func apply(to answers: Answers, of sample: String) throws -> Answers
}

/// What a value became.
private enum ValueFate: Hashable {
  case one(String)
  /// Several, sample by sample.
  case several([String])

  var words: String {
    switch self {
    case .one(let name): name
    case .several(let names): names.joined(separator: " or ")
    }
  }
}

/// What the names of the base became on one side, all by the base's names.
private struct NameFates {
  var questions: [String: String] = [:]
  var values: [String: [String: ValueFate]] = [:]
}

/// The names of questions and their values.
private struct NameTable {
  private var values: [String: Set<String>] = [:]

  /// Of ratings those numbers that the steps speak of: a scale may have more than anybody would list.
  init(_ project: Project, namedBy steps: [SchemaStep]) {
    let spoken = Set(
      steps.flatMap { step in
        step.mapping.renames.values.values.flatMap(\.keys) + step.mapping.splits.map(\.value)
      })
    for question in project.questions {
      let names = question.kind == .rating ? spoken.filter(question.hasValue) : Set(question.values.map(\.name))
      values[question.name] = names
    }
  }

  /// The names after some steps. Split values are not among them: no row has them any more.
  func applying(_ steps: [SchemaStep]) -> NameTable {
    var table = self
    let fates = fates(after: steps)
    table.values = [:]
    for (old, new) in fates.questions {
      for fate in (fates.values[old] ?? [:]).values {
        switch fate {
        case .one(let name): table.values[new, default: []].insert(name)
        case .several(let names): table.values[new, default: []].formUnion(names)
        }
      }
    }
    return table
  }

  func fates(after steps: [SchemaStep]) -> NameFates {
    var fates = NameFates()
    for (question, names) in values {
      fates.questions[question] = steps.reduce(question) { $1.mapping.newName(of: $0) }
      for name in names {
        var (asked, fate) = (question, ValueFate.one(name))
        for step in steps {
          if case .one(let value) = fate { fate = step.mapping.fate(of: value, in: asked) }
          asked = step.mapping.newName(of: asked)
        }
        fates.values[question, default: [:]][name] = fate
      }
    }
    return fates
  }
}

extension SchemaMapping {
  fileprivate func fate(of value: String, in question: String) -> ValueFate {
    if let split = splits.first(where: { $0.question == question && $0.value == value }) { return .several(split.into) }
    return .one(renames.values[question]?[value] ?? value)
  }
}

/// The steps of one side, as they are done to rows of the other.
private struct Residual: AnswerRenaming {
  private let steps: [SchemaStep]
  /// What the other side did.
  private let sideSteps: [SchemaStep]
  /// By the other side's name of a question: its name in the base, and its name in the end.
  private var questions: [String: (old: String, new: String)] = [:]
  /// By the other side's name of a question: values of the base that these steps change and that side left alone.
  private var values: [String: Set<String>] = [:]
  /// By the base's name of a question: values that these steps left alone and the other side changed. What becomes one
  /// with such a value is called as the other side calls it.
  private var sideValues: [String: Set<String>] = [:]

  init(of steps: [SchemaStep], _ fates: NameFates, on sideSteps: [SchemaStep], _ side: NameFates) {
    self.steps = steps
    self.sideSteps = sideSteps
    for (old, name) in side.questions {
      let new = fates.questions[old].flatMap { $0 == old ? nil : $0 } ?? name
      questions[name] = (old, new)
      for (value, fate) in fates.values[old] ?? [:] {
        let isOurs = fate != .one(value)
        let isTheirs = side.values[old]?[value] != .one(value)
        if isOurs, !isTheirs { values[name, default: []].insert(value) }
        if isTheirs, !isOurs { sideValues[old, default: []].insert(value) }
      }
    }
  }

  func apply(to answers: Answers, of sample: String) throws -> Answers {
    var renamed = Answers(minimumCapacity: answers.count)
    for (question, answer) in answers {
      guard let (old, new) = questions[question] else {
        renamed[question] = answer
        continue
      }
      let changed = values[question] ?? []
      let name = { (value: String) throws -> String in
        guard changed.contains(value) else { return value }
        let joined = try Self.name(of: value, to: old, after: steps, of: sample)
        let isChangedThere = sideValues[old]?.contains(joined) ?? false
        return isChangedThere ? try Self.name(of: joined, to: old, after: sideSteps, of: sample) : joined
      }
      renamed[new] = try answer.renaming(name)
    }
    return renamed
  }

  private static func name(
    of value: String, to question: String, after steps: [SchemaStep], of sample: String
  ) throws -> String {
    let answers = try steps.reduce([question: .choice(value)] as Answers) { try $1.apply(to: $0, of: sample) }
    return answers.first?.value.names.first ?? value
  }
}

extension SampleRows {
  /// The same under other names, one renaming after another.
  fileprivate func renaming(_ renamings: [any AnswerRenaming], of sample: String) throws -> SampleRows {
    try renamings.reduce(self) { rows, renaming in
      var new = SampleRows()
      for (annotator, row) in rows.annotations {
        var row = row
        row.answers = try renaming.apply(to: row.answers, of: sample).mapValues(\.asInRows)
        new.annotations[annotator] = row
      }
      for (question, row) in rows.labels {
        guard let (name, answer) = try renaming.apply(to: [question: row.answer], of: sample).first else { continue }
        var row = row
        row.answer = answer.asInRows
        new.labels[name] = row
      }
      return new
    }
  }
}
