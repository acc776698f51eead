/// One exchange with a remote: where, by whom, and what a row of a tree names.
public struct Transfer {
  /// What the remote is called here: its branches are kept as `remotes/NAME/BRANCH`.
  public var name: String
  public var author: String
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  /// What a row of the named tree points to: blobs, and roots of trees.
  public var references: (_ tree: String, Row) -> [ObjectID]
  /// Trees whose rows name nothing but blobs, which are the bulk of a store. These travel last.
  public var bulky: Set<String>
  /// Whether the bulk stays at the remote until it is read (see `Promises`).
  public var isPartial: Bool
  /// Called now and then. What it throws ends the exchange, which can be made again at any time.
  public var progress: (TransferProgress) throws(StoreError) -> Void

  let store: Store
  let remote: MeasuredRemote

  public init(
    between store: Store, and remote: any Remote, named name: String, author: String, time: Int64,
    references: @escaping (_ tree: String, Row) -> [ObjectID], bulky: Set<String> = [], isPartial: Bool = false,
    progress: @escaping (TransferProgress) throws(StoreError) -> Void = { (_) throws(StoreError) in }
  ) {
    self.store = store
    self.remote = MeasuredRemote(remote)
    self.name = name
    self.author = author
    self.time = time
    self.references = references
    self.bulky = bulky
    self.isPartial = isPartial
    self.progress = progress
  }

  /// The ref that says here where a branch of the remote was when last seen.
  func tracking(_ branch: String) -> String { "remotes/\(name)/\(branch)" }

  func newWalk(omitsBulk: Bool = false) -> ObjectWalk {
    ObjectWalk(in: store, bulky: bulky, omitsBulk: omitsBulk, references: references)
  }
}

/// How far an exchange is.
public struct TransferProgress: Equatable, Sendable {
  public enum Phase: String, Sendable {
    /// Finding out what is missing.
    case comparing
    case sending
    case receiving
    /// Checking what came.
    case verifying
  }
  public var phase: Phase
  public var done: Int
  /// nil where nobody knows.
  public var total: Int?
  /// What is counted: "objects" or "bytes".
  public var unit: Unit

  public enum Unit: String, Sendable { case objects, bytes }

  public init(_ phase: Phase, done: Int, of total: Int?, _ unit: Unit) {
    self.phase = phase
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// A ref that an exchange moved or left alone.
public struct RefUpdate: Equatable, Sendable {
  public enum Outcome: String, Sendable {
    case created, moved, deleted
    case unchanged
    /// A move that was no fast-forward, and was wanted.
    case forced
    /// A tag of that name stands here already and names something else.
    case kept
  }
  /// By its full name on the side that it is moved on: "heads/main", "remotes/origin/main", "tags/v1".
  public var ref: String
  public var old: ObjectID?
  public var new: ObjectID?
  public var outcome: Outcome

  public init(ref: String, old: ObjectID?, new: ObjectID?, outcome: Outcome) {
    self.ref = ref
    self.old = old
    self.new = new
    self.outcome = outcome
  }
}

/// What an exchange did.
public struct TransferReport: Equatable, Sendable {
  public var refs: [RefUpdate]
  /// Objects and bytes of packs that travelled.
  public var objects: Int
  public var bytes: Int
  public var requests: Int

  public init(refs: [RefUpdate], objects: Int, bytes: Int, requests: Int) {
    self.refs = refs
    self.objects = objects
    self.bytes = bytes
    self.requests = requests
  }
}
