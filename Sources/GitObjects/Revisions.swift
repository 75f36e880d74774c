internal import GitProcess

/// A commit of a range.
public struct RangeCommit: Hashable, Sendable {
  public let id: ObjectID
  /// Its parents as far as they are there.
  public let parents: [ObjectID]
  /// Whether a shallow clone left its parents out, so that all of its content seems new.
  public let isShallowBoundary: Bool
}

extension Repository {
  /// Finds the commit that a revision names, in any of git's spellings (gitrevisions).
  ///
  /// - Throws: ``GitError/unknownRevision(_:reason:)`` when there is none.
  public func commit(_ revision: String) throws(GitError) -> ObjectID {
    if revision == "HEAD", let commit = try head().commit { return commit }
    do throws(GitProcessError) {
      // In two steps, as ":/text" takes all that follows for text.
      return try parsed("\(parsed(revision).hex)^{commit}")
    } catch {
      throw Self.revisionError(revision, error)
    }
  }

  private func parsed(_ revision: String) throws(GitProcessError) -> ObjectID {
    let output = try git.run(["rev-parse", "--verify", "--end-of-options", revision]).standardOutput
    guard let id = ObjectID(hex: output.prefix { $0 > 0x20 }) else {
      throw .failed(command: "git rev-parse", status: 0, message: "it names no single commit")
    }
    return id
  }

  /// Lists the commits of a range, parents before children.
  ///
  /// - Parameter range: "A..B": what B has and A lacks; "A...B": what only one of them has; "A": all that A reaches.
  ///   A side left out is `HEAD`.
  public func commits(in range: String) throws(GitError) -> [RangeCommit] {
    let isSymmetric = range.contains("...")
    guard let dots = range.firstRange(of: isSymmetric ? "..." : "..") else {
      return try commits(of: [commit(range).hex], range)
    }
    let from = try commit(Self.orHead(range[..<dots.lowerBound])).hex
    let to = try commit(Self.orHead(range[dots.upperBound...])).hex
    return try commits(of: [isSymmetric ? "\(from)...\(to)" : "\(from)..\(to)"], range)
  }

  private func commits(of ids: [String], _ range: String) throws(GitError) -> [RangeCommit] {
    do throws(GitProcessError) {
      let arguments = ["rev-list", "--topo-order", "--reverse", "--parents"] + ids + ["--"]
      let lines = try git.run(arguments).standardOutput.split(separator: UInt8(ascii: "\n"))
      return lines.compactMap { line in
        let ids = line.split(separator: UInt8(ascii: " ")).compactMap { ObjectID(hex: $0) }
        guard let id = ids.first else { return nil }
        return RangeCommit(
          id: id, parents: Array(ids.dropFirst()), isShallowBoundary: shallowCommits.contains(id))
      }
    } catch {
      throw Self.revisionError(range, error)
    }
  }

  private static func orHead(_ side: Substring) -> String { side.isEmpty ? "HEAD" : String(side) }

  private static func revisionError(_ revision: String, _ error: GitProcessError) -> GitError {
    guard case .failed(_, _, let message) = error else { return .process(error) }
    return .unknownRevision(revision, reason: message)
  }
}
