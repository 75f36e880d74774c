import Platform

/// The bytes of a regular file, `nil` when there is none at the path. Never waits for the writer of a FIFO.
///
/// - Parameter limit: Most bytes; of a longer file, `nil` is returned too.
func readFile(_ path: String, limit: Int = .max) throws(CommandFailure) -> [UInt8]? {
  do throws(FileError) { return try RegularFile.content(of: path, limit: limit) } catch {
    // Opening a socket fails with `noDevice`.
    if case .system(let cause) = error, !cause.isAbsence, cause != .noDevice {
      throw CommandFailure("cannot read `\(path)`: \(cause)")
    }
    return nil
  }
}
