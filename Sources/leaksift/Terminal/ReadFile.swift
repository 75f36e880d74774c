#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a regular file, `nil` when there is none at the path. Never waits for the writer of a FIFO.
func readFile(_ path: String) throws(CommandFailure) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else {
    // ENXIO is a socket.
    if [ENOENT, ENOTDIR, ENXIO].contains(errno) { return nil }
    throw CommandFailure("cannot read `\(path)`: \(errorText(errno))")
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  guard let bytes = readToEnd(descriptor) else { throw CommandFailure("cannot read `\(path)`: \(errorText(errno))") }
  return bytes
}

/// All of standard input, `nil` when it cannot be read.
func readStandardInput() -> [UInt8]? { readToEnd(STDIN_FILENO) }

private func readToEnd(_ descriptor: Int32) -> [UInt8]? {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
  }
}

/// Whether something is at a path, if only a link that leads nowhere.
func isTaken(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0
}
