/// What fits one screen cell: a base with its marks, at most five code points, as a `cchar_t` holds.
struct Cluster: Equatable {
  static let capacity = 5

  private(set) var scalars: (UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0)
  private(set) var count = 0
  /// The most columns that any terminal in use gives it.
  var width = 0
  /// A stand-in for a hostile character.
  var isGlyph = false
  /// True when terminals disagree on the width: the screen lays blanks under it and moves absolutely after it.
  var isDoubtful = false

  init() {}

  init(_ scalar: UInt32, width: Int, doubtful: Bool = false) {
    append(scalar)
    self.width = width
    isDoubtful = doubtful
  }

  static func glyph(_ scalar: UInt32) -> Cluster {
    var cluster = Cluster(scalar, width: 1)
    cluster.isGlyph = true
    return cluster
  }

  var isFull: Bool { count == Cluster.capacity }

  mutating func append(_ scalar: UInt32) {
    switch count {
    case 0: scalars.0 = scalar
    case 1: scalars.1 = scalar
    case 2: scalars.2 = scalar
    case 3: scalars.3 = scalar
    case 4: scalars.4 = scalar
    default: return
    }
    count += 1
  }

  static func == (a: Cluster, b: Cluster) -> Bool {
    a.scalars == b.scalars && a.width == b.width && a.isGlyph == b.isGlyph && a.isDoubtful == b.isDoubtful
  }
}
