/// Who asks for an object of S3.
package struct AWSCredentials: Equatable, Sendable {
  package var key: String
  package var secret: String
  /// Of credentials that are lent for a time.
  package var token: String?
}

/// Where S3 is and who asks, as AWS's own tools find it: variables first, then the profile's section in the two files.
struct AWSSettings: Equatable, Sendable {
  var credentials: AWSCredentials
  var region: String
  /// "http://127.0.0.1:9000"; nil for AWS itself.
  var endpoint: String?
  /// A file of certificates to believe, where they are not the system's.
  var authorities: String?
  /// How often a request is tried.
  var attempts: Int?

  /// - Throws: `remote` that names the variable or the file that is missing or wrong.
  init(url: String, environment: [String: String]) throws(StoreError) {
    let files = try AWSFiles(url: url, environment)
    let variable = { (names: String...) in names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }
    let key = variable("AWS_ACCESS_KEY_ID")
    let secret = variable("AWS_SECRET_ACCESS_KEY")
    switch (key, secret) {
    case (let key?, let secret?):
      credentials = AWSCredentials(key: key, secret: secret, token: variable("AWS_SESSION_TOKEN"))
    case (nil, nil):
      credentials = try files.credentials(url)
    default:
      let (there, missing) =
        key == nil
        ? ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID") : ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
      throw .remote(
        url: url, problem: "\(there) is set and \(missing) is not", remedy: "Set both, or neither and use a profile.")
    }
    endpoint = variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") ?? files.setting("endpoint_url")
    region = variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? files.setting("region") ?? "us-east-1"
    authorities = variable("AWS_CA_BUNDLE") ?? files.setting("ca_bundle")
    attempts = variable("AWS_MAX_ATTEMPTS").flatMap { Int($0) }.map { max(1, $0) }
    if let endpoint, !endpoint.hasPrefix("http://"), !endpoint.hasPrefix("https://") {
      throw .remote(
        url: url, problem: "The endpoint “\(endpoint)” is no URL",
        remedy: "Let AWS_ENDPOINT_URL or endpoint_url begin with https:// or http://.")
    }
    while endpoint?.hasSuffix("/") == true { endpoint?.removeLast() }
  }
}

/// `~/.aws/credentials` and `~/.aws/config`.
private struct AWSFiles {
  let profile: String
  let credentialsPath: String?
  let configPath: String?
  private let fromCredentials: [String: String]?
  private let fromConfig: [String: String]?

  init(url: String, _ environment: [String: String]) throws(StoreError) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    profile = environment["AWS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    credentialsPath = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? home.map { $0 + "/.aws/credentials" }
    configPath = environment["AWS_CONFIG_FILE"] ?? home.map { $0 + "/.aws/config" }
    fromCredentials = try AWSFiles.section(profile, of: credentialsPath)
    let named = try AWSFiles.section("profile " + profile, of: configPath)
    fromConfig = try profile == "default" ? AWSFiles.section("default", of: configPath) ?? named : named
  }

  func setting(_ name: String) -> String? { fromConfig?[name] ?? fromCredentials?[name] }

  func credentials(_ url: String) throws(StoreError) -> AWSCredentials {
    for section in [fromCredentials, fromConfig].compactMap(\.self) {
      if let key = section["aws_access_key_id"], let secret = section["aws_secret_access_key"] {
        return AWSCredentials(key: key, secret: secret, token: section["aws_session_token"])
      }
    }
    let file = credentialsPath ?? "~/.aws/credentials"
    if let way = ["credential_process", "sso_session", "sso_start_url", "role_arn"].first(where: { setting($0) != nil })
    {
      throw .remote(
        url: url, problem: "The profile \(profile) gets its credentials through \(way), which Gloss does not do",
        remedy: "Put them into the environment: eval \"$(aws configure export-credentials --profile \(profile) "
          + "--format env)\".")
    }
    if fromCredentials == nil, fromConfig == nil, profile != "default" {
      throw .remote(
        url: url, problem: "There is no profile \(profile) (AWS_PROFILE) in \(file)",
        remedy: "Correct AWS_PROFILE, or add the section [\(profile)].")
    }
    throw .remote(
      url: url, problem: "There are no credentials for S3",
      remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write aws_access_key_id and aws_secret_access_key "
        + "under [\(profile)] in \(file).")
  }

  /// The settings under [name]; nil where there is no such file or section. Indented lines belong to settings that
  /// have parts, which are of no use here.
  private static func section(_ name: String, of path: String?) throws(StoreError) -> [String: String]? {
    guard let path, let text = try text(of: path, limit: 1 << 20) else { return nil }
    var settings: [String: String]?
    var isInside = false
    for line in text.split(whereSeparator: \.isNewline) {
      let bare = line.trimmed
      if bare.hasPrefix("#") || bare.hasPrefix(";") { continue }
      if bare.hasPrefix("["), let end = bare.firstIndex(of: "]") {
        let title = bare[bare.index(after: bare.startIndex)..<end]
        isInside = title.split(separator: " ").joined(separator: " ") == name
        if isInside, settings == nil { settings = [:] }
      } else if isInside, line.first?.isWhitespace == false, let equals = bare.firstIndex(of: "=") {
        settings?[bare[..<equals].trimmed.lowercased()] = String(bare[bare.index(after: equals)...].trimmed)
      }
    }
    return settings
  }
}
