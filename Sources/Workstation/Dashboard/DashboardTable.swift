import AnnotationEngine

/// What a plot of the dashboard shows, as a table: behind a key on the screen, and under each plot in `gloss report`.
public struct DashboardTable: Equatable, Sendable {
  public struct Column: Equatable, Sendable {
    public var title: String
    public var isNumber: Bool
    public init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  public var columns: [Column]
  /// A cell a column.
  public var rows: [[String]]
  /// What stands in place of the rows where there are none.
  public var whyEmpty: String

  public init(_ columns: [Column], rows: [[String]], whyEmpty: String) {
    self.columns = columns
    self.rows = rows
    self.whyEmpty = whyEmpty
  }

  /// The table of a panel.
  ///
  /// - Parameters:
  ///   - question: A place in the report's questions; one that is not there has an empty table.
  ///   - person: Whose confusion; everyone's where nil.
  public static func of(
    _ panel: DashboardPanel, _ report: DashboardReport, question: Int, person: String? = nil
  ) -> DashboardTable {
    panel.kind.table(PanelContext(report: report, question: question, person: person))
  }
}
