import GitProcess
import Content
import Platform
import Text

/// A bare clone that lives as long as its scan.
enum TemporaryClone {
  /// Clones `url` into a temporary folder, calls `body` with its path, and removes it.
  ///
  /// - Throws: ``ScanError`` when there is nothing to clone.
  static func with<Value>(_ url: String, _ body: (String) throws(ScanError) -> Value) throws(ScanError) -> Value {
    let folder = try makeFolder()
    let removal = Interruption.willRemove(Array(folder.utf8))
    defer {
      FileSystem.removeTree(Array(folder.utf8))
      Interruption.cancel(removal)
    }
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
    let parent = ThisProcess.variable("TMPDIR") ?? "/tmp"
    do throws(SystemError) { return try FileSystem.makeTemporaryFolder(prefix: "\(parent)/leaksift-") } catch {
      throw ScanError("no temporary folder can be made in \(parent): \(error)")
    }
  }
}
