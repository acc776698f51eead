import AnnotationEngine
import Foundation
import Yams

/// Where lakeFS is and who asks, as `lakectl` finds it: variables first, then `~/.lakectl.yaml`.
public struct LakeFSSettings: Equatable, Sendable {
  /// With `/api/v1` at its end.
  public var endpoint: String
  var key: String
  var secret: String

  /// `endpoint` goes before what the environment says.
  ///
  /// - Throws: `EngineError.snapshot` that names what is missing.
  public init(
    endpoint: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(EngineError) {
    let file =
      environment["LAKECTL_CONFIG_FILE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? (environment["HOME"] ?? "") + "/.lakectl.yaml"
    let settings = try Self.settings(in: file)
    func value(_ variable: String, _ section: String, _ name: String) throws(EngineError) -> String {
      if let value = environment[variable], !value.isEmpty { return value }
      if let value = (settings?[section] as? [String: Any])?[name] as? String, !value.isEmpty { return value }
      throw .snapshot(
        place: "lakeFS", problem: "nothing says what the \(name.replacing("_", with: " ")) is",
        remedy: "Set \(variable), or run lakectl config, which writes \(file).")
    }
    let url: String
    if let endpoint {
      url = endpoint
    } else {
      url = try value("LAKECTL_SERVER_ENDPOINT_URL", "server", "endpoint_url")
    }
    key = try value("LAKECTL_CREDENTIALS_ACCESS_KEY_ID", "credentials", "access_key_id")
    secret = try value("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", "credentials", "secret_access_key")
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw .snapshot(
        place: url, problem: "the endpoint of lakeFS is no URL", remedy: "Let it begin with https:// or http://.")
    }
    var trimmed = url
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.endpoint = trimmed.hasSuffix("/api/v1") ? trimmed : trimmed + "/api/v1"
  }

  private static func settings(in file: String) throws(EngineError) -> [String: Any]? {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    do {
      return try Yams.load(yaml: text) as? [String: Any]
    } catch {
      throw .snapshot(place: file, problem: "this file is no YAML", remedy: "Run lakectl config, which writes it anew.")
    }
  }
}
