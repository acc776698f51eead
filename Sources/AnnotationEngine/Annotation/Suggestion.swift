#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An answer that a model or an import proposes for a question; never silently an annotation.
public struct Suggestion: Codable, Equatable, Sendable {
  public var answer: Answer
  /// How sure the model is, from 0 to 1; nil where it does not say.
  public var score: Double?
  /// The model's name, or whoever else proposes it.
  public var model: String?

  public init(answer: Answer, score: Double? = nil, model: String? = nil) {
    self.answer = answer
    self.score = score
    self.model = model
  }
}

/// What an annotator was offered for a question when they submitted: recorded with the submit, so that acceptance and
/// pull of suggestions can be counted.
public struct Offer: Codable, Equatable, Sendable {
  /// The suggested answer.
  public var answer: Answer
  /// False where it was withheld to see what they answer without it.
  public var isShown: Bool

  public init(answer: Answer, isShown: Bool) {
    self.answer = answer
    self.isShown = isShown
  }
}

/// Why a sample's suggestions cannot be taken, in words.
struct SuggestionProblem: Error, Equatable { var reason: String }

extension Suggestion {
  /// The metadata member that holds suggestions by question: `{"sentiment": {"value": "positive", "score": 0.93,
  /// "model": "m1"}}`, or the bare value for the object.
  static let member = "suggestions"
  /// What columns of one question begin with: `suggestion.sentiment`, `suggestion.sentiment.score` and `.model`.
  static let column = "suggestion."

  /// Whether a metadata member is a suggestion, and so nothing to show beside the sample.
  static func isMember(_ name: String) -> Bool { name == member || name.hasPrefix(column) }
}

extension Project {
  /// The suggestions in a sample's metadata, by question.
  ///
  /// - Throws: what is no suggestion for a question of this project.
  func suggestions(in metadata: [JSONMember]) throws(SuggestionProblem) -> [String: Suggestion] {
    var found: [String: Suggestion] = [:]
    for member in metadata where member.name == Suggestion.member {
      for entry in try SuggestionReading.entries(of: member.value) {
        found[entry.name] = try suggestion(entry.value, to: asked(entry.name))
      }
    }
    let columns = metadata.filter { $0.name.hasPrefix(Suggestion.column) }
    if columns.isEmpty { return found }
    let parts = ["", ".score", ".model"]
    let known = questions.flatMap { question in parts.map { Suggestion.column + question.name + $0 } }
    for column in columns where !known.contains(column.name) {
      let near = nearestName(to: column.name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
      throw SuggestionProblem(reason: "\"\(column.name)\" names no question of the project\(near)")
    }
    for question in questions {
      let cells = parts.map { part in columns.first { $0.name == Suggestion.column + question.name + part }?.value }
      guard let value = cells[0], !SuggestionReading.isNothing(value) else { continue }
      found[question.name] = try suggestion(
        .object([
          JSONMember("value", value), JSONMember("score", cells[1] ?? .null), JSONMember("model", cells[2] ?? .null),
        ]), to: question)
    }
    return found.filter { !$0.value.answer.isEmpty }
  }

  private func asked(_ name: String) throws(SuggestionProblem) -> Question {
    if let question = question(name) { return question }
    let near = nearestName(to: name, among: questions.map(\.name)).map { "; did you mean \"\($0)\"?" } ?? ""
    throw SuggestionProblem(reason: "suggestions has \"\(name)\", which is no question of the project\(near)")
  }

  private func suggestion(_ json: JSONValue, to question: Question) throws(SuggestionProblem) -> Suggestion {
    guard case .object(let members) = json else {
      return Suggestion(answer: try SuggestionReading.answer(json, to: question))
    }
    if let other = members.first(where: { !["value", "score", "model"].contains($0.name) }) {
      throw SuggestionProblem(
        reason: "the suggestion for \(question.name) has \"\(other.name)\"; it has value, score and model")
    }
    return Suggestion(
      answer: try SuggestionReading.answer(json["value"] ?? .null, to: question),
      score: try SuggestionReading.score(json["score"] ?? .null, of: question),
      model: SuggestionReading.isNothing(json["model"] ?? .null) ? nil : json["model"]?.plainText)
  }
}

/// Reads the parts of suggestions, from JSON and from cells of tables, where everything is text.
private enum SuggestionReading {
  static func isNothing(_ value: JSONValue) -> Bool { value == .null || value == .string("") }

  static func entries(of value: JSONValue) throws(SuggestionProblem) -> [JSONMember] {
    switch value {
    case .object(let members): return members.filter { !isNothing($0.value) }
    case _ where isNothing(value): return []
    // A table holds the object as text.
    case .string(let text):
      if case .object(let members)? = try? JSONValue(parsing: text.utf8) {
        return members.filter { !isNothing($0.value) }
      }
      fallthrough
    default:
      throw SuggestionProblem(
        reason:
          "suggestions is no object of questions, such as {\"sentiment\": {\"value\": \"positive\", \"score\": 0.9}}")
    }
  }

  static func score(_ value: JSONValue, of question: Question) throws(SuggestionProblem) -> Double? {
    if isNothing(value) { return nil }
    let text = value.plainText
    guard let score = Double(text), (0...1).contains(score) else {
      throw SuggestionProblem(
        reason: "the score of the suggestion for \(question.name) is \(text.prefix(40)), not a number from 0 to 1")
    }
    return score
  }

  static func answer(_ value: JSONValue, to question: Question) throws(SuggestionProblem) -> Answer {
    let answer: Answer?
    switch (question.kind, value) {
    case (.rating, .number(let text)), (.rating, .string(let text)): answer = DecimalNumber(text).map(Answer.number)
    case (.choice, .string(let name)), (.choice, .number(let name)): answer = .choice(name)
    case (.choice, .bool(let flag)): answer = .choice(flag ? "true" : "false")
    case (.choices, .array(let elements)): answer = .choices(elements.map(\.plainText))
    case (.choices, .string(let text)):
      answer = .choices(text == "[]" ? [] : text.split(separator: "|").map(String.init))
    default: answer = nil
    }
    do throws(EngineError) {
      guard let answer else {
        throw EngineError.invalidAnswer(
          question: question.name, problem: "\(value.text.prefix(40)) is no answer of kind \(question.kind.rawValue)")
      }
      return try question.checked(answer)
    } catch {
      guard case .invalidAnswer(_, let problem) = error else { throw SuggestionProblem(reason: "\(error)") }
      throw SuggestionProblem(reason: "the suggestion for \(question.name): \(problem)")
    }
  }
}

// MARK: - Of a sample

extension Project {
  /// The suggestions of a sample; those that the project no longer understands are left out.
  func suggestions(of sample: Sample) -> [String: Suggestion] {
    if sample.proposed.isEmpty { return [:] }
    let members = sample.proposed.compactMap { member -> JSONMember? in
      (try? JSONValue(parsing: member.text.utf8)).map { JSONMember(member.name, $0) }
    }
    if let all = try? suggestions(in: members) { return all }
    // Since the import the project has changed: question by question.
    var found: [String: Suggestion] = [:]
    for question in questions {
      var alone = self
      alone.questions = [question]
      let own = members.compactMap { member -> JSONMember? in
        guard member.name == Suggestion.member else {
          return member.name.hasPrefix(Suggestion.column + question.name) ? member : nil
        }
        return (try? SuggestionReading.entries(of: member.value)).map { entries in
          JSONMember(member.name, .object(entries.filter { $0.name == question.name }))
        }
      }
      if let one = try? alone.suggestions(in: own) { found.merge(one) { first, _ in first } }
    }
    return found
  }

  /// What `annotator` is offered on a sample, shown or withheld.
  func offers(on sample: Sample, to annotator: String) -> [String: Offer] {
    let isShown = !round.withholds(sample.id, from: annotator)
    return suggestions(of: sample).mapValues { Offer(answer: $0.answer, isShown: isShown) }
  }
}

/// Finds what is wrong with the suggestions of samples that come in.
struct SuggestionCheck: Sendable {
  private let project: Project
  private static let mark = Array("\"suggestion".utf8)

  init(_ project: Project) { self.project = project }

  /// nil where nothing is. Content without any is looked through once and not parsed.
  func problem(with content: [UInt8]) -> String? {
    guard Self.isMarked(content), let json = try? JSONValue(parsing: content) else { return nil }
    do throws(SuggestionProblem) {
      _ = try project.suggestions(in: json["metadata"]?.members ?? [])
      return nil
    } catch {
      return error.reason
    }
  }
}

extension SuggestionCheck {
  /// Whether a name that begins like a suggestion's stands in the content: from quote to quote.
  private static func isMarked(_ content: [UInt8]) -> Bool {
    content.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var place = 0
      while place + mark.count <= bytes.count, let quote = memchr(base + place, 0x22, bytes.count - place) {
        place = UnsafeRawPointer(quote) - base
        if place + mark.count <= bytes.count, memcmp(quote, mark, mark.count) == 0 { return true }
        place += 1
      }
      return false
    }
  }
}

extension [String: Offer] {
  /// As events and tables hold it: {"question": {"value": answer, "shown": true}}, in ascending order of names.
  var json: JSONValue {
    .object(
      sorted { $0.key < $1.key }.map { question, offer in
        JSONMember(
          question, .object([JSONMember("value", offer.answer.json), JSONMember("shown", .bool(offer.isShown))]))
      })
  }

  /// nil where it is something else.
  init?(json: JSONValue) {
    guard case .object(let members) = json else { return nil }
    self.init(minimumCapacity: members.count)
    for member in members {
      guard let answer = member.value["value"].flatMap(Answer.init(json:)), let shown = member.value["shown"]?.bool
      else { return nil }
      self[member.name] = Offer(answer: answer, isShown: shown)
    }
  }
}
