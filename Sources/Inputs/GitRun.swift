#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// git could not be started.
package struct GitRunError: Error, CustomStringConvertible {
  package let description: String
}

/// How a run of git ended.
package struct GitRun {
  package let status: Int32
  package let output: [UInt8]
  package let errors: [UInt8]

  /// git's own words, or its exit status.
  package var complaint: String {
    let line = errors.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "fatal: ".utf8) }
    guard let line else { return "git ended with status \(status)" }
    return PathText.display(line.dropFirst(7))
  }
}

/// Stand-in until GitProcess is merged.
package func runGit(_ arguments: [String], in folder: [UInt8], input: [UInt8] = []) throws(GitRunError) -> GitRun {
  guard let folder = String(validating: folder, as: UTF8.self) else {
    throw GitRunError(description: "the path is not valid UTF-8")
  }
  let all = ["git", "-c", "core.fsmonitor=false", "-C", folder] + arguments
  var argv: [UnsafeMutablePointer<CChar>?] = all.map { strdup($0) } + [nil]
  defer { for item in argv { free(item) } }
  guard let out = tmpfile(), let err = tmpfile(), let inp = tmpfile() else { throw GitRunError(description: "tmp") }
  defer { fclose(out); fclose(err); fclose(inp) }
  _ = input.withUnsafeBytes { write(fileno(inp), $0.baseAddress, $0.count) }
  lseek(fileno(inp), 0, SEEK_SET)
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, fileno(inp), 0)
  posix_spawn_file_actions_adddup2(&actions, fileno(out), 1)
  posix_spawn_file_actions_adddup2(&actions, fileno(err), 2)
  var pid: pid_t = 0
  guard posix_spawnp(&pid, "git", &actions, nil, &argv, environ) == 0 else {
    throw GitRunError(description: "git is not installed")
  }
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0 {}
  func bytes_(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    lseek(fileno(file), 0, SEEK_SET)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    while true {
      let n = read(fileno(file), &piece, piece.count)
      if n <= 0 { return bytes }
      bytes += piece[..<n]
    }
  }
  return GitRun(status: (status >> 8) & 0xff, output: bytes_(out), errors: bytes_(err))
}
