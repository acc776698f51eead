import GRDB

/// Every submitted and skipped annotation as numbers, with who, when and how long, and every resolution: what reports, plans,
/// suspects and aggregations are counted from, in one pass (`QuestionWork`). It is read once and then follows the
/// journal's events.
///
/// Two others read annotations into numbers, each for what this could not be: `AnswerBook` keeps the counts of agreement
/// up to date answer by answer under the screens, and `PosteriorLabels` has the rows of a commit as well, which know no
/// positions. Both leave the fit to `PosteriorModel`, to which the order of samples is all one.
///
/// Memory: 32 bytes an annotation and 4 more a question.
struct WorkTable {
  /// What is known of one annotation beside its answers.
  struct Entry {
    var position: Int32
    /// In `annotators`.
    var annotator: Int32
    var seconds: Float
    var isSkipped: Bool
    /// Came out of a file or a commit: nobody's work at that moment.
    var isImported: Bool
    /// When it was finished, in milliseconds since 1970, UTC.
    var at: Int64
    /// What there was to suggestions when it was submitted.
    var offers = OfferCounts()
  }

  /// Questions of one annotation with a suggestion in sight or withheld, and those of them answered so.
  struct OfferCounts {
    var shown: UInt8 = 0
    var accepted: UInt8 = 0
    var withheld: UInt8 = 0
    var metWithheld: UInt8 = 0
  }

  struct Resolved {
    var position: Int32
    var question: Int32
    /// In `values` of the question.
    var value: Int32
    /// In `reviewers`.
    var reviewer: Int32
  }

  /// Grows with every change.
  private(set) var version = 0
  private var seq: Int64 = 0
  private var schema: String?

  private(set) var project: Project?
  private(set) var annotators = Interned<String>()
  private(set) var reviewers = Interned<String>()
  /// By question, the answers given.
  private(set) var values: [Interned<Answer>] = []
  /// In ascending order of positions, then of annotators' names.
  private(set) var entries: [Entry] = []
  /// By question and entry, the number of the answer, or -1.
  private(set) var answers: [[Int32]] = []
  /// In ascending order of positions, then of questions.
  private(set) var resolutions: [Resolved] = []
  /// Numbers of answers by their JSON text, as the table has them: most texts come again and again.
  private var known: [String: [Int32]] = [:]
  /// The same of suggestions, by their text and that of the answers.
  private var knownOffers: [String: OfferCounts] = [:]

  private static let manyChanges = 2000

  /// Brings it up to date with the journal.
  mutating func follow(_ db: Database) throws {
    let last = try db.lastSeq()
    let schema = try db.layout()
    if last == seq && schema == self.schema { return }
    if schema == self.schema && last > seq {
      let changed = try db.samplesChanged(after: seq, limit: Self.manyChanges)
      if changed.count < Self.manyChanges {
        seq = last
        if !changed.isEmpty { try read(changed, db) }
        return
      }
    }
    try readAll(db, schema)
    seq = last
  }

  private mutating func readAll(_ db: Database, _ schema: String?) throws {
    let project = try db.project()
    self = WorkTable(version: version + 1)
    self.schema = schema
    self.project = project
    // What a choice may be is there before anybody gave it.
    values = project.questions.map { question in
      Interned<Answer>(question.kind == .choice ? question.values.map { Answer.choice($0.name) } : [])
    }
    answers = project.questions.map { _ in [] }
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM annotations WHERE status <> 'draft'") ?? 0
    entries.reserveCapacity(count)
    for index in answers.indices { answers[index].reserveCapacity(count) }
    let rows = try SQLRow.fetchCursor(
      db, sql: "SELECT \(Self.columns) FROM annotations WHERE status <> 'draft'")
    while let row = try rows.next() { try append(row) }
    let resolved = try SQLRow.fetchCursor(
      db,
      sql: """
        SELECT t.position, r.question, r.answer, r.reviewer FROM resolutions r JOIN touched t ON t.sample = r.sample
        """)
    while let row = try resolved.next() { try appendResolution(row) }
    sort()
  }

  private init(version: Int) { self.version = version }
  init() {}

  /// As the journal stands. Reads all of it: about 2 µs an annotation.
  init(_ db: Database) throws { try follow(db) }

  /// The questions of the kinds that are asked for, as arrays.
  func works(of kinds: Set<Question.Kind>) -> [QuestionWork] {
    (project?.questions ?? []).enumerated().filter { kinds.contains($0.element.kind) }.map {
      QuestionWork($0.offset, of: self, $0.element)
    }
  }

  /// One question as arrays; nil where the project has none of that name.
  func work(of name: String) -> QuestionWork? {
    guard let questions = project?.questions, let index = questions.firstIndex(where: { $0.name == name }) else {
      return nil
    }
    return QuestionWork(index, of: self, questions[index])
  }

  private static let columns = "position, annotator, seconds, status, imported, at, answers, offered"

  /// Reads some samples anew. O(entries).
  private mutating func read(_ samples: [String], _ db: Database) throws {
    var positions: Set<Int32> = []
    for sample in samples {
      let position = try Int32.fetchOne(
        db.cachedStatement(sql: "SELECT position FROM touched WHERE sample = ?"), arguments: [sample])
      if let position { positions.insert(position) }
    }
    keep { !positions.contains($0) }
    for sample in samples {
      let rows = try SQLRow.fetchCursor(
        db.cachedStatement(
          sql: "SELECT \(Self.columns) FROM annotations WHERE sample = ? AND status <> 'draft'"),
        arguments: [sample])
      while let row = try rows.next() { try append(row) }
      let resolved = try SQLRow.fetchCursor(
        db.cachedStatement(
          sql: """
            SELECT t.position, r.question, r.answer, r.reviewer FROM resolutions r JOIN touched t ON t.sample = r.sample
            WHERE r.sample = ?
            """), arguments: [sample])
      while let row = try resolved.next() { try appendResolution(row) }
    }
    version += 1
    sort()
  }

  private mutating func append(_ row: SQLRow) throws {
    let status: String = row[3]
    let text: String = row[6]
    var entry = Entry(
      position: row[0], annotator: annotators.number(of: row[1]), seconds: Float(row[2] as Double),
      isSkipped: status == Annotation.Status.skipped.rawValue, isImported: row[4], at: row[5])
    if !entry.isSkipped, let offered: String = row[7] { entry.offers = try offers(offered, answered: text) }
    entries.append(entry)
    let numbers = try numbers(of: text)
    for index in answers.indices { answers[index].append(numbers[index]) }
  }

  private mutating func numbers(of text: String) throws -> [Int32] {
    if let known = known[text] { return known }
    guard let given = Answers(text: text), let questions = project?.questions else {
      throw EngineError.damagedTable("annotations")
    }
    let numbers = questions.indices.map { index -> Int32 in
      given[questions[index].name].map { values[index].number(of: $0) } ?? -1
    }
    known[text] = numbers
    return numbers
  }

  private mutating func offers(_ offered: String, answered text: String) throws -> OfferCounts {
    if let known = knownOffers[offered + text] { return known }
    guard let answers = Answers(text: text),
      let offers = (try? JSONValue(parsing: offered.utf8)).flatMap([String: Offer].init(json:))
    else { throw EngineError.damagedTable("annotations") }
    var counts = OfferCounts()
    for (question, offer) in offers.sorted(by: { $0.key < $1.key }).prefix(255) {
      let isMet: UInt8 = answers[question] == offer.answer ? 1 : 0
      if offer.isShown {
        counts.shown += 1
        counts.accepted += isMet
      } else {
        counts.withheld += 1
        counts.metWithheld += isMet
      }
    }
    knownOffers[offered + text] = counts
    return counts
  }

  private mutating func appendResolution(_ row: SQLRow) throws {
    let (name, text): (String, String) = (row[1], row[2])
    guard let question = project?.questions.firstIndex(where: { $0.name == name }) else { return }
    guard let answer = (try? JSONValue(parsing: text.utf8)).flatMap(Answer.init(json:)) else {
      throw EngineError.damagedTable("resolutions")
    }
    resolutions.append(
      Resolved(
        position: row[0], question: Int32(question), value: values[question].number(of: answer),
        reviewer: reviewers.number(of: row[3])))
  }

  // MARK: - Numbers in order

  /// Everybody with an annotation, by name.
  var people: Renumbered<String> {
    var isUsed = [Bool](repeating: false, count: annotators.all.count)
    for entry in entries { isUsed[Int(entry.annotator)] = true }
    return Renumbered(annotators, isUsed: isUsed, by: precedesInBytes)
  }

  /// What a question is answered or resolved with, and what a choice may be.
  func values(of question: Int, by precedes: (Answer, Answer) -> Bool) -> Renumbered<Answer> {
    let all = values[question]
    var isUsed = [Bool](repeating: false, count: all.all.count)
    for value in answers[question] where value >= 0 { isUsed[Int(value)] = true }
    for resolution in resolutions where resolution.question == question { isUsed[Int(resolution.value)] = true }
    if let asked = project?.questions[question], asked.kind == .choice {
      for value in asked.values.indices { isUsed[value] = true }
    }
    return Renumbered(all, isUsed: isUsed, by: precedes)
  }

  // MARK: - Order

  private mutating func keep(_ isKept: (Int32) -> Bool) {
    var end = 0
    for index in entries.indices where isKept(entries[index].position) {
      if end != index {
        entries[end] = entries[index]
        for question in answers.indices { answers[question][end] = answers[question][index] }
      }
      end += 1
    }
    let extra = entries.count - end
    entries.removeLast(extra)
    for question in answers.indices { answers[question].removeLast(extra) }
    resolutions.removeAll { !isKept($0.position) }
  }

  private mutating func sort() {
    resolutions.sort { ($0.position, $0.question) < ($1.position, $1.question) }
    let ranks = people.numbers
    // Position and annotator in one number: the sort compares nothing else, and nobody has two entries of a sample.
    var isSorted = true
    var keys: [UInt64] = []
    keys.reserveCapacity(entries.count)
    for entry in entries {
      let key = UInt64(UInt32(entry.position)) << 32 | UInt64(UInt32(ranks[Int(entry.annotator)]))
      if let last = keys.last, last > key { isSorted = false }
      keys.append(key)
    }
    if isSorted { return }
    let order = entries.indices.sorted { keys[$0] < keys[$1] }
    entries = order.map { entries[$0] }
    for question in answers.indices {
      let column = answers[question]
      answers[question] = order.map { column[$0] }
    }
  }
}
