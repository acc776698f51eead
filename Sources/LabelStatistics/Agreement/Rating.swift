/// One rating of an item: who gave which value.
public struct Rating: Equatable, Hashable, Sendable {
  public var annotator: Int32
  public var value: Int32

  public init(annotator: Int32, value: Int32) {
    self.annotator = annotator
    self.value = value
  }
}
