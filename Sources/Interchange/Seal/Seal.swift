import AnnotationEngine

/// What `SNAPSHOT.json` says: which commit the files beside it hold, how much of it, and the hash of each file. The
/// article <doc:Snapshots> gives the format.
public struct Seal: Equatable, Sendable {
  public static let fileName = "SNAPSHOT.json"
  static let format = 1

  /// What is sealed: everything in the directory, or only the files that are named.
  public enum Scope: String, Sendable { case directory, files }

  /// A text of the project and where a directory holds it.
  public struct TextHash: Equatable, Sendable {
    public var file: String
    public var sha256: String
  }

  /// The labels of one question.
  public struct QuestionCounts: Equatable, Sendable {
    public struct Value: Equatable, Sendable {
      public var name: String
      public var count: Int
    }
    public var name: String
    public var kind: Question.Kind
    /// Samples that have a label.
    public var labels: Int
    /// Labels that hold a value, in the project's order. A label of several values counts with each.
    public var values: [Value]
  }

  /// A file of the snapshot.
  public struct File: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
      /// `annotations`: how many stand in the rows; nil where they were left out.
      case data(SnapshotFormat, rows: Int, annotations: Int?)
      case schema
      case guidelines
    }
    /// Path from the directory of the seal.
    public var name: String
    public var content: Content
    public var digest: FileDigest
  }

  public var scope: Scope
  public var project: String
  /// Full id.
  public var commit: String
  /// The revision as it was asked for.
  public var ref: String
  public var schema: TextHash
  public var guidelines: TextHash?
  public var samples: Int
  /// Of the commit, whether the data holds them or not.
  public var annotations: Int
  public var questions: [QuestionCounts]
  /// By question, as `AgreementReport.sealed` gives it.
  public var agreement: JSONValue
  /// By name.
  public var files: [File]

  public var labels: Int { questions.reduce(0) { $0 + $1.labels } }
}

// MARK: - Writing

extension Seal {
  /// The bytes of the file: the same for the same seal.
  var text: String { json.page }

  private var json: JSONValue {
    .object([
      JSONMember("format", JSONValue(Seal.format)),
      JSONMember("sealed", .string(scope.rawValue)),
      JSONMember("project", .string(project)),
      JSONMember("commit", .string(commit)),
      JSONMember("ref", .string(ref)),
      JSONMember("schema", schema.json),
      JSONMember("guidelines", guidelines?.json ?? .null),
      JSONMember(
        "counts",
        .object([
          JSONMember("samples", JSONValue(samples)), JSONMember("annotations", JSONValue(annotations)),
          JSONMember("labels", JSONValue(labels)),
        ])),
      JSONMember("questions", .object(questions.map { JSONMember($0.name, $0.json) })),
      JSONMember("agreement", agreement),
      JSONMember("files", .array(files.map(\.json))),
    ])
  }
}

extension Seal.TextHash {
  fileprivate var json: JSONValue {
    .object([JSONMember("file", .string(file)), JSONMember("sha256", .string(sha256))])
  }
}

extension Seal.QuestionCounts {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("kind", .string(kind.rawValue)), JSONMember("labels", JSONValue(labels)),
      JSONMember("values", .object(values.map { JSONMember($0.name, JSONValue($0.count)) })),
    ])
  }
}

extension Seal.File {
  fileprivate var json: JSONValue {
    var members = [JSONMember("name", .string(name))]
    switch content {
    case .data(let format, let rows, let annotations):
      members += [
        JSONMember("content", .string("data")), JSONMember("format", .string(format.rawValue)),
        JSONMember("rows", JSONValue(rows)), JSONMember("annotations", annotations.map { JSONValue($0) } ?? .null),
      ]
    case .schema: members.append(JSONMember("content", .string("schema")))
    case .guidelines: members.append(JSONMember("content", .string("guidelines")))
    }
    members += [JSONMember("bytes", JSONValue(digest.byteCount)), JSONMember("sha256", .string(digest.sha256))]
    return .object(members)
  }
}
