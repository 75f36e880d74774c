import Inputs
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is replaced as a whole: written under a temporary name in the same folder, then renamed.
///
/// Pipes and devices, such as `/dev/stderr` or a shell's `>(…)`, are written to directly.
struct AtomicFile: Sendable, Equatable {
  /// As the user named it.
  let path: String

  /// Makes sure, before any long work, that the file can be written.
  func checkWritable() throws(CommandFailure) {
    try refuseTrackedLinks()
    switch kind {
    case .folder: throw CommandFailure("cannot write `\(path)`: it is a folder; name a file in it")
    case .special:
      guard access(path, W_OK) == 0 else { throw failure(errno) }
    case .regular, .absent:
      let temporary = temporaryPath
      let descriptor = try create(temporary, mode: 0o600)
      close(descriptor)
      unlink(temporary)
    }
  }

  /// Refuses a path that a link of git's leads elsewhere: a commit must not choose which file is replaced.
  func refuseTrackedLinks() throws(CommandFailure) {
    guard let link = TrackedLink.first(onTheWayTo: path) else { return }
    throw CommandFailure(
      "cannot write `\(path)`: `\(link.path)` is a symbolic link that git tracks, and leads to `\(link.target)`; "
        + "name another file, or remove the link")
  }

  /// Refuses a pipe or device, for what is no output that somebody may be reading.
  func refuseSpecialFiles() throws(CommandFailure) {
    guard case .special = kind else { return }
    throw CommandFailure("cannot write `\(path)`: it is a pipe or device; remove it")
  }

  /// Replaces the file's content, or leaves it as it was.
  ///
  /// - Parameter mode: Permissions of a new file, less the process's mask; a former file's are kept as far as they allow.
  func write(_ bytes: [UInt8], mode: mode_t = 0o666) throws(CommandFailure) {
    try refuseTrackedLinks()
    let kind = self.kind
    if case .special = kind { return try writeThrough(bytes) }
    let temporary = temporaryPath
    let removal = RemovalOnInterrupt(of: temporary)
    defer { removal.cancel() }
    let descriptor = try create(temporary, mode: mode)
    if case .regular(let former) = kind { fchmod(descriptor, former & mode) }
    let writeError = writeAll(bytes, to: descriptor)
    let closeError = close(descriptor) == 0 ? nil : errno
    if let code = writeError ?? closeError ?? (rename(temporary, resolvedPath) == 0 ? nil : errno) {
      unlink(temporary)
      throw failure(code)
    }
  }

  private enum Kind {
    case absent, folder, special
    case regular(mode: mode_t)
  }

  private var kind: Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .regular(mode: status.st_mode & 0o777)
    case S_IFDIR: return .folder
    default: return .special
    }
  }

  /// The path with symbolic links followed, so that a link stays and its file is replaced.
  private var resolvedPath: String { realPath(path) ?? path }

  /// The path without symbolic links, whether or not the file is there yet.
  var absolutePath: String {
    if let resolved = realPath(path) { return resolved }
    let name = path.split(separator: "/").last ?? ""
    let folder = path.dropLast(name.utf8.count)
    return "\(realPath(folder.isEmpty ? "." : String(folder)) ?? String(folder))/\(name)"
  }

  private var temporaryPath: String { "\(resolvedPath).leaksift-\(getpid())" }

  private func create(_ temporary: String, mode: mode_t) throws(CommandFailure) -> Int32 {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(errno) }
    return descriptor
  }

  private func writeThrough(_ bytes: [UInt8]) throws(CommandFailure) {
    let descriptor = try openSpecial()
    defer { close(descriptor) }
    if let code = writeAll(bytes, to: descriptor), code != EPIPE { throw failure(code) }
  }

  /// Opens a pipe or device. A FIFO without a reader would make the opening wait without end.
  private func openSpecial() throws(CommandFailure) -> Int32 {
    for _ in 0..<100 {
      let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
      }
      guard errno == ENXIO else { throw failure(errno) }
      usleep(100_000)
    }
    throw CommandFailure(
      "cannot write `\(path)`: it is a FIFO that nobody reads; start its reader first, or name a file")
  }

  private func failure(_ code: Int32) -> CommandFailure {
    let mend = code == ENOENT ? "; create its folder first" : ""
    return CommandFailure("cannot write `\(path)`: \(errorText(code))\(mend)")
  }
}

/// The absolute path of something that exists, without symbolic links.
private func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// Removes a temporary file when the user interrupts the program while it is written.
struct RemovalOnInterrupt {
  private typealias Handler = @convention(c) (Int32) -> Void
  private var formerHandlers: [(signal: Int32, handler: Handler?)] = []

  /// Starts to watch; one file at a time.
  init(of path: String) {
    pendingRemoval.store(UInt(bitPattern: strdup(path)), ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number, removeAndDie)
      formerHandlers.append((number, former))
      // Who started leaksift may have chosen that a signal does not reach it (nohup).
      if isIgnoring(former) { signal(number, SIG_IGN) }
    }
  }

  /// Stops watching.
  func cancel() {
    for (number, handler) in formerHandlers { signal(number, handler) }
    free(UnsafeMutableRawPointer(bitPattern: pendingRemoval.exchange(0, ordering: .sequentiallyConsistent)))
  }
}

/// Address of the C string that names the file to remove, 0 for none; the only state that the signal handler reads.
private let pendingRemoval = Atomic<UInt>(0)

/// Calls only what POSIX allows in a signal handler.
private func removeAndDie(_ number: Int32) {
  let address = pendingRemoval.load(ordering: .sequentiallyConsistent)
  if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
  signal(number, SIG_DFL)
  raise(number)
}

private func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
  unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
