import GitProcess
import Inputs

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A bare clone that lives as long as its scan.
enum TemporaryClone {
  /// Clones `url` into a temporary folder, calls `body` with its path, and removes it.
  ///
  /// - Throws: ``ScanError`` when there is nothing to clone.
  static func with<Value>(_ url: String, _ body: (String) throws(ScanError) -> Value) throws(ScanError) -> Value {
    let folder = try makeFolder()
    TemporaryFolders.add(folder)
    defer { TemporaryFolders.remove(folder) }
    try clone(RemoteURL(url), into: folder)
    return try body("\(folder)/clone.git")
  }

  private static func clone(_ url: RemoteURL, into folder: String) throws(ScanError) {
    if let problem = url.problem { throw ScanError("\(url.shown) cannot be cloned: \(problem)") }
    defer { CloneCredentials.remove(from: folder) }
    var options: [String] = []
    if let credentials = url.credentials { options = try CloneCredentials.write(credentials, to: folder) }
    // Progress is the sign of life without which a clone counts as stuck.
    let command = ["clone", "--progress", "--mirror", "--no-hardlinks", "--", url.address, "\(folder)/clone.git"]
    do throws(GitProcessError) {
      _ = try Git(mayConnect: true).run(options + command)
    } catch {
      throw ScanError("\(url.shown) cannot be cloned: \(error)")
    }
  }

  private static func makeFolder() throws(ScanError) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/leaksift-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ScanError("no temporary folder can be made in \(parent): \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
