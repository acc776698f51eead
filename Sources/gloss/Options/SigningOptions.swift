import AnnotationEngine
import ArgumentParser

/// With which key to sign.
struct SigningOptions: ParsableArguments {
  @Option(
    name: .customLong("sign-key"),
    help: ArgumentHelp(
      "Sign with this SSH key: a private one, or the public one of a key in the agent; signing-key in the user's "
        + "config names one too.", valueName: "file"))
  var key: String?

  @Flag(name: .customLong("no-sign"), help: "Do not sign, though the user's config says so.")
  var isRefused = false

  func validate() throws {
    if key != nil, isRefused { throw ValidationError("--sign-key and --no-sign exclude each other") }
  }

  /// The signer for what is made now: `isAsked` for here, or for everything by the user's config; nil for none.
  func signer(isAsked: Bool) throws -> Signer? {
    if isRefused { return nil }
    let config = try UserConfig.load()
    guard isAsked || key != nil || config.signs else { return nil }
    return config.signer(key)
  }
}

extension UserConfig {
  /// Signs with the key `named`, else with the configured one. That there is none shows when something is to be signed:
  /// it must not keep anybody from the rest.
  func signer(_ named: String? = nil) -> Signer {
    guard let key = named ?? signingKey else {
      return { (_) throws(EngineError) in
        throw .unsigned(
          problem: "there is no key to sign with",
          remedy: "Name one with --sign-key FILE, or write signing-key = \"~/.ssh/id_ed25519\" into config.toml.")
      }
    }
    return SSHKeygen.signer(UserConfig.expanded(key))
  }
}
