import AnnotationEngine

/// A source whose type is not known at compile time: one indirect call a record or batch, and its state is never copied.
protocol AnySource<Record>: AnyObject {
  associatedtype Record: Sendable
  var name: String { get }
  var bytesRead: Int { get }
  var byteCount: Int? { get }
  func next() throws(EngineError) -> Incoming<Record>?
  func next(_ count: Int, bytes: Int, into batch: inout [Incoming<Record>]) throws(EngineError) -> Bool
}

final class Held<Source: RecordSource>: AnySource {
  private var source: Source

  init(_ source: Source) { self.source = source }

  var name: String { source.name }
  var bytesRead: Int { source.bytesRead }
  var byteCount: Int? { source.byteCount }
  func next() throws(EngineError) -> Incoming<Source.Record>? { try source.next() }
  func next(_ count: Int, bytes: Int, into batch: inout [Incoming<Source.Record>]) throws(EngineError) -> Bool {
    try source.next(count, bytes: bytes, into: &batch)
  }
}
