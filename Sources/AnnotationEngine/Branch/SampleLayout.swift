import Foundation
import VersionStore

/// Where the samples of a tree stand in a journal: in which batches, and which places are left empty.
struct SampleLayout: Equatable {
  /// The root of the `samples` tree; nil while there are no samples.
  var root: ObjectID?
  var count: Int
  /// By position, each with the number of its samples.
  var batches: [JournalBatch]
  /// Positions where no sample stands.
  var holes: [ClosedRange<Int>]

  /// Puts the samples of `root` into `batches`, which have their positions already. Where no place is left empty, as
  /// nearly always, that is known without reading the samples; else it is one walk over them.
  init(of root: ObjectID?, in store: Store, batches: [JournalBatch]) throws {
    self.root = root
    self.batches = batches
    holes = []
    count = try root.map { try Tree(root: $0, in: store).count() } ?? 0
    if batches.reduce(0, { $0 + $1.count }) == count {
      for index in self.batches.indices { self.batches[index].samples = self.batches[index].count }
      return
    }
    var taken = batches.map { PlaceSet(count: $0.count) }
    let numbers = Dictionary(uniqueKeysWithValues: batches.indices.map { (batches[$0].id, $0) })
    if let root {
      try Tree(root: root, in: store).forEach(from: nil) { row in
        guard let sample = SampleRow(encoded: row.value), let number = numbers[Data(sample.batch)],
          Int(sample.place) < batches[number].count
        else { throw EngineError.damagedRow(table: TableName.samples, key: row.key) }
        taken[number].insert(sample.place)
        return true
      }
    }
    for (index, places) in taken.enumerated() {
      self.batches[index].samples = places.count
      let first = batches[index].first
      holes += places.gaps.map { first + $0.lowerBound...first + $0.upperBound }
    }
  }

  /// The parts of an event's payload that say all this.
  var members: [JSONMember] {
    [
      JSONMember("samples", JSONValue(root)), JSONMember("count", JSONValue(count)),
      JSONMember("batches", .array(batches.filter(\.isListed).map(\.json))),
      JSONMember("holes", JSONValue(holes: holes)),
    ]
  }

  /// The position of a row of the `samples` tree; nil where it names a batch that is not there.
  func position(of row: SampleRow) -> Int? {
    let id = Data(row.batch)
    return batches.first { $0.id == id }.map { $0.first + Int(row.place) }
  }
}

extension [BatchRow] {
  /// As a journal has them that begins with them.
  var inJournal: [JournalBatch] {
    var first = 0
    return map { row in
      defer { first += Int(row.count) }
      return JournalBatch(row, first: first)
    }
  }
}

extension JournalBatch {
  init(_ row: BatchRow, first: Int) {
    self.init(
      id: Data(SampleRow.batch(ofOrder: row.order)), first: first, count: Int(row.count), order: row.order,
      ordinal: Int(row.ordinal), samples: Int(row.count))
  }
}
