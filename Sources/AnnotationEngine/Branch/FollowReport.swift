/// What `Workspace.followHead` found and did.
public struct FollowReport: Codable, Equatable, Sendable {
  /// Whether the head was another than the journal knew.
  public var moved = false
  /// Samples of which something was adopted, whether they were there or came.
  public var adopted = 0
  /// Annotations and resolutions that stay as they are, because they are newer work.
  public var kept = 0
  /// Files of the project that were changed by hand and so not rewritten.
  public var keptFiles: [String] = []

  public init(moved: Bool = false, adopted: Int = 0, kept: Int = 0, keptFiles: [String] = []) {
    self.moved = moved
    self.adopted = adopted
    self.kept = kept
    self.keptFiles = keptFiles
  }
}
