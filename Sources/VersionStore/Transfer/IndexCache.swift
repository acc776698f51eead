import Glibc

/// What is known of packs that lie at remotes, kept under `indexes/` by their names: as a pack never changes, neither
/// does that. Losing it costs requests and nothing else.
struct IndexCache {
  /// What a file here holds, by its ending.
  private enum Part: String {
    /// Everything behind the blocks.
    case index
    /// The footer alone, where it shows that the rest is not needed.
    case footer
    case dictionary
  }

  private let store: Store
  /// The first read of a pack's end has this many bytes: all of the index of most packs.
  private static let firstRead = 256 * 1024

  init(_ store: Store) { self.store = store }

  // MARK: Finding

  /// The index of a pack, if it is here.
  func index(of pack: String) -> PackIndex? {
    guard let file = try? MappedFile(path: path(of: pack, .index)) else { return nil }
    return try? PackIndex(alone: file, named: pack)
  }

  /// The footer of a pack, if it is here.
  func footer(of pack: String) -> PackFooter? {
    if let index = index(of: pack) { return index.footer }
    guard let file = try? MappedFile(path: path(of: pack, .footer)) else { return nil }
    return try? PackFooter(end: file.bytes, packSize: nil, named: pack)
  }

  /// The packs whose indexes are here, in order of name.
  func indexedPacks() throws(StoreError) -> [String] {
    try names(in: store.layout.indexes).filter { $0.hasSuffix("." + Part.index.rawValue) }
      .map { $0.dropLast(Part.index.rawValue.count + 1) + PackFormat.fileExtension }.sorted()
  }

  // MARK: Asking the remote

  /// The footer of a pack at `remote`: one request at most. Keeps the index too where that came along.
  func footer(of pack: RemotePack, at remote: MeasuredRemote) throws(StoreError) -> PackFooter {
    if let footer = footer(of: pack.name) { return footer }
    return try fetch(pack, at: remote).footer
  }

  /// The index of a pack at `remote`: two requests at most.
  func index(of pack: RemotePack, at remote: MeasuredRemote) throws(StoreError) -> PackIndex {
    if let index = index(of: pack.name) { return index }
    var (footer, end) = try fetch(pack, at: remote)
    if let index = index(of: pack.name) { return index }
    // Less than all: what is before it is read too.
    let start = pack.byteCount - end.count
    guard footer.blockTableOffset < start else { throw damaged(pack, remote) }
    end = try remote.read(pack: pack.name, footer.blockTableOffset..<start) + end
    return try keepChecked(end, of: pack, remote)
  }

  /// Reads the end of a pack and keeps what that is: the whole index, or the footer.
  private func fetch(
    _ pack: RemotePack, at remote: MeasuredRemote
  ) throws(StoreError) -> (footer: PackFooter, end: [UInt8]) {
    let start = max(0, pack.byteCount - IndexCache.firstRead)
    let end = try remote.read(pack: pack.name, start..<pack.byteCount)
    let footer: PackFooter
    do throws(StoreError) {
      footer = try end.withRawBytes { (bytes) throws(StoreError) in
        try PackFooter(end: bytes, packSize: pack.byteCount, named: pack.name)
      }
    } catch { throw error.at(remote: remote.url) }
    if footer.blockTableOffset >= start {
      _ = try keepChecked(Array(end[(footer.blockTableOffset - start)...]), of: pack, remote)
    } else {
      try keep(Array(end.suffix(PackFooter.size)), of: pack.name, .footer)
    }
    return (footer, end)
  }

  private func keepChecked(
    _ bytes: [UInt8], of pack: RemotePack, _ remote: MeasuredRemote
  ) throws(StoreError) -> PackIndex {
    try keep(bytes, of: pack.name, .index)
    guard let index = index(of: pack.name), index.isSound() else {
      forget(pack.name)
      throw damaged(pack, remote)
    }
    return index
  }

  private func damaged(_ pack: RemotePack, _ remote: MeasuredRemote) -> StoreError {
    StoreError.badPack(pack: pack.name, detail: "the index does not match its checksum").at(remote: remote.url)
  }

  // MARK: Dictionaries

  /// What a pack's blocks of blobs are compressed with: one request where it has such a thing and it is not here.
  func dictionary(
    of pack: String, _ footer: PackFooter, at remote: MeasuredRemote
  ) throws(StoreError) -> [UInt8] {
    guard footer.dictionarySize > 0 else { return [] }
    if let file = try? MappedFile(path: path(of: pack, .dictionary)), file.bytes.count == footer.dictionarySize {
      return Array(file.bytes)
    }
    let start = PackFormat.magic.count
    let bytes = try remote.read(pack: pack, start..<start + footer.dictionarySize)
    try keep(bytes, of: pack, .dictionary)
    return bytes
  }

  // MARK: Keeping

  /// Takes the index of the whole pack in the file `path`.
  func keep(indexOfPackAt path: String, named name: String) throws(StoreError) {
    let file = try MappedFile(path: path)
    let footer = try PackFooter(of: file.bytes, named: name)
    try keep(Array(file.bytes.slice(footer.blockTableOffset..<file.bytes.count)), of: name, .index)
  }

  /// Notes that a pack was seen whole, so that nobody looks into it again before something of it is missing.
  func keep(footerOf reader: PackReader) throws(StoreError) {
    let bytes = reader.file.bytes
    try keep(Array(bytes.slice(bytes.count - PackFooter.size..<bytes.count)), of: reader.name, .footer)
  }

  /// Drops what is known of a pack.
  func forget(_ pack: String) {
    for part in [Part.index, .footer, .dictionary] { try? store.access.remove(path(of: pack, part)) }
  }

  private func keep(_ bytes: [UInt8], of pack: String, _ part: Part) throws(StoreError) {
    guard RemotePack.isName(pack) else { throw .badPack(pack: pack, detail: "no pack can have this name") }
    _ = try store.access.makeDirectory(store.layout.indexes)
    let file = try store.newTemporary()
    do throws(StoreError) {
      try file.write(bytes)
      try file.sync()
      try store.access.rename(file.path, to: path(of: pack, part))
    } catch {
      try? store.access.remove(file.path)
      throw error
    }
  }

  private func path(of pack: String, _ part: Part) -> String {
    store.layout.indexes + "/" + pack.dropLast(PackFormat.fileExtension.count) + "." + part.rawValue
  }
}
