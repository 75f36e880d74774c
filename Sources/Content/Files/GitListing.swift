import GitObjects
import GitProcess

/// The files of a working tree, as git lists them.
enum GitListing {
  enum Answer {
    case listed(Listed)
    /// The folder itself is hidden by an ignore rule.
    case ignoredFolder
    /// git's index is damaged, so that git may leave out any file.
    case damagedIndex(GitError)
    /// With the reason in a few words.
    case failed(String)
  }

  /// The files of a folder that git could list.
  struct Listed {
    /// Paths relative to the folder; a final slash marks an untracked repository.
    var paths: [ArraySlice<UInt8>]
    var warnings: GitListingWarnings
  }

  /// Asks for the tracked files and the untracked ones that are not ignored.
  ///
  /// - Parameter folder: Absolute path of a folder in a working tree, without symbolic links.
  static func paths(in folder: [UInt8]) -> Answer {
    guard let path = String(validating: folder, as: UTF8.self) else { return .failed("its path is not UTF-8") }
    let git = Git(in: path)
    do {
      let listed = try git.run(["ls-files", "-z", "-c", "-o", "--exclude-standard"])
      if listed.standardErrorIsCut { return .failed("it warned more often than can be read") }
      do throws(GitError) { try Repository(at: path).checkIndex() } catch { return .damagedIndex(error) }
      let paths = listed.standardOutput.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      let warnings = GitListingWarnings(listed.standardError, folder: folder)
      // Nothing at all may mean that the folder is ignored: then what was named would be skipped in silence.
      if paths.isEmpty, warnings.isEmpty {
        let asked = try git.run(["check-ignore", "-q", "--", "."], accepting: [0, 1])
        if asked.status == 0 { return .ignoredFolder }
      }
      return .listed(Listed(paths: Array(paths), warnings: warnings))
    } catch {
      return .failed(error.description)
    }
  }
}

/// What `git ls-files` says on standard error although it ends with 0: where it could not look.
struct GitListingWarnings {
  /// Folders that git could not open, relative to the listed folder.
  private(set) var unopened: [[UInt8]] = []
  /// Everything else that git warned of, as it said it.
  private(set) var others: [String] = []

  var isEmpty: Bool { unopened.isEmpty && others.isEmpty }

  /// - Parameters:
  ///   - messages: What git wrote to standard error.
  ///   - folder: Absolute path of the listed folder, without symbolic links.
  init(_ messages: [UInt8], folder: [UInt8]) {
    let top = RepositoryPlace.top(enclosing: folder) ?? folder
    let prefix = Array(folder.dropFirst(top.count).drop { $0 == PathText.slash })
    for line in messages.split(separator: UInt8(ascii: "\n")) {
      // An ignore or settings file that git cannot read, or will not follow a link to: more is listed for it, not less.
      if line.starts(with: "warning: unable to access '".utf8) { continue }
      if let named = Self.folder(unopenedIn: line), let path = Self.relative(named, below: prefix) {
        if !unopened.contains(path) { unopened.append(path) }
      } else {
        others.append(PathText.display(line))
      }
    }
  }

  /// The folder that a warning names, from the repository's top.
  ///
  /// git cuts its messages at 4,096 bytes: of a path that is cut, the part that is there in full.
  private static func folder(unopenedIn line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let start = "warning: could not open directory '".utf8
    guard line.starts(with: start) else { return nil }
    let rest = line.dropFirst(start.count)
    let end = rest.indices.last { rest[$0...].starts(with: "': ".utf8) }
    guard let slash = rest[..<(end ?? rest.endIndex)].lastIndex(of: PathText.slash) else { return nil }
    return rest[..<slash]
  }

  private static func relative(_ path: ArraySlice<UInt8>, below prefix: [UInt8]) -> [UInt8]? {
    if prefix.isEmpty { return Array(path) }
    if path.elementsEqual(prefix) { return [] }
    return path.starts(with: prefix + [PathText.slash]) ? Array(path.dropFirst(prefix.count + 1)) : nil
  }
}
