#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that cannot be read.
struct FileError: Error, Equatable, CustomStringConvertible {
  /// The system's error number.
  var code: Int32

  /// Whether there is no such file.
  var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
  var description: String { errorText(code) }
}

/// The bytes of a file.
func readFile(_ path: String) throws(FileError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(code: errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count > 0 {
      bytes += buffer[..<count]
    } else if errno != EINTR {
      throw FileError(code: errno)
    }
  }
}
