/// The kinds of remotes that there are.
public enum Remotes {
  /// The remote at `url`. Nothing is asked of it yet. Variables (`AWS_…`, `HOME`, `GLOSS_SSH…`) are those of `environment`.
  ///
  /// - Throws: `StoreError.remote` where the URL is none, or credentials are missing.
  public static func open(url: String, environment: [String: String]) throws(StoreError) -> any Remote {
    switch try RemoteURL(url) {
    case .directory(let path): return DirectoryRemote(url: url, directory: path)
    case .s3(let bucket, let prefix):
      return try S3Remote(url: url, bucket: bucket, prefix: prefix, environment: environment)
    case .ssh(let destination, let port, let path):
      return SSHRemote(url: url, destination: destination, port: port, path: path, environment: environment)
    }
  }

  /// `url` such that it means the same from any directory: a path gets `directory` before it.
  ///
  /// - Throws: `StoreError.remote` where the URL is none.
  public static func absolute(_ url: String, from directory: String) throws(StoreError) -> String {
    guard case .directory(let path) = try RemoteURL(url), !path.hasPrefix("/") else { return url }
    return directory + "/" + path
  }
}
