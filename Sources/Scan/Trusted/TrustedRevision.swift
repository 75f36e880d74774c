import GitObjects
import Content
import Platform
import Rules

/// The files of a revision whose word counts, read from the object store: what a change brings to hide its own secrets
/// is not among them.
final class TrustedRevision {
  /// As the user wrote it.
  let name: String
  /// The folder whose files the revision has: the top of the working tree, or a bare repository; absolute, without links.
  let top: [UInt8]
  let reader: ObjectReader
  private let tree: ObjectID

  /// - Throws: ``ScanError`` when a target is not in the repository of the first one, or there is no such revision.
  init(_ revision: String, of request: ScanRequest) throws(ScanError) {
    name = revision
    let folders = request.targets.compactMap(\.folder)
    guard folders.count == request.targets.count || !request.targets.contains(where: \.isRemote) else {
      throw ScanError("`--trusted-config` reads a revision of a repository that is here; clone the address first")
    }
    do throws(GitError) {
      let repository = try Repository(
        at: folders.first ?? ".", honouringEnvironment: request.honoursGitEnvironment)
      top = Array((repository.workTree ?? repository.gitDirectory).utf8)
      reader = ObjectReader(repository.openObjectStore())
      let commit = try repository.commit(revision)
      guard let object = CommitObject(try reader.read(commit, as: .commit)) else {
        throw GitError.corrupt(commit, reason: "it is no commit")
      }
      tree = object.tree
    } catch {
      throw ScanError("--trusted-config \(revision): \(error); fetch the revision, or name another one")
    }
    for folder in folders where (try? FileSystem.realPath(of: folder)).flatMap({ PathText.path($0, below: top) }) == nil
    {
      throw ScanError(
        "--trusted-config: \(folder) is not in the repository at \(PathText.display(top)); scan it by itself")
    }
  }

  /// The path in the revision of a file that may have been there; `nil` when it is outside of the repository.
  func path(of file: String) -> [UInt8]? {
    if let path = Self.withoutDots(file).flatMap({ PathText.path($0, below: top) }) { return Array(path) }
    let bytes = Array(file.utf8)
    guard let folder = try? FileSystem.realPath(of: PathText.folder(of: bytes)) else { return nil }
    return PathText.path(PathText.join(folder, PathText.name(of: bytes)), below: top).map { Array($0) }
  }

  /// The bytes of a file of the revision; `nil` when it has none of that path.
  ///
  /// - Throws: ``RuleFileError`` when it is a link, or an object on the way to it cannot be read.
  func read(_ path: [UInt8]) throws(RuleFileError) -> [UInt8]? {
    do throws(GitError) {
      guard let entry = try TreeLookup(reader).entry(at: path, in: tree), !entry.isTree, !entry.isSubmodule else {
        return nil
      }
      if entry.mode & 0o170000 == 0o120000 {
        throw GitError.unsupported(path: PathText.display(path), what: "is a symbolic link there; name the file itself")
      }
      return try reader.read(entry.id, as: .blob)
    } catch {
      throw RuleFileError(file: "\(name):\(PathText.display(path))", message: error.reason)
    }
  }

  // MARK: - Paths

  /// An absolute path without `.`, `..` and empty parts, by names alone.
  private static func withoutDots(_ path: String) -> [UInt8]? {
    guard let start = path.hasPrefix("/") ? [] : try? FileSystem.realPath(of: ".") else { return nil }
    var parts: [ArraySlice<UInt8>] = []
    for part in PathText.join(start, path.utf8).split(separator: PathText.slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return [PathText.slash] + parts.joined(separator: [PathText.slash])
  }
}

extension ScanRequest.Target {
  fileprivate var isRemote: Bool { if case .url = self { true } else { false } }
}

/// Reads the files that say what counts: configuration, ignore files, baselines.
struct ProjectFiles {
  /// Where they come from when they are in its repository; `nil` means the disk.
  var revision: TrustedRevision?

  /// Says whose word counts; nothing when it is that of the scanned files.
  func notes(configuration: String?) -> [String] {
    guard let revision else { return [] }
    let rules =
      configuration.map { "configuration is \($0)" } ?? "it has no configuration, so that the built-in rules count"
    return ["configuration, ignore files, baseline and comments are those of \(revision.name): \(rules)"]
  }

  /// A file that the user names, if there may be one: `nil` when the revision has none.
  func named(_ path: String?) throws(RuleFileError) -> String? {
    guard let path, revision?.path(of: path) != nil, try read(path) == nil else { return path }
    return nil
  }

  /// The bytes of a file that nobody named: one that is a link out of its folder, where no repository says whose link
  /// it is, is not followed.
  func found(_ path: String, longest: Int = RuleLoading.longestFile) throws(RuleFileError) -> [UInt8]? {
    if revision?.path(of: path) == nil, TrackedLink.leadsOutOfPlainFolder(path) {
      throw RuleFileError(
        file: path, message: "is not read: it is a symbolic link that leads out of its folder; make it a file")
    }
    return try read(path, longest: longest)
  }

  /// The bytes of a file, at most `longest` from the disk; `nil` when there is none.
  func read(_ path: String, longest: Int = RuleLoading.longestFile) throws(RuleFileError) -> [UInt8]? {
    guard let revision, let inside = revision.path(of: path) else {
      return try RuleLoading.read(path, longest: longest)
    }
    return try revision.read(inside)
  }
}
