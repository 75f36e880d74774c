internal import GitProcess

// Refs in a reftable, which only git reads (gitformat-reftable, since git 2.45).
extension Repository {
  /// What `HEAD` of this work tree names.
  func listedHead() throws(GitError) -> Head {
    let commit = try lines(["rev-parse", "--verify", "--quiet", "HEAD"]).first.flatMap { ObjectID(hex: $0) }
    guard let branch = try lines(["symbolic-ref", "--quiet", "HEAD"]).first else {
      guard let commit else { throw .malformed(path: gitDirectory, reason: "its HEAD names nothing") }
      return .detached(commit)
    }
    return .branch(name: String(decoding: branch, as: UTF8.self), commit)
  }

  /// All refs, without `HEAD`.
  func listedReferences() throws(GitError) -> References {
    let all = try lines(["for-each-ref", "--format=%(objectname) %(refname)"]).compactMap { line -> Reference? in
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard fields.count == 2, let id = ObjectID(hex: fields[0]) else { return nil }
      return Reference(name: String(decoding: fields[1], as: UTF8.self), target: id)
    }
    return References(all: all)
  }

  /// What `HEAD` of every work tree names.
  func listedHeads() throws(GitError) -> [ObjectID] {
    let label = Array("HEAD ".utf8)
    return try lines(["worktree", "list", "--porcelain"]).compactMap { line in
      line.starts(with: label) ? ObjectID(hex: line.dropFirst(label.count)) : nil
    }
  }

  /// Ids in reflogs; git warns of entries whose commit is missing.
  func listedReflogIDs() throws(GitError) -> (ids: [ObjectID], problems: [GitError]) {
    let output = try output(["rev-list", "--no-walk", "--reflog"])
    let warnings = output.standardError.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    return (
      output.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap { ObjectID(hex: $0) },
      warnings.filter { $0.contains("reflog") }.map { .malformed(path: "\(commonDirectory)/reftable", reason: $0) }
    )
  }

  /// The lines that a git command prints; none when it exits with 1, which means that there is nothing to print.
  private func lines(_ arguments: [String]) throws(GitError) -> [ArraySlice<UInt8>] {
    try output(arguments).standardOutput.split(separator: UInt8(ascii: "\n"))
  }

  private func output(_ arguments: [String]) throws(GitError) -> GitOutput {
    do throws(GitProcessError) {
      return try git.run(arguments, accepting: [0, 1])
    } catch {
      throw .unsupported(
        path: gitDirectory, what: "keeps its refs in a reftable, which git 2.45 or later has to read: \(error)")
    }
  }
}
