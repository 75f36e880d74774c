#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The entries of a folder, one after the other.
///
/// Unsafe pointers to the system's entries do not leave this file: each is used before the next call of `readdir`, which
/// may write over it.
struct EntryStream: ~Copyable {
  #if canImport(Darwin)
    private typealias Stream = UnsafeMutablePointer<DIR>
  #else
    private typealias Stream = OpaquePointer
  #endif

  private let stream: Stream

  /// An entry; its kind is `nil` where the file system leaves it out.
  struct Entry {
    let name: [UInt8]
    let kind: EntryKind?
  }

  init(_ path: some SystemPath) throws(SystemError) {
    stream = try path.withCPath { path throws(SystemError) -> Stream in
      guard let stream = opendir(path) else { throw .last }
      return stream
    }
  }

  /// - Parameter folder: An open folder, which the stream takes over.
  init(_ folder: consuming Descriptor) throws(SystemError) {
    let raw = folder.release()
    guard let stream = fdopendir(raw) else {
      let error = SystemError.last
      close(raw)
      throw error
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// The next entry but `.` and `..`; `nil` at the end.
  borrowing func next() throws(SystemError) -> Entry? {
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .last }
        return nil
      }
      let name = Self.name(of: entry)
      if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      return Entry(name: name, kind: EntryKind(directoryEntryType: entry.pointee.d_type))
    }
  }

  /// The entry's name, read in place: it may be longer than the array that the C type declares.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    // Invariant: readdir's entry has a NUL-terminated name at this offset until the next call.
    guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return [] }
    let start = UnsafeRawPointer(entry) + offset
    return Array(UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
  }
}
