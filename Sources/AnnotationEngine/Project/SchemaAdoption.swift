import Foundation
import GRDB

extension Workspace {
  /// Compares `gloss.yaml` as it stands with the schema in force, and takes it when no answers are orphaned by it
  /// after `renames`. Gives what was in the way (nothing taken) or an empty change. `open` does not do this itself.
  ///
  /// Free are new values and questions, another order, other titles, colours and keys, people, rounds and label rules,
  /// and taking away what no answer uses. Old answers get their new names. What is submitted stays submitted: a new
  /// required question is asked of those who submit from then on, and nobody's sample is opened again for it.
  ///
  /// Once something is committed, renames make a commit with their mapping (`changeSchema`): without it no merge could
  /// tell an old name from a new one.
  ///
  /// Throws `notPermitted` for all but leads, `project` where the file is not right, and `invalidName` for a rename of
  /// something that is not there or to something that is not there.
  public func adoptSchema(_ session: Session, renames: Renames) throws(EngineError) -> SchemaChange {
    try journal.read { try $0.project().permit(session, "change the project", needs: .lead) }
    // A project file that came with the head is not a change of anybody's.
    try followHead()
    if !renames.isEmpty, try onlyEngineErrors({ try head() }) != nil {
      return try changeSchema(session, SchemaRequest(renames: renames)).change
    }
    let yaml = try Self.projectText(in: projectPath)
    let new = try Project.parse(yaml: yaml, file: "gloss.yaml")
    try new.checkGuidelines(in: projectPath)
    let now = clock()
    return try journal.write { db in
      let old = try db.project()
      try old.permit(session, "change the project", needs: .lead)
      if try db.fact(FactName.schema) == yaml && renames.isEmpty { return SchemaChange(orphans: []) }
      try renames.check(from: old, to: new)
      let change = try db.countOrphans(
        SchemaChange.comparing(old, with: new, after: renames),
        LostNumbers(from: old, to: new, after: SchemaMapping(renames: renames)))
      if change.orphans.isEmpty {
        try db.append(
          .schema, actor: session.person, at: now,
          payload: .object([JSONMember("yaml", .string(yaml)), JSONMember("renames", renames.json)]))
      }
      return change
    }
  }
}

extension Renames {
  /// Throws `invalidName` unless every old name is in `old`, every new one in `new`, and no two questions become one.
  func check(from old: Project, to new: Project) throws(EngineError) {
    for (from, to) in questions.sorted(by: { $0.key < $1.key }) {
      guard old.question(from) != nil else {
        throw .invalidName(from, problem: "the project in force has no question of that name to rename")
      }
      guard new.question(to) != nil else {
        throw .invalidName(to, problem: "gloss.yaml has no question of that name")
      }
    }
    let successors = old.questions.map { questions[$0.name] ?? $0.name }
    if let twice = successors.first(where: { name in successors.count { $0 == name } > 1 }) {
      throw .invalidName(twice, problem: "two questions cannot become one")
    }
    for (question, names) in values.sorted(by: { $0.key < $1.key }) {
      guard let asked = old.question(question), let next = new.question(questions[question] ?? question) else {
        throw .invalidName(question, problem: "there is no question of that name whose values could be renamed")
      }
      for (from, to) in names.sorted(by: { $0.key < $1.key }) {
        guard asked.hasValue(from) else {
          throw .invalidName(from, problem: "question \(question) has no value of that name to rename")
        }
        guard next.hasValue(to) else {
          throw .invalidName(to, problem: "gloss.yaml has no value of that name for question \(next.name)")
        }
      }
    }
  }
}

extension Database {
  /// The orphans of `change` that answers use, and the numbers that ratings lose, with how many annotations or
  /// resolutions use them. Reads all of them once.
  func countOrphans(_ change: SchemaChange, _ lost: LostNumbers) throws -> SchemaChange {
    guard !change.orphans.isEmpty || !lost.isEmpty else { return change }
    var counts = [Int](repeating: 0, count: change.orphans.count)
    var numbers: [String: [DecimalNumber: Int]] = [:]
    func add(_ answers: [Answers], times: Int) {
      for (question, found) in lost.numbers(in: answers) {
        for number in found { numbers[question, default: [:]][number, default: 0] += times }
      }
      for (index, orphan) in change.orphans.enumerated() {
        let isUsed = answers.contains { answers in
          guard let answer = answers[orphan.question] else { return false }
          return orphan.value.map(answer.names.contains) ?? true
        }
        if isUsed { counts[index] += times }
      }
    }
    let annotations = try SQLRow.fetchCursor(
      self, sql: "SELECT answers, draft, count(*) FROM annotations GROUP BY answers, draft")
    while let row = try annotations.next() {
      guard let answers = Answers(text: row[0]) else { throw EngineError.damagedTable("annotations") }
      add([answers, (row[1] as String?).flatMap { Answers(text: $0) } ?? [:]], times: row[2])
    }
    let resolutions = try SQLRow.fetchCursor(
      self, sql: "SELECT question, answer, count(*) FROM resolutions GROUP BY question, answer")
    while let row = try resolutions.next() {
      guard let json = try? JSONValue(parsing: (row[1] as String).utf8), let answer = Answer(json: json) else {
        throw EngineError.damagedTable("resolutions")
      }
      add([[row[0]: answer]], times: row[2])
    }
    var used = SchemaChange(orphans: [])
    for (orphan, count) in zip(change.orphans, counts) where count > 0 {
      var orphan = orphan
      orphan.annotations = count
      used.orphans.append(orphan)
    }
    for (question, counts) in numbers.sorted(by: { $0.key < $1.key }) {
      used.orphans += counts.sorted { $0.key < $1.key }.map {
        SchemaChange.Orphan(question: question, value: $0.key.text, annotations: $0.value, renamedTo: nil)
      }
    }
    return used
  }
}
