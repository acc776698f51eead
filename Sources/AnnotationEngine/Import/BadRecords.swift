extension BadRecord {
  /// Why a sample is refused whose id is there: what an import that replaces content takes.
  static let otherContent = "is there with other content"
}

/// Where an import's bad records go: to the quarantine, or, without one, into the error that ends the import.
struct BadRecords {
  /// Without a quarantine, reading ends after so many: by then the file is of another shape than was thought.
  static let enough = 1_000

  private let quarantine: ((BadRecord) throws -> Void)?
  private var first: BadRecord?
  private(set) var count = 0

  init(quarantine: ((BadRecord) throws -> Void)?) { self.quarantine = quarantine }

  var areTolerated: Bool { quarantine != nil }

  /// Whether there is no point in reading on.
  var areEnough: Bool { !areTolerated && count >= Self.enough }

  /// Whether the import cannot succeed any more, so that nothing needs to be stored.
  var endImport: Bool { !areTolerated && count > 0 }

  mutating func add(_ record: BadRecord) throws {
    if first == nil { first = record }
    count += 1
    try quarantine?(record)
  }

  /// Throws `badRecords` where there were some and no quarantine took them.
  func check(file: String) throws(EngineError) {
    if let first, !areTolerated { throw .badRecords(file: file, first: first, count: count) }
  }
}
