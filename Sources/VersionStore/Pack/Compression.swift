import CZstd
import Glibc

/// Compresses blocks one after another. Used by one thread at a time.
final class Compressor {
  /// The worker has to keep up with an import's parser, and other levels gain little on blocks this small. Measured on
  /// short JSON objects: level 3 is 4% smaller and an eighth slower, level -1 an eighth larger and a tenth faster.
  static let level: Int32 = 1

  private let context: OpaquePointer

  init() throws(StoreError) {
    guard let context = ZSTD_createCCtx() else { throw .io(errno: ENOMEM, action: "compress", path: "memory") }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Compressor.level)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Appends one frame holding `source` to `output`.
  func compress(
    _ source: [UInt8], with dictionary: CompressionDictionary?, to output: inout [UInt8]
  ) throws(StoreError) {
    let bound = ZSTD_compressBound(source.count)
    var size = 0
    ZSTD_CCtx_refCDict(context, dictionary?.digested)
    let frame = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      size = ZSTD_compress2(context, buffer.baseAddress, bound, source, source.count)
      count = ZSTD_isError(size) == 0 ? size : 0
    }
    guard ZSTD_isError(size) == 0 else { throw .io(errno: ENOMEM, action: "compress", path: "memory") }
    output.append(contentsOf: frame)
  }
}

/// A dictionary made ready for compressing.
final class CompressionDictionary {
  let bytes: [UInt8]
  fileprivate let digested: OpaquePointer

  init?(_ bytes: [UInt8]) {
    guard let digested = ZSTD_createCDict(bytes, bytes.count, Compressor.level) else { return nil }
    self.bytes = bytes
    self.digested = digested
  }

  deinit { ZSTD_freeCDict(digested) }

  /// A dictionary of what the `samples` (one after another in `bytes`, of the given sizes) have in common; nil where
  /// they have too little.
  static func trained(on bytes: [UInt8], sizes: [Int], capacity: Int) -> CompressionDictionary? {
    var size = 0
    let trained = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      size = ZDICT_trainFromBuffer(buffer.baseAddress, capacity, bytes, sizes, UInt32(sizes.count))
      count = ZDICT_isError(size) == 0 ? size : 0
    }
    return trained.isEmpty ? nil : CompressionDictionary(trained)
  }
}

/// Undoes the compression of blocks; any number of threads may ask at once.
///
/// Unchecked because of the pointer: zstd never changes a digested dictionary after making it, and it lives as long
/// as this object. The contexts that do change are handed in by the caller.
final class Decompressor: @unchecked Sendable {
  private let dictionary: OpaquePointer?

  init(dictionary bytes: UnsafeRawBufferPointer) {
    dictionary = bytes.isEmpty ? nil : ZSTD_createDDict(bytes.baseAddress, bytes.count)
  }

  deinit { ZSTD_freeDDict(dictionary) }

  /// The content of a frame of at most `limit` bytes, or nil where it is damaged.
  func decompress(_ frame: UnsafeRawBufferPointer, limit: Int, with context: DecompressionContext) -> [UInt8]? {
    let size = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
    // The two largest values mean "unknown" and "not a frame".
    guard size <= UInt64(limit) else { return nil }
    // A frame says itself whether it was made with the dictionary; one that was not must be read without.
    let needsDictionary = ZSTD_getDictID_fromFrame(frame.baseAddress, frame.count) != 0
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      let done = ZSTD_decompress_usingDDict(
        context.context, buffer.baseAddress, buffer.count, frame.baseAddress, frame.count,
        needsDictionary ? dictionary : nil)
      isWhole = done == Int(size)
      count = isWhole ? done : 0
    }
    return isWhole ? content : nil
  }
}

/// The working memory of one decompression.
///
/// Unchecked because of the pointer: `Store.withContext` takes a context out of its list for the time of one call, so
/// only one thread has it at a time.
final class DecompressionContext: @unchecked Sendable {
  fileprivate let context: OpaquePointer

  init?() {
    guard let context = ZSTD_createDCtx() else { return nil }
    self.context = context
  }

  deinit { ZSTD_freeDCtx(context) }
}
