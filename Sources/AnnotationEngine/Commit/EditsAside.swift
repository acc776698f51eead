import VersionStore

extension RecordSorter {
  /// Puts an edit aside, for `Edit.init(aside:)` to read.
  func add(_ edit: Edit) throws { try add(key: edit.key, value: edit.value.map { [1] + $0 } ?? [0]) }
}

extension Edit {
  /// Reads what was put aside: 1 and the value, or 0 for a deletion.
  init(aside record: SortedRecord) {
    self.init(key: record.key, value: record.value.first == 1 ? Array(record.value.dropFirst()) : nil)
  }
}

extension Tree {
  /// The root after the edits that `next` gives until nil, in ascending order of keys.
  func applying(pack: PackWriter, _ next: () throws -> Edit?) throws -> ObjectID {
    try withoutActuallyEscaping(next) { next in
      let edits = ThrowingEdits(next)
      let root = try applying(edits, pack: pack)
      try edits.check()
      return root
    }
  }
}
