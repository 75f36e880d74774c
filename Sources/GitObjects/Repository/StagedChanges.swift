internal import GitProcess

/// A path at which the index differs from `HEAD`.
public struct StagedChange: Hashable, Sendable {
  /// What happened to the path.
  public enum Status: Sendable {
    /// There is no file in `HEAD`.
    case added
    /// The content or mode differs.
    case modified
    /// There is no file in the index.
    case deleted
    /// A file became a symbolic link or a submodule, or the reverse.
    case typeChanged
    /// There is an unresolved conflict: the index has several contents.
    case unmerged
  }

  /// Path from the work tree's root, any bytes.
  public let path: [UInt8]
  /// What happened to the path.
  public let status: Status
  /// File mode in the index; 0 when deleted.
  public let mode: UInt32
  /// Content in the index; nil when deleted, unmerged or a submodule.
  public let new: ObjectID?
  /// Former files: those of `HEAD` and of the commits that are being merged, also at another path.
  public fileprivate(set) var former: [FormerFile]
}

/// The differences between the index and `HEAD`.
public struct StagedChanges: Sendable {
  /// All paths that differ, in git's order.
  public fileprivate(set) var all: [StagedChange] = []
  /// Why renamed files are reported as new: git could not detect renames.
  public fileprivate(set) var undetectedRenames: GitError?
}

extension Repository {
  /// Compares the index with `HEAD`, or before the first commit with no files; while a merge is in progress also with the
  /// commits that are being merged.
  ///
  /// Runs `git diff-index`, which no setting for `git diff` affects and which honours `GIT_INDEX_FILE`. Entries added with
  /// `git add --intent-to-add` are left out. A rename is a deletion and an addition with a former file.
  ///
  /// - Throws: ``GitError`` when `HEAD` or `MERGE_HEAD` cannot be read or git fails. A failure to detect renames is part of
  ///   the result.
  public func stagedChanges() throws(GitError) -> StagedChanges {
    var staged = try stagedChanges(since: head().commit ?? format.emptyTree)
    for parent in try mergedCommits() {
      let other = try stagedChanges(since: parent)
      let former = Dictionary(other.all.map { ($0.path, $0.former) }) { first, _ in first }
      for index in staged.all.indices {
        guard let new = staged.all[index].new else { continue }
        let path = staged.all[index].path
        // A path that is not listed is unchanged from that parent.
        staged.all[index].former += former[path] ?? [FormerFile(path: path, blob: new)]
      }
      staged.undetectedRenames = staged.undetectedRenames ?? other.undetectedRenames
    }
    return staged
  }

  private func stagedChanges(since base: ObjectID) throws(GitError) -> StagedChanges {
    var staged = StagedChanges()
    do throws(GitProcessError) {
      let arguments = [
        "diff-index", "--cached", "--raw", "-z", "-r", "--no-renames", "--no-ext-diff", "--no-abbrev",
        "--ita-invisible-in-index", base.hex, "--",
      ]
      try RawDiffEntry.forEach(of: try git.run(arguments).standardOutput) { (entry, _) throws(GitProcessError) in
        staged.all.append(try StagedChange(entry))
      }
    } catch {
      throw .process(error)
    }
    addRenames(since: base, to: &staged)
    return staged
  }

  /// Adds the former files of renamed ones. Without a deleted file nothing was renamed.
  private func addRenames(since base: ObjectID, to staged: inout StagedChanges) {
    let added = staged.all.indices.filter { staged.all[$0].status == .added }
    guard !added.isEmpty, staged.all.contains(where: { $0.status == .deleted }) else { return }
    do throws(GitError) {
      let renames = try stagedRenames(since: base)
      for index in added { staged.all[index].former += renames[staged.all[index].path] ?? [] }
    } catch {
      staged.undetectedRenames = error
    }
  }

  /// The commits that are being merged into `HEAD` (gitrevisions, `MERGE_HEAD`).
  private func mergedCommits() throws(GitError) -> [ObjectID] {
    let path = "\(gitDirectory)/MERGE_HEAD"
    guard let lines = try Files.line(path) else { return [] }
    return try lines.split(separator: "\n").map { line throws(GitError) in
      if let id = ObjectID(hex: line.utf8) { return id }
      throw .malformed(path: path, reason: "a line of it is no object id")
    }
  }
}

extension StagedChange {
  /// - Throws: ``GitProcessError/failed(command:status:message:)`` for an unknown status.
  fileprivate init(_ entry: RawDiffEntry) throws(GitProcessError) {
    guard let status = Status(entry.status) else {
      throw RawDiffEntry.unexpected("the status `\(Character(Unicode.Scalar(entry.status)))` is not known")
    }
    path = entry.path
    self.status = status
    mode = entry.newMode
    new = entry.new.isNull || TreeEntry.isSubmodule(mode: entry.newMode) ? nil : entry.new
    let hadContent = !entry.old.isNull && !TreeEntry.isSubmodule(mode: entry.oldMode)
    former = hadContent ? [FormerFile(path: entry.path, blob: entry.old)] : []
  }
}

extension StagedChange.Status {
  fileprivate init?(_ letter: UInt8) {
    switch letter {
    case UInt8(ascii: "A"): self = .added
    case UInt8(ascii: "M"): self = .modified
    case UInt8(ascii: "D"): self = .deleted
    case UInt8(ascii: "T"): self = .typeChanged
    case UInt8(ascii: "U"): self = .unmerged
    default: return nil
    }
  }
}
