import Content
import Platform

/// A file that leaksift writes for its user: replaced as a whole, or not at all.
///
/// Pipes and devices, such as `/dev/stderr` or a shell's `>(…)`, are written to directly.
struct OutputFile: Sendable, Equatable {
  /// As the user named it.
  let path: String

  /// Makes sure, before any long work, that the file can be written.
  func checkWritable() throws(CommandFailure) {
    try refuseTrackedLinks()
    let kind = FileSystem.kind(of: path)
    if kind == .folder { throw CommandFailure("cannot write `\(path)`: it is a folder; name a file in it") }
    do throws(SystemError) {
      switch kind {
      case .file, nil: try AtomicReplacement.check(resolvedPath)
      default: try FileSystem.checkWritable(path)
      }
    } catch {
      throw failure(error)
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
    guard let kind = FileSystem.kind(of: path), kind != .file, kind != .folder else { return }
    throw CommandFailure("cannot write `\(path)`: it is a pipe or device; remove it")
  }

  /// Replaces the file's content, or leaves it as it was.
  ///
  /// - Parameter permissions: Of a new file, less the process's mask; a former file's are kept as far as they allow.
  func write(_ bytes: [UInt8], permissions: UInt32 = 0o666) throws(CommandFailure) {
    try refuseTrackedLinks()
    let former = try? FileStatus(of: path)
    if let former, former.kind != .file, former.kind != .folder { return try writeThrough(bytes) }
    do throws(SystemError) {
      try AtomicReplacement.write(bytes, to: resolvedPath, permissions: permissions) { file in
        if let former, former.kind == .file { try? file.setPermissions(former.permissions & 0o777 & permissions) }
      }
    } catch {
      throw failure(error)
    }
  }

  /// The path with symbolic links followed, so that a link stays and its file is replaced.
  private var resolvedPath: [UInt8] { FileSystem.resolved(path) }

  /// The path without symbolic links, whether or not the file is there yet.
  var absolutePath: String {
    if let resolved = try? FileSystem.realPath(of: path) { return String(decoding: resolved, as: UTF8.self) }
    let name = path.split(separator: "/").last ?? ""
    let folder = String(path.dropLast(name.utf8.count))
    let resolved = try? FileSystem.realPath(of: folder.isEmpty ? "." : folder)
    return "\(resolved.map { String(decoding: $0, as: UTF8.self) } ?? folder)/\(name)"
  }

  private func writeThrough(_ bytes: [UInt8]) throws(CommandFailure) {
    do throws(SystemError) { try openSpecial().write(bytes) } catch {
      if error == .noDevice {
        throw CommandFailure(
          "cannot write `\(path)`: it is a FIFO that nobody reads; start its reader first, or name a file")
      }
      if error != .brokenPipe { throw failure(error) }
    }
  }

  /// Opens a pipe or device; waits some seconds for a FIFO's reader.
  private func openSpecial() throws(SystemError) -> Descriptor {
    for _ in 0..<100 {
      do throws(SystemError) { return try Descriptor(writingToSpecial: path) } catch {
        if error != .noDevice { throw error }
      }
      ThisProcess.pause(milliseconds: 100)
    }
    throw .noDevice
  }

  private func failure(_ error: SystemError) -> CommandFailure {
    let remedy = error == .noEntry ? "; create its folder first" : ""
    return CommandFailure("cannot write `\(path)`: \(error)\(remedy)")
  }
}
