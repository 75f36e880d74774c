internal import GitProcess

/// Refs that lie in a reftable, which only git reads (gitformat-reftable, since git 2.45).
extension Repository {
  func listedHead() throws(GitError) -> Head {
    let commit = try answer(["rev-parse", "--verify", "--quiet", "HEAD"]).first.flatMap { ObjectID(hex: $0) }
    guard let branch = try answer(["symbolic-ref", "--quiet", "HEAD"]).first else {
      guard let commit else { throw .malformed(path: gitDirectory, reason: "its HEAD names nothing") }
      return .detached(commit)
    }
    return .branch(name: String(decoding: branch, as: UTF8.self), commit)
  }

  func listedReferences() throws(GitError) -> References {
    let all = try answer(["for-each-ref", "--format=%(objectname) %(refname)"]).compactMap { line -> Reference? in
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard fields.count == 2, let id = ObjectID(hex: fields[0]) else { return nil }
      return Reference(name: String(decoding: fields[1], as: UTF8.self), target: id)
    }
    return References(all: all)
  }

  /// What `HEAD` of every work tree names.
  func listedHeads() throws(GitError) -> [ObjectID] {
    let label = Array("HEAD ".utf8)
    return try answer(["worktree", "list", "--porcelain"]).compactMap { line in
      line.starts(with: label) ? ObjectID(hex: line.dropFirst(label.count)) : nil
    }
  }

  /// What reflogs remember; git warns of entries whose commit is gone.
  func listedReflogIDs() throws(GitError) -> (ids: [ObjectID], problems: [GitError]) {
    let output = try output(["rev-list", "--no-walk", "--reflog"])
    let warnings = output.standardError.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    return (
      output.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap { ObjectID(hex: $0) },
      warnings.filter { $0.contains("reflog") }.map { .malformed(path: "\(commonDirectory)/reftable", reason: $0) }
    )
  }

  /// The lines that a git command prints; none when it quietly says no.
  private func answer(_ arguments: [String]) throws(GitError) -> [ArraySlice<UInt8>] {
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
