extension Store {
  /// Verifies one pack: the file against its name, the index against its checksum, every block, every object's hash.
  func checkPack(
    _ pack: PackReader, _ findings: inout Findings, progress: (Int, Int) -> Void
  ) throws(StoreError) {
    let isIndexSound = pack.hasSoundIndex()
    if !isIndexSound {
      findings.add(Damage(kind: .badPack, pack: pack.name, detail: "the index does not match its checksum"))
    } else if !pack.matchesName() {
      findings.add(Damage(kind: .badPack, pack: pack.name, detail: "the file's bytes do not match its name"))
    }
    var check = PackCheck(pack: pack, isIndexSound: isIndexSound)
    for number in 0..<pack.footer.blockCount {
      try withContext { (context) throws(StoreError) in check.look(at: number, with: context) }
      if number % 64 == 63 { pack.file.forgetPages() }
      findings.objects += check.takeCount()
      progress(findings.advance(by: check.takeProgress()), findings.total)
    }
    if !check.isClean {
      try withContext { (context) throws(StoreError) in check.findDamage(with: context, into: &findings) }
    }
  }
}

/// The check of one pack's blocks against its index.
private struct PackCheck {
  let pack: PackReader
  /// Blocks in which not everything is as the index says.
  private var suspects: Set<Int> = []
  private let isIndexSound: Bool
  /// Objects that are where the index has them.
  private var matched = 0
  private var count = 0
  private var progress = 0

  init(pack: PackReader, isIndexSound: Bool) {
    self.pack = pack
    self.isIndexSound = isIndexSound
  }

  /// Whether every entry that is not erased has its object.
  var isClean: Bool { isIndexSound && suspects.isEmpty && matched == pack.footer.kindCounts.reduce(0, +) }

  mutating func takeCount() -> Int {
    defer { count = 0 }
    return count
  }

  mutating func takeProgress() -> Int {
    defer { progress = 0 }
    return progress
  }

  /// Hashes every object of a block and looks each up in the index.
  mutating func look(at number: Int, with context: DecompressionContext) {
    guard let block = try? pack.block(number, with: context) else {
      suspects.insert(number)
      return
    }
    var offset = 0
    while offset < block.count {
      guard let object = BlockObject.checkedRange(in: block, at: offset) else {
        suspects.insert(number)
        return
      }
      let id = block.withUnsafeBytes { ObjectID(hashing: $0.slice(object.lowerBound - 1..<object.upperBound)) }
      let kind = block[object.lowerBound - 1]
      if let position = pack.position(of: id) {
        if position == PackPosition(block: number, offset: offset, kind: kind) {
          matched += 1
          progress += 1
        }
        // Else it is a second copy of an object, which no entry names.
        count += 1
      } else {
        suspects.insert(number)
      }
      offset = object.upperBound
    }
  }

  /// Finds the entries whose objects are not what they should be.
  mutating func findDamage(with context: DecompressionContext, into findings: inout Findings) {
    var current: (number: Int, bytes: [UInt8]?) = (-1, nil)
    for (block, entries) in entriesByBlock() {
      if current.number != block { current = (block, try? pack.block(block, with: context)) }
      for entry in entries {
        guard let detail = problem(with: entry, in: current.bytes) else { continue }
        findings.add(Damage(kind: .corrupt, object: entry.id, pack: pack.name, detail: detail))
      }
    }
  }

  private func problem(with entry: IndexEntry, in block: [UInt8]?) -> String? {
    guard let block else { return "block \(entry.position.block) does not decompress" }
    do throws(StoreError) {
      let range = try pack.content(of: entry.id, in: block, at: entry.position.offset)
      return block[range.lowerBound - 1] == entry.position.kind?.rawValue ? nil : "the index says another kind"
    } catch {
      if case .corrupt(_, _, let detail) = error { return detail }
      return error.failureReason ?? "it cannot be read"
    }
  }

  /// The entries that point into suspect blocks; all of them where the index itself is in doubt.
  private func entriesByBlock() -> [(Int, [IndexEntry])] {
    var found: [Int: [IndexEntry]] = [:]
    for index in 0..<pack.footer.entryCount {
      let entry = pack.entry(at: index)
      guard !entry.position.isErased else { continue }
      let block = entry.position.block
      if !isIndexSound || suspects.isEmpty || suspects.contains(block) { found[block, default: []].append(entry) }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
