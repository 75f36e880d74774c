internal import GitProcess

/// A path that the index has otherwise than `HEAD`.
public struct StagedChange: Hashable, Sendable {
  /// What happened to the path.
  public enum Status: Sendable {
    case added
    case modified
    case deleted
    /// A file became a symbolic link, or one of them a submodule.
    case typeChanged
    /// A conflict that has not been resolved: the index has no single content.
    case unmerged
  }

  /// Path from the work tree's root, any bytes.
  public let path: [UInt8]
  public let status: Status
  /// Mode in the index; 0 when deleted.
  public let mode: UInt32
  /// Content in the index; nil when deleted or unmerged.
  public let new: ObjectID?
  /// Content in `HEAD`; nil when added.
  public let old: ObjectID?
}

extension Repository {
  /// Compares the index with `HEAD`, or with nothing before the first commit.
  ///
  /// Asks `git diff-index`, which no setting for `git diff` affects and which honours `GIT_INDEX_FILE`. Submodules and
  /// entries that were only announced (`git add --intent-to-add`) are left out; a rename is a deletion and an addition.
  public func stagedChanges() throws(GitError) -> [StagedChange] {
    let base = try head().commit ?? format.emptyTree
    do throws(GitProcessError) {
      let arguments = [
        "diff-index", "--cached", "--raw", "-z", "-r", "--no-renames", "--no-ext-diff", "--no-abbrev",
        "--ignore-submodules=all", "--ita-invisible-in-index", base.hex, "--",
      ]
      return Self.changes(try git.run(arguments).standardOutput)
    } catch {
      throw .process(error)
    }
  }

  /// Parses ":oldmode newmode oldid newid status NUL path NUL" (git-diff-index, "Raw output format").
  private static func changes(_ output: [UInt8]) -> [StagedChange] {
    let fields = output.split(separator: 0)
    var changes: [StagedChange] = []
    for index in stride(from: 0, to: fields.count - 1, by: 2) {
      let parts = fields[index].dropFirst().split(separator: UInt8(ascii: " "))
      guard parts.count == 5, let mode = UInt32(String(decoding: parts[1], as: UTF8.self), radix: 8),
        let old = ObjectID(hex: parts[2]), let new = ObjectID(hex: parts[3]), let status = status(parts[4].first)
      else { continue }
      changes.append(
        StagedChange(
          path: Array(fields[index + 1]), status: status, mode: mode, new: new.isNull ? nil : new,
          old: old.isNull ? nil : old))
    }
    return changes.filter { $0.mode != 0o160000 }
  }

  private static func status(_ letter: UInt8?) -> StagedChange.Status? {
    switch letter {
    case UInt8(ascii: "A"): .added
    case UInt8(ascii: "M"): .modified
    case UInt8(ascii: "D"): .deleted
    case UInt8(ascii: "T"): .typeChanged
    case UInt8(ascii: "U"): .unmerged
    default: nil
    }
  }
}
