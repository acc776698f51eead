import VersionStore

/// The value of a row of the `labels` tree, whose key is the sample's id, 0x00, and the question's name.
/// A row stands only where there is a label. `Tables.md` gives the layout.
struct LabelRow: Equatable, Sendable {
  /// How the label was reached.
  enum Origin: Equatable, Sendable {
    case majority(Share)
    case unanimous(Share)
    /// The posterior, in millionths.
    case posterior(Share)
    case resolution(Resolution.How, reviewer: String)
  }

  var answer: Answer
  var origin: Origin
  /// The blob of a resolution's reason.
  var reason: ObjectID?

  private enum Head {
    static let majority: UInt8 = 1
    static let unanimous: UInt8 = 2
    static let accepted: UInt8 = 3
    static let acceptedMajority: UInt8 = 4
    static let set: UInt8 = 5
    static let posterior: UInt8 = 6
    static let origin: UInt8 = 0b1111
    static let reason: UInt8 = 1 << 4
    static let known: UInt8 = 0b1_1111
  }

  var encoded: [UInt8] {
    var row = RowWriter()
    row.byte(head | (reason == nil ? 0 : Head.reason))
    row.answer(answer)
    switch origin {
    case .majority(let share), .unanimous(let share), .posterior(let share):
      row.number(share.numerator)
      row.number(share.denominator)
    case .resolution(let how, let reviewer):
      row.name(reviewer)
      if case .accepted(let annotator) = how { row.name(annotator) }
    }
    if let reason { row.id(reason) }
    return row.bytes
  }

  private var head: UInt8 {
    switch origin {
    case .majority: Head.majority
    case .unanimous: Head.unanimous
    case .posterior: Head.posterior
    case .resolution(.accepted, _): Head.accepted
    case .resolution(.majority, _): Head.acceptedMajority
    case .resolution(.set, _): Head.set
    }
  }
}

extension LabelRow {
  /// nil where the bytes are not the one encoding of a row.
  init?(encoded: [UInt8]) {
    var row = RowReader(encoded)
    guard let head = row.byte(), head & ~Head.known == 0, let answer = row.answer(),
      let origin = LabelRow.origin(head & Head.origin, &row)
    else { return nil }
    let reason = head & Head.reason == 0 ? nil : row.id()
    guard row.isAtEnd, (reason != nil) == (head & Head.reason != 0) else { return nil }
    self.init(answer: answer, origin: origin, reason: reason)
  }

  private static func origin(_ head: UInt8, _ row: inout RowReader) -> Origin? {
    switch head {
    case Head.majority: return share(&row).map(Origin.majority)
    case Head.unanimous: return share(&row).map(Origin.unanimous)
    case Head.posterior: return share(&row).map(Origin.posterior)
    case Head.accepted:
      guard let reviewer = row.name(), let annotator = row.name() else { return nil }
      return .resolution(.accepted(annotator: annotator), reviewer: reviewer)
    case Head.acceptedMajority: return row.name().map { .resolution(.majority, reviewer: $0) }
    case Head.set: return row.name().map { .resolution(.set, reviewer: $0) }
    default: return nil
    }
  }

  private static func share(_ row: inout RowReader) -> Share? {
    guard let numerator = row.number(), let denominator = row.number(), denominator > 0, numerator <= denominator
    else { return nil }
    let share = Share(numerator, of: denominator)
    return share.denominator == denominator ? share : nil
  }

  /// Whether a reviewer decided the label that `encoded` holds, by its first byte alone.
  static func isDecided(_ encoded: [UInt8]) -> Bool {
    encoded.first.map { (Head.accepted...Head.set).contains($0 & Head.origin) } ?? false
  }

  /// Whether `encoded` is a label of the rule posterior, by its first byte alone.
  static func isPosterior(_ encoded: [UInt8]) -> Bool {
    encoded.first.map { $0 & Head.origin == Head.posterior } ?? false
  }

  /// "majority" (of numbers "median"), "unanimous", "posterior" or "resolution", as exports say it.
  var by: String {
    switch origin {
    case .majority: answer.isNumber ? "median" : "majority"
    case .unanimous: "unanimous"
    case .posterior: "posterior"
    case .resolution: "resolution"
    }
  }

  /// The share of the votes that agree with the label, or its posterior; nil for a reviewer's decision, which is not a vote.
  var confidence: Double? {
    switch origin {
    case .majority(let share), .unanimous(let share), .posterior(let share): share.value
    case .resolution: nil
    }
  }
}

/// A part of a whole, exact and in lowest terms, so that no rounding reaches a committed row.
struct Share: Equatable, Sendable {
  let numerator: UInt64
  let denominator: UInt64

  /// `part` of `whole`, where 0 ≤ part ≤ whole and whole > 0.
  init(_ part: UInt64, of whole: UInt64) {
    precondition(whole > 0 && part <= whole)
    var (a, b) = (whole, part)
    while b != 0 { (a, b) = (b, a % b) }
    numerator = part / a
    denominator = whole / a
  }

  var value: Double { Double(numerator) / Double(denominator) }
}
