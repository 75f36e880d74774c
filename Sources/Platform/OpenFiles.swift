/// Which files other processes have open, where the system says so.
package enum OpenFiles {
  /// A process that has a file open for writing; `nil` when there is none among the processes that this user may look at.
  ///
  /// Linux: proc(5), `/proc/PID/fd` and `fdinfo`.
  /// - Throws: When the system does not say it, as where there is no `/proc`.
  package static func writer(of path: String) throws(SystemError) -> Int? {
    let wanted = try FileSystem.realPath(of: path)
    for name in try FileSystem.names(in: "/proc") {
      guard let process = Int(String(decoding: name, as: UTF8.self)), process != Int(ThisProcess.id) else { continue }
      if try writes(process, wanted) { return process }
    }
    return nil
  }

  private static func writes(_ process: Int, _ path: [UInt8]) throws(SystemError) -> Bool {
    let folder = "/proc/\(process)"
    let descriptors: [[UInt8]]
    do throws(SystemError) { descriptors = try FileSystem.names(in: "\(folder)/fd") } catch {
      // It has ended, or is another user's.
      if error.isAbsence || error.isRefusal { return false }
      throw error
    }
    for name in descriptors {
      let number = String(decoding: name, as: UTF8.self)
      guard FileSystem.linkTarget(of: "\(folder)/fd/\(number)") == path else { continue }
      do throws(FileError) {
        let information = try RegularFile.content(of: "\(folder)/fdinfo/\(number)", limit: 1 << 16)
        if isWritable(String(decoding: information, as: UTF8.self)) { return true }
      } catch {
        // It was closed meanwhile.
        if case .system(let cause) = error, !cause.isAbsence { throw cause }
      }
    }
    return false
  }

  /// Whether the flags, in octal, end in 1 or 2: O_WRONLY or O_RDWR.
  private static func isWritable(_ information: String) -> Bool {
    let line = information.split(separator: "\n").first { $0.hasPrefix("flags:") }
    return line?.last == "1" || line?.last == "2"
  }
}
