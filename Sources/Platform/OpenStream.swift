#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A descriptor that someone else opened and closes: the process's own three, or one that a caller lends.
package struct OpenStream: Sendable, Equatable {
  /// The system's number.
  package let raw: Int32

  /// - Parameter raw: A descriptor that stays open while the stream is used.
  package init(_ raw: Int32) {
    self.raw = raw
  }

  /// Standard input.
  package static let input = OpenStream(STDIN_FILENO)
  /// Standard output.
  package static let output = OpenStream(STDOUT_FILENO)
  /// Standard error.
  package static let error = OpenStream(STDERR_FILENO)

  /// Size and kind as they are now.
  package func status() throws(SystemError) -> FileStatus {
    var status = stat()
    try retrying { fstat(raw, &status) }
    return FileStatus(status)
  }

  /// Writes all bytes, resuming after signals and short writes.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try retrying { rest.withUnsafeBytes { systemWrite(raw, $0.baseAddress, $0.count) } }
      rest = rest.dropFirst(count)
    }
  }

  /// Whether a terminal is at the other end.
  package var isTerminal: Bool { isatty(raw) == 1 }

  /// Columns of the terminal; `nil` when it is none or does not say.
  package var columns: Int? {
    var size = winsize()
    return ioctl(raw, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}

extension Descriptor {
  /// Writes all bytes, resuming after signals and short writes.
  package borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
    try stream.write(bytes)
  }
}

// A free function, since methods of the same name hide that of C.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
