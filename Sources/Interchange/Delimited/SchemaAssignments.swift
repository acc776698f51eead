import AnnotationEngine

/// A CSV or TSV file that says which value each sample gets: the columns `sample` and `value`.
public enum SchemaAssignments {
  /// By the samples' ids.
  ///
  /// - Throws: `unknownColumn`, `badRecords` for a sample that stands there twice and for rows that cannot be read.
  public static func read(_ path: String) throws(EngineError) -> [String: String] {
    let format: SampleFormat = path.lowercased().hasSuffix(".tsv") ? .tsv : .csv
    var table = try DelimitedTable(try InputFile(path: path), format, TableLayout(), wanted: ["sample", "value"])
    func column(_ name: String) throws(EngineError) -> Int {
      guard let index = table.columns.firstIndex(of: name) else {
        throw .unknownColumn(name, known: table.columns, file: path)
      }
      return index
    }
    let (sample, value) = (try column("sample"), try column("value"))
    var values: [String: String] = [:]
    while true {
      switch try table.next() {
      case .end: return values
      case .bad(let record): throw .badRecords(file: path, first: record, count: 1)
      case .record:
        let id = table.records.text(table.records.cells[sample])
        guard values.updateValue(table.records.text(table.records.cells[value]), forKey: id) == nil else {
          throw .badRecords(
            file: path, first: table.records.bad("the sample \"\(id)\" stands there twice; keep one of the rows"),
            count: 1)
        }
      }
    }
  }
}
