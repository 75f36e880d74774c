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
    do throws(GitProcessError) {
      _ = try Git(mayConnect: true).run([
        "clone", "--quiet", "--mirror", "--no-hardlinks", "--", url, "\(folder)/clone.git",
      ])
    } catch {
      throw ScanError("\(url) cannot be cloned: \(error)")
    }
    return try body("\(folder)/clone.git")
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
