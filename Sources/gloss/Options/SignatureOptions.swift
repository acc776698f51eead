import AnnotationEngine
import ArgumentParser

/// How a signature is shown and checked.
struct SignatureOptions: ParsableArguments {
  static let allowedHelp = ArgumentHelp(
    "Who may sign, as ssh-keygen reads it: lines of a name and a public key. Otherwise the file that the user's config "
      + "names, or allowed_signers in .gloss or beside gloss.yaml.", valueName: "file")

  @Option(name: .customLong("allowed-signers"), help: SignatureOptions.allowedHelp)
  var allowedSigners: String?

  @Flag(name: .long, help: "Only write the bytes that are signed.")
  var payload = false

  @Flag(name: .long, help: "Only write the signature.")
  var signature = false

  func validate() throws {
    if payload, signature { throw ValidationError("--payload and --signature exclude each other") }
  }

  /// Writes what --payload or --signature ask for; false where they do not. `what`: "this commit".
  func writeRaw(_ object: SignedObject, _ what: String) throws(CommandFailure) -> Bool {
    if payload {
      try StandardOutput.write(bytes: object.payload)
    } else if signature {
      guard let signature = object.signature else {
        throw CommandFailure(what: "\(what) is not signed", status: .doesNotHold)
      }
      try StandardOutput.write(signature)
    }
    return payload || signature
  }

  /// What the signature is worth; nothing is run where there is none.
  func finding(_ object: SignedObject, in workspace: Workspace) throws -> SignatureFinding {
    guard object.signature != nil else { return SignatureFinding(status: .unsigned) }
    return try SSHKeygen.check(
      object, allowed: try AllowedSigners.file(allowedSigners, UserConfig.load(), in: workspace))
  }

  /// As above, for a command that shows other things besides: it does not fail where ssh-keygen is missing.
  func remark(_ object: SignedObject, in workspace: Workspace) throws -> SignatureFinding {
    do {
      return try finding(object, in: workspace)
    } catch let failure as CommandFailure where failure.place == SSHKeygen.program {
      return SignatureFinding(status: .unchecked, problem: "ssh-keygen could not be started")
    }
  }
}
