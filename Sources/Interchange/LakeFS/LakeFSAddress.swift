import AnnotationEngine

/// A place in lakeFS: `lakefs://repository/branch/path`, as its own tools write it.
public struct LakeFSAddress: Equatable, Sendable {
  public var repository: String
  public var branch: String
  /// Of the directory that the files go into, without slashes at its ends; empty for the root.
  public var path: String

  /// - Throws: `EngineError.snapshot` that says what an address looks like.
  public init(_ text: String) throws(EngineError) {
    let scheme = "lakefs://"
    let parts = text.hasPrefix(scheme) ? text.dropFirst(scheme.count).split(separator: "/") : []
    guard parts.count >= 2, !parts.contains("."), !parts.contains("..") else {
      throw .snapshot(
        place: text, problem: "this is no place in lakeFS", remedy: "Write lakefs://repository/branch/path.")
    }
    repository = String(parts[0])
    branch = String(parts[1])
    path = parts.dropFirst(2).joined(separator: "/")
  }

  public var text: String { "lakefs://\(repository)/\(branch)/" + path }
}
