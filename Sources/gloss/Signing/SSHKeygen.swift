import AnnotationEngine
import Foundation

/// Signatures in OpenSSH's own format, made and checked by `ssh-keygen` as git does (PROTOCOL.sshsig): a key may be
/// kept by an agent or a token, and a passphrase is asked for by ssh-keygen itself.
enum SSHKeygen {
  /// What a signature is for: one of a file or a git commit does not pass for one of ours.
  static let namespace = "gloss"
  static let program = "ssh-keygen"

  /// A signer with the key in `file`: a private key, or the public one of a key that the agent keeps.
  static func signer(_ file: String) -> Signer {
    { (payload) throws(EngineError) in try sign(payload, with: file) }
  }

  private static func sign(_ payload: [UInt8], with file: String) throws(EngineError) -> String {
    let child: ChildProcess
    do {
      child = try ChildProcess.run(
        [program, "-q", "-Y", "sign", "-n", namespace, "-f", file], input: payload, speaks: true)
    } catch {
      throw .unsigned(
        problem: "\(error.place ?? ""): \(error.what)", remedy: "Install OpenSSH's client, or do without a signature.")
    }
    let signature = String(decoding: child.output, as: UTF8.self)
    guard child.status == 0, signature.hasPrefix("-----BEGIN SSH SIGNATURE-----") else {
      let why = child.error.split(separator: "\n").last.map { ": \($0)" } ?? ""
      throw .unsigned(
        problem: "ssh-keygen did not sign with the key \(file)\(why)",
        remedy: "Name the file of a private key, or of the public key of one that ssh-add has given to the agent.")
    }
    return signature
  }

  // MARK: Checking

  /// What is to be said of the signature of `object`. `allowed` is the file of those who may sign, in the format of
  /// `ssh-keygen`'s ALLOWED SIGNERS; nil where there is none.
  ///
  /// A key counts where it was valid at the time that the object gives, so that what was signed in time stays good.
  static func check(_ object: SignedObject, allowed: String?) throws(CommandFailure) -> SignatureFinding {
    guard let signature = object.signature else { return SignatureFinding(status: .unsigned) }
    let folder = try TemporaryFolder()
    let file = try folder.write(Array(signature.utf8), to: "signature")
    func run(_ mode: String, _ more: [String]) throws(CommandFailure) -> ChildProcess {
      // ssh-keygen reads times in the zone of its environment.
      try ChildProcess.run(
        [program, "-Y", mode, "-s", file] + more, input: object.payload, variables: ["TZ": "UTC"])
    }
    let fits = try run("check-novalidate", ["-n", namespace])
    guard fits.status == 0 else {
      return SignatureFinding(status: .bad, problem: reason(fits) ?? "it does not fit the content")
    }
    var finding = SignatureFinding(status: .unknown, key: fingerprint(fits))
    guard let allowed else {
      finding.problem = "there is no file of allowed signers"
      return finding
    }
    let rules = ["-f", allowed, "-Overify-time=\(Moment.compact(object.time))"]
    let found = try run("find-principals", rules)
    let principals = String(decoding: found.output, as: UTF8.self).split(separator: "\n").map(String.init)
    var last = found
    // One that is the author's name says more than another of the same key.
    for principal in principals.sorted(by: { a, b in
      SignatureFinding.names(a, object.author) && !SignatureFinding.names(b, object.author)
    }) {
      last = try run("verify", rules + ["-n", namespace, "-I", principal])
      if last.status == 0 {
        finding.status = .good
        finding.signer = principal
        finding.isAuthor = SignatureFinding.names(principal, object.author)
        return finding
      }
    }
    finding.problem = reason(last) ?? "no allowed signer has this key"
    if let problem = finding.problem, problem.contains("key has expired") || problem.contains("key is not yet valid") {
      finding.status = .expired
    }
    return finding
  }

  /// `Good "gloss" signature with ED25519 key SHA256:…`
  private static func fingerprint(_ child: ChildProcess) -> String? {
    String(decoding: child.output, as: UTF8.self).split(whereSeparator: \.isWhitespace).last.map(String.init)
  }

  /// The first thing that it complains about, without the name of the file that stands before it.
  private static func reason(_ child: ChildProcess) -> String? {
    guard let line = child.error.split(separator: "\n").first, !line.hasPrefix("No principal") else { return nil }
    return line.firstRange(of: "key ").map { String(line[$0.lowerBound...]) } ?? String(line)
  }
}
