internal import GitProcess

/// One path of git's raw diff format (git-diff-index, "Raw output format").
struct RawDiffEntry {
  let path: [UInt8]
  /// The name before, of a path that git takes for a renamed one.
  let formerPath: [UInt8]?
  /// What happened to the path, as git's letter.
  let status: UInt8
  let oldMode: UInt32
  let newMode: UInt32
  /// Null when there was nothing.
  let old: ObjectID
  /// Null when there is nothing.
  let new: ObjectID

  static let submodule: UInt32 = 0o160000

  /// Parses what `--raw -z --no-abbrev` prints.
  ///
  /// - Parameter receive: Is called with each entry and the commit that it belongs to, with `--stdin`.
  static func forEach(of output: [UInt8], _ receive: (RawDiffEntry, ObjectID?) -> Void) {
    var fields = output.split(separator: 0)[...]
    var commit: ObjectID?
    while let field = fields.popFirst() {
      guard field.first == UInt8(ascii: ":") else {
        commit = ObjectID(hex: field)
        continue
      }
      let parts = field.dropFirst().split(separator: UInt8(ascii: " "))
      guard parts.count == 5, let oldMode = mode(parts[0]), let newMode = mode(parts[1]),
        let old = ObjectID(hex: parts[2]), let new = ObjectID(hex: parts[3]), let status = parts[4].first,
        let first = fields.popFirst()
      else { continue }
      let isRename = status == UInt8(ascii: "R")
      guard let path = isRename ? fields.popFirst() : first else { return }
      receive(
        RawDiffEntry(
          path: Array(path), formerPath: isRename ? Array(first) : nil, status: status, oldMode: oldMode,
          newMode: newMode, old: old, new: new), commit)
    }
  }

  private static func mode(_ digits: ArraySlice<UInt8>) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}

/// A content that a path had before, and the name it had then.
public struct FormerFile: Hashable, Sendable {
  /// Path from the root, any bytes: another one where git takes the file for a renamed one.
  public let path: [UInt8]
  public let blob: ObjectID

  public init(path: [UInt8], blob: ObjectID) {
    self.path = path
    self.blob = blob
  }
}

/// Files that git takes for renamed ones: what they were, by their path now.
public typealias Renames = [[UInt8]: [FormerFile]]

extension Repository {
  /// git's own detection, whatever its settings are; pairs that are alike are looked for among 1,000 files at most.
  private static let detection = [
    "--raw", "-z", "-r", "--no-abbrev", "--no-ext-diff", "-M", "-l1000", "--diff-filter=R",
  ]

  /// The files that commits renamed, as git detects it, compared with each parent.
  ///
  /// - Throws: ``GitError/process(_:)``, for example when a partial clone lacks a content to compare.
  public func renames(in commits: [ObjectID]) throws(GitError) -> [ObjectID: Renames] {
    if commits.isEmpty { return [:] }
    let input = Array(commits.map { "\($0.hex)\n" }.joined().utf8)
    var found: [ObjectID: Renames] = [:]
    do throws(GitProcessError) {
      let output = try git.run(["diff-tree", "--stdin", "-m"] + Self.detection, input: input).standardOutput
      RawDiffEntry.forEach(of: output) { entry, commit in
        guard let commit, let former = entry.formerFile else { return }
        found[commit, default: [:]][entry.path, default: []].append(former)
      }
    } catch {
      throw .process(error)
    }
    return found
  }

  /// The files that the index has under another name than a commit.
  func stagedRenames(since base: ObjectID) throws(GitError) -> Renames {
    var found: Renames = [:]
    do throws(GitProcessError) {
      let output = try git.run(["diff-index", "--cached"] + Self.detection + [base.hex, "--"]).standardOutput
      RawDiffEntry.forEach(of: output) { entry, _ in
        if let former = entry.formerFile { found[entry.path, default: []].append(former) }
      }
    } catch {
      throw .process(error)
    }
    return found
  }
}

extension RawDiffEntry {
  /// What a renamed file was.
  fileprivate var formerFile: FormerFile? {
    guard oldMode != Self.submodule, let formerPath else { return nil }
    return FormerFile(path: formerPath, blob: old)
  }
}
