/// What the queue serves next, and what that rests on: the last `plan` event of the journal.
public struct QueuePlan: Codable, Equatable, Sendable {
  public var order: Round.Order
  /// What its random choices were made by.
  public var seed: UInt64
  /// When it was made, in milliseconds since 1970, UTC.
  public var at: Int64
  /// Submitted annotations at that time.
  public var annotations: Int
  /// Samples that it chose from: all that were open, or so many drawn by the seed.
  public var pool: Int
  /// The samples' positions in import order, as they are to be served.
  public var positions: [Int]
  /// Whether it has as many as a plan can have.
  public var isFull: Bool
  /// What each text model learned from, and how good it is on what it did not learn from.
  public var models: [Model]
  /// What could not be done as the order wants it: "too few labels for a model yet, so the order is random".
  public var note: String?

  /// The text model of one question.
  public struct Model: Codable, Equatable, Sendable {
    public var question: String
    /// Labels that it learned from.
    public var labels: Int
    /// Held-out labels that it gave right, of so many.
    public var right: Int
    public var judged: Int
  }
}

extension QueuePlan {
  /// As the payload of an event. `skills`: see `QuestionSkills`.
  func payload(skills: JSONValue?) -> JSONValue {
    var members = [
      JSONMember("order", .string(order.rawValue)), JSONMember("seed", .number(String(seed))),
      JSONMember("annotations", JSONValue(annotations)), JSONMember("pool", JSONValue(pool)),
      JSONMember("full", .bool(isFull)),
      JSONMember(
        "models",
        .array(
          models.map { model in
            .object([
              JSONMember("question", .string(model.question)), JSONMember("labels", JSONValue(model.labels)),
              JSONMember("right", JSONValue(model.right)), JSONMember("judged", JSONValue(model.judged)),
            ])
          })),
      JSONMember("note", note.map(JSONValue.string) ?? .null),
    ]
    if let skills { members.append(JSONMember("skills", skills)) }
    return .object(members + [JSONMember("positions", .array(positions.map { JSONValue($0) }))])
  }

  init(_ event: Event) throws(EngineError) {
    let payload = EventPayload(event)
    guard let order = Round.Order(rawValue: try payload.string("order")) else { throw payload.damaged("order") }
    guard case .number(let digits)? = payload.json["seed"], let seed = UInt64(digits) else {
      throw payload.damaged("seed")
    }
    var models: [Model] = []
    for model in payload.json["models"]?.array ?? [] {
      guard let question = model["question"]?.string, let labels = model["labels"]?.int,
        let right = model["right"]?.int, let judged = model["judged"]?.int
      else { throw payload.damaged("models") }
      models.append(Model(question: question, labels: labels, right: right, judged: judged))
    }
    self.init(
      order: order, seed: seed, at: event.at, annotations: try payload.int("annotations"),
      pool: try payload.int("pool"), positions: payload.json["positions"]?.array?.compactMap(\.int) ?? [],
      isFull: try payload.bool("full"), models: models, note: try payload.text("note"))
  }
}
