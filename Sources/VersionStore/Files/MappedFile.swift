import Glibc

/// A whole file, mapped for reading.
///
/// Unchecked because of the pointer: the mapping is read-only, the files that are mapped are never changed once they
/// have their name, and the address stays valid until `deinit`, which runs when nobody holds the object.
final class MappedFile: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  init(path: String) throws(StoreError) {
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .io(errno: errno, action: "open a file", path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .io(errno: errno, action: "look at a file", path: path) }
    guard status.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let size = Int(status.st_size)
    guard let address = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
      throw .io(errno: errno, action: "map a file", path: path)
    }
    bytes = UnsafeRawBufferPointer(start: address, count: size)
    // Lookups land anywhere: reading ahead would fill memory with pages that nobody asked for.
    madvise(address, size, MADV_RANDOM)
  }

  deinit {
    if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
  }

  /// Gives the memory of pages that were read back to the system; reading them again brings them back.
  func forgetPages() {
    if let address = bytes.baseAddress {
      madvise(UnsafeMutableRawPointer(mutating: address), bytes.count, MADV_DONTNEED)
    }
  }
}
