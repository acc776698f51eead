extension Answer: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let name = try? container.decode(String.self) {
      self = .choice(name)
    } else if let number = try? container.decode(DecimalNumber.self) {
      self = .number(number)
    } else {
      self = .choices(try container.decode([String].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .choice(let name): try container.encode(name)
    case .choices(let names): try container.encode(names)
    case .number(let number): try container.encode(number)
    }
  }
}
