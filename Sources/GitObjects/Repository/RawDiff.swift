internal import GitProcess

/// One path of git's raw diff format (git-diff-index, "Raw output format").
struct RawDiffEntry {
  let path: [UInt8]
  /// The path before, if git considers the file renamed.
  let formerPath: [UInt8]?
  /// Git's letter for what happened to the path.
  let status: UInt8
  let oldMode: UInt32
  let newMode: UInt32
  /// The null id when there was no file.
  let old: ObjectID
  /// The null id when there is no file.
  let new: ObjectID

  /// Parses what `--raw -z --no-abbrev` prints.
  ///
  /// - Parameter receive: Is called with each entry and the commit that it belongs to, with `--stdin`.
  /// - Throws: ``GitProcessError/failed(command:status:message:)`` at the first field that is malformed or truncated.
  static func forEach(
    of output: [UInt8], _ receive: (RawDiffEntry, ObjectID?) throws(GitProcessError) -> Void
  ) throws(GitProcessError) {
    var fields = output.split(separator: 0, omittingEmptySubsequences: false)[...]
    guard fields.popLast()?.isEmpty ?? true else { throw unexpected("it ends within a field") }
    var commit: ObjectID?
    while let field = fields.popFirst() {
      if field.first == UInt8(ascii: ":") {
        guard let entry = RawDiffEntry(field, paths: &fields) else { throw unexpected("an entry is not understood") }
        try receive(entry, commit)
      } else if let id = ObjectID(hex: field) {
        commit = id
      } else {
        throw unexpected("a field is neither an entry nor a commit")
      }
    }
  }

  /// - Parameters:
  ///   - field: Modes, ids and status.
  ///   - paths: The fields after it; those of the entry are removed.
  private init?(_ field: ArraySlice<UInt8>, paths: inout ArraySlice<ArraySlice<UInt8>>) {
    let parts = field.dropFirst().split(separator: UInt8(ascii: " "))
    guard parts.count == 5, let oldMode = Self.mode(parts[0]), let newMode = Self.mode(parts[1]),
      let old = ObjectID(hex: parts[2]), let new = ObjectID(hex: parts[3]), let status = parts[4].first,
      let first = paths.popFirst(), !first.isEmpty
    else { return nil }
    let isRename = status == UInt8(ascii: "R")
    guard let path = isRename ? paths.popFirst() : first, !path.isEmpty else { return nil }
    (self.path, formerPath, self.status) = (Array(path), isRename ? Array(first) : nil, status)
    (self.oldMode, self.newMode, self.old, self.new) = (oldMode, newMode, old, new)
  }

  /// The error for output that differs from what git documents.
  static func unexpected(_ reason: String) -> GitProcessError {
    .failed(command: "git diff", status: 0, message: "its output is not what was expected: \(reason)")
  }

  private static func mode(_ digits: ArraySlice<UInt8>) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}

/// A content that a file had before, and the path that it had then.
public struct FormerFile: Hashable, Sendable {
  /// Path from the root, any bytes: another path than now if git considers the file renamed.
  public let path: [UInt8]
  /// The content.
  public let blob: ObjectID

  /// Makes a former file.
  public init(path: [UInt8], blob: ObjectID) {
    self.path = path
    self.blob = blob
  }
}

/// The former files of files that git considers renamed, by their paths now.
public typealias Renames = [[UInt8]: [FormerFile]]

extension Repository {
  /// Options for git's own detection of renames, whatever its settings are; similar files are searched for among 1,000 at
  /// most.
  private static let renameDetection = [
    "--raw", "-z", "-r", "--no-abbrev", "--no-ext-diff", "-M", "-l1000", "--diff-filter=R",
  ]

  /// The files that commits renamed, as git detects it, compared with each parent.
  ///
  /// - Returns: For each of the commits that renamed a file, the renamed files.
  /// - Throws: ``GitError/process(_:)``, for example when a partial clone lacks a content to compare.
  public func renames(in commits: [ObjectID]) throws(GitError) -> [ObjectID: Renames] {
    if commits.isEmpty { return [:] }
    let input = Array(commits.map { "\($0.hex)\n" }.joined().utf8)
    var found: [ObjectID: Renames] = [:]
    do throws(GitProcessError) {
      let output = try git.run(["diff-tree", "--stdin", "-m"] + Self.renameDetection, input: input).standardOutput
      try RawDiffEntry.forEach(of: output) { entry, commit in
        guard let commit, let former = entry.formerFile else { return }
        found[commit, default: [:]][entry.path, default: []].append(former)
      }
    } catch {
      throw .process(error)
    }
    return found
  }

  /// The files that the index has at another path than a commit.
  func stagedRenames(since base: ObjectID) throws(GitError) -> Renames {
    var found: Renames = [:]
    do throws(GitProcessError) {
      let output = try git.run(["diff-index", "--cached"] + Self.renameDetection + [base.hex, "--"]).standardOutput
      try RawDiffEntry.forEach(of: output) { entry, _ in
        if let former = entry.formerFile { found[entry.path, default: []].append(former) }
      }
    } catch {
      throw .process(error)
    }
    return found
  }
}

extension RawDiffEntry {
  /// The former file of a renamed one; nil when it is not renamed, or is a submodule.
  fileprivate var formerFile: FormerFile? {
    guard !TreeEntry.isSubmodule(mode: oldMode), let formerPath else { return nil }
    return FormerFile(path: formerPath, blob: old)
  }
}
