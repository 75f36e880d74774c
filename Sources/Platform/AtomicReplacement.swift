/// Replaces a file as a whole: the new content is written under a temporary name in the same folder and then renamed, so
/// that nobody sees half of it. Neither a failure nor a signal that ends the process leaves the temporary file there.
package enum AtomicReplacement {
  /// Puts a file with new content in place of whatever file is at the path, or of none.
  ///
  /// - Parameters:
  ///   - path: Where the file is; a symbolic link there is replaced itself.
  ///   - permissions: Of the new file, less the process's mask.
  ///   - finish: Called with the written file, to give it permissions and owner of a former one.
  package static func write(
    _ content: [UInt8], to path: [UInt8], permissions: UInt32,
    finish: (borrowing Descriptor) throws(SystemError) -> Void = { _ in }
  ) throws(SystemError) {
    let temporary = temporaryPath(for: path)
    let removal = Interruption.willRemove(temporary)
    defer { Interruption.cancel(removal) }
    var file = try Descriptor(creating: temporary, permissions: permissions)
    do throws(SystemError) {
      try file.write(content)
      try finish(file)
      try file.close()
      try FileSystem.rename(temporary, to: path)
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
  }

  /// Checks that ``write(_:to:permissions:finish:)`` can make its temporary file.
  package static func check(_ path: [UInt8]) throws(SystemError) {
    let temporary = temporaryPath(for: path)
    _ = try Descriptor(creating: temporary, permissions: 0o600)
    try FileSystem.remove(temporary)
  }

  /// A name that no other running process uses, and no file has that an ended one left behind.
  private static func temporaryPath(for path: [UInt8]) -> [UInt8] {
    let start = path + Array(".leaksift-\(ThisProcess.id)".utf8)
    var candidate = start
    var number = 1
    while number < 100, FileSystem.exists(candidate) {
      candidate = start + Array("-\(number)".utf8)
      number += 1
    }
    return candidate
  }
}
