import AnnotationEngine

/// What a plot of the dashboard shows, as a table: behind a key on the screen, and under each plot in `gloss report`.
public struct DashboardTable: Equatable, Sendable {
  /// What stands above a column, and whether its cells stand at the right.
  public struct Column: Equatable, Sendable {
    /// "" for a column of remarks.
    public var title: String
    /// Numbers stand at the right.
    public var isNumber: Bool
    /// A column called `title`.
    public init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  /// From left to right; the first says what a row is.
  public var columns: [Column]
  /// A cell a column.
  public var rows: [[String]]
  /// What stands in place of the rows where there are none.
  public var whyEmpty: String
  /// What the figures are made by: "intervals: 1,000 resamples, seed 1"; empty where there is nothing to say.
  public var note: String

  /// - Parameter rows: each with a cell a column.
  public init(_ columns: [Column], rows: [[String]], whyEmpty: String, note: String = "") {
    self.columns = columns
    self.rows = rows
    self.whyEmpty = whyEmpty
    self.note = note
  }

  /// The table of a panel.
  ///
  /// - Parameters:
  ///   - question: A place in the report's questions; one that is not there has an empty table.
  ///   - person: Whose confusion; everyone's where nil.
  public static func of(
    _ panel: DashboardPanel, _ report: DashboardReport, question: Int, person: String? = nil
  ) -> DashboardTable {
    panel.table(PanelContext(report: report, question: question, person: person))
  }
}
