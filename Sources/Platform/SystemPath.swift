/// What names a file for the operating system: text, or bytes in whatever encoding the file system has.
///
/// A path ends at its first NUL.
package protocol SystemPath {
  /// Calls `body` with the path as a C string that is valid during the call.
  func withCPath<Value>(_ body: (UnsafePointer<CChar>) throws(SystemError) -> Value) throws(SystemError) -> Value
}

extension String: SystemPath {
  package func withCPath<Value>(
    _ body: (UnsafePointer<CChar>) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    try withCString { path in Result { () throws(SystemError) in try body(path) } }.get()
  }
}

extension Array: SystemPath where Element == UInt8 {
  package func withCPath<Value>(
    _ body: (UnsafePointer<CChar>) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    try self[...].withCPath(body)
  }
}

extension ArraySlice: SystemPath where Element == UInt8 {
  package func withCPath<Value>(
    _ body: (UnsafePointer<CChar>) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    // Invariant: the buffer has one element more than the path, for the final NUL.
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer in
      Result { () throws(SystemError) in
        for (index, byte) in enumerated() { buffer[index] = CChar(bitPattern: byte) }
        buffer[count] = 0
        guard let path = buffer.baseAddress else { throw .noMemory }
        return try body(path)
      }
    }.get()
  }
}
