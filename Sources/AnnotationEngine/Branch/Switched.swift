import Foundation

extension Workspace {
  /// The branch that `person` switched to in the workspace at `path` or above it; nil where they never did, or it is
  /// gone. Cost is one small file.
  public static func switchedBranch(of person: String, at path: String) throws(EngineError) -> String? {
    let root = try root(above: path)
    guard let text = try? String(contentsOfFile: switchFile(of: person, in: root), encoding: .utf8) else { return nil }
    let branch = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return VersionName.problem(with: branch, of: .branch) == nil ? branch : nil
  }

  /// Lets `person` work on this workspace's branch from now on, wherever they do not name another.
  public func rememberSwitch(of person: String) throws(EngineError) {
    let file = Self.switchFile(of: person, in: path)
    do {
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data((branch + "\n").utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw .io(errno: error.systemNumber, action: "keep which branch you are on", path: file)
    }
  }

  /// Names of people may hold anything but control characters; a file's name holds no slash, and none is "..".
  private static func switchFile(of person: String, in root: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var name = ""
    for byte in person.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return BranchPlace.home(of: root) + "/switched/" + name
  }
}
