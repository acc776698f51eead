import AnnotationEngine
import Interchange
import LabelStatistics

/// What a file's answers may be cut by: columns, and when each was given. `measure` is then the kind's own measure of the
/// answers at some places.
struct KindCuts {
  typealias Measure = (_ places: [Int]) -> MeasuredPart

  var columns: [AnswerSheet.Column]
  /// nil: not asked for.
  var times: [Int64]?

  /// Of columns with a cell an answer, each by its name; `time` is the name of the one that says when.
  ///
  /// - Throws: Where the time is asked for and there is none, or a cell of it is no time.
  init(_ cells: [String: CrowdTable.Column], time: String?, file: String, _ options: AgreementOptions) throws {
    columns = options.by.compactMap { name in
      cells[name].map { AnswerSheet.Column(name: name, values: Array($0.names), numbers: $0.numbers) }
    }
    if options.overTime {
      guard let time, let column = cells[time] else {
        throw CommandFailure(
          place: file, what: "there is no column of times", remedy: "name one with --map time=COLUMN")
      }
      times = try Self.moments(column, file)
    }
  }

  init(_ table: CrowdTable, _ options: AgreementOptions) throws {
    try self.init(table.others, time: table.columns.time, file: table.file, options)
  }

  private static func moments(_ column: CrowdTable.Column, _ file: String) throws -> [Int64] {
    var moments: [Int64] = []
    for (index, text) in column.names.enumerated() {
      guard let moment = Moment.parse(text) else {
        let line = column.names.line(index)
        throw CommandFailure(
          place: line > 0 ? "\(file):\(line)" : file, what: "“\(text)” is no time",
          remedy: "write times as 2024-05-01T09:30:00Z, or as seconds or milliseconds since 1970")
      }
      moments.append(moment)
    }
    return column.numbers.map { moments[Int($0)] }
  }

  /// The answers by the values of each column.
  func slices(_ measure: Measure) -> [KindPart] {
    columns.flatMap { column in
      column.slices.map { slice in
        KindPart(
          title: "\(column.name) = \(slice.value.isEmpty ? "(none)" : slice.value)",
          head: [JSONMember("column", .string(column.name)), JSONMember("value", .string(slice.value))],
          measured: measure(slice.places))
      }
    }
  }

  /// The answers in ten stretches of time: each by itself, and with all that came before it.
  func overTime(_ measure: Measure) -> [KindPart] {
    AnswerStretch.cut(times ?? []).map { stretch in
      var measured = measure(stretch.places)
      measured.figures += measure(stretch.soFar).figures.map(\.soFar)
      return KindPart(
        title: Moment.local(stretch.from),
        head: [
          JSONMember("from", .moment(stretch.from)), JSONMember("to", .moment(stretch.to)),
          JSONMember("ratings", .int(stretch.places.count)),
        ], measured: measured)
    }
  }
}
