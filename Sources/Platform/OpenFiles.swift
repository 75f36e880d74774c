/// Which files other processes have open, where the system says so.
package enum OpenFiles {
  /// A process that has a file open for writing; `nil` when none is known to.
  ///
  /// Linux: proc(5), `/proc/PID/fd` and `fdinfo`. Processes of other users are not seen.
  package static func writer(of path: String) -> Int? {
    guard let wanted = try? FileSystem.realPath(of: path) else { return nil }
    let processes = ((try? FileSystem.names(in: "/proc")) ?? []).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    return processes.first { process in
      process != Int(ThisProcess.id) && writes(process, wanted)
    }
  }

  private static func writes(_ process: Int, _ path: [UInt8]) -> Bool {
    let folder = "/proc/\(process)"
    let descriptors = (try? FileSystem.names(in: "\(folder)/fd")) ?? []
    return descriptors.contains { name in
      let number = String(decoding: name, as: UTF8.self)
      guard FileSystem.linkTarget(of: "\(folder)/fd/\(number)") == path else { return false }
      let information = (try? RegularFile.content(of: "\(folder)/fdinfo/\(number)", limit: 1 << 16)) ?? []
      return isWritable(String(decoding: information, as: UTF8.self))
    }
  }

  /// Whether the flags, in octal, end in 1 or 2: O_WRONLY or O_RDWR.
  private static func isWritable(_ information: String) -> Bool {
    let line = information.split(separator: "\n").first { $0.hasPrefix("flags:") }
    return line?.last == "1" || line?.last == "2"
  }
}
