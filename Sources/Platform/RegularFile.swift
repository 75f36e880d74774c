/// A regular file that is open for reading, and its size.
package struct RegularFile: ~Copyable {
  /// The open file.
  package let descriptor: Descriptor
  /// Bytes when it was opened; 0 for many of the kernel's own files, whatever they contain.
  package let size: Int

  /// Opens a regular file, without waiting for whoever would write to a FIFO of that name.
  ///
  /// - Parameter followsLinks: Whether a symbolic link at the path's end is followed.
  package init(_ path: some SystemPath, followsLinks: Bool = true) throws(FileError) {
    let opened: Descriptor
    do throws(SystemError) { opened = try Descriptor(reading: path, followsLinks: followsLinks) } catch {
      throw .system(error)
    }
    let status: FileStatus
    do throws(SystemError) { status = try opened.status() } catch { throw .system(error) }
    guard status.kind == .file else { throw .notRegular }
    descriptor = opened
    size = status.size
  }

  /// Everything in the file, also what was appended since it was opened.
  ///
  /// - Parameter limit: Most bytes that are accepted.
  package borrowing func content(limit: Int = .max) throws(FileError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(SystemError) { bytes = try descriptor.readToEnd(expecting: size, limit: limit) } catch {
      throw .system(error)
    }
    guard let bytes else { throw .tooLarge }
    return bytes
  }

  /// Everything in a regular file.
  ///
  /// - Parameters:
  ///   - path: Where the file is; symbolic links are followed.
  ///   - limit: Most bytes that are accepted.
  package static func content(of path: some SystemPath, limit: Int = .max) throws(FileError) -> [UInt8] {
    try RegularFile(path).content(limit: limit)
  }
}

/// Why a regular file was not read.
package enum FileError: Error, Equatable {
  /// A call of the system failed.
  case system(SystemError)
  /// A folder, FIFO, socket or device is at the path.
  case notRegular
  /// The file is larger than the caller accepts.
  case tooLarge
}
