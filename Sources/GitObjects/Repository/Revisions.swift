internal import GitProcess

/// A commit of a range.
public struct RangeCommit: Hashable, Sendable {
  /// Its id.
  public let id: ObjectID
  /// Its parents; those that a shallow clone left out are missing.
  public let parents: [ObjectID]
  /// Whether a shallow clone left its parents out, so that all of its files seem to be new.
  public let isShallowBoundary: Bool
}

/// The commits that are reachable from some revisions and not from others.
public struct RevisionRange: Sendable {
  /// The commits, parents before children.
  public let commits: [RangeCommit]
  /// The objects that the revisions name; besides commits there may be tags, trees and blobs.
  public let named: [NamedObject]

  /// Whether the range contains all parents of its commits.
  public var isWholeHistory: Bool {
    let ids = Set(commits.map(\.id))
    return commits.allSatisfy { $0.parents.allSatisfy(ids.contains) }
  }
}

extension Repository {
  /// Finds the commit that a revision names, in any of git's spellings (gitrevisions).
  ///
  /// - Parameter revision: A revision, in UTF-8.
  /// - Throws: ``GitError/unknownRevision(_:reason:)`` when there is none.
  public func commit(_ revision: String) throws(GitError) -> ObjectID {
    if revision == "HEAD", let commit = try head().commit { return commit }
    do throws(GitProcessError) {
      // In two steps: after ":/text", git takes everything that follows for text.
      return try parsed("\(parsed(revision).hex)^{commit}")
    } catch {
      throw Self.revisionError(revision, error)
    }
  }

  /// The object that a revision names.
  private func parsed(_ revision: String) throws(GitProcessError) -> ObjectID {
    let output = try git.run(["rev-parse", "--verify", "--end-of-options", revision]).standardOutput
    guard let id = ObjectID(hex: output.prefix { $0 > 0x20 }) else {
      throw .failed(command: "git rev-parse", status: 0, message: "it names no single commit")
    }
    return id
  }

  /// Finds the commits of a range in git's spelling.
  ///
  /// - Parameters:
  ///   - text: "A..B": commits reachable from B and not from A; "A...B": commits reachable from only one of them; "A": all
  ///     commits reachable from A. An empty side means `HEAD`. A side may name a tag, a tree or a blob.
  ///   - reader: Reads the objects that the sides name.
  /// - Throws: ``GitError/unknownRevision(_:reason:)`` when a side names no object.
  public func range(_ text: String, _ reader: ObjectReader) throws(GitError) -> RevisionRange {
    let isSymmetric = text.contains("...")
    guard let dots = text.firstRange(of: isSymmetric ? "..." : "..") else {
      return try range([named(text, reader)], excluding: [])
    }
    let from = try named(Self.orHead(text[..<dots.lowerBound]), reader)
    let to = try named(Self.orHead(text[dots.upperBound...]), reader)
    if from == to { return RevisionRange(commits: [], named: []) }
    if !isSymmetric { return try range([to], excluding: from.kind == .commit ? ["^\(from.target.hex)"] : []) }
    guard from.kind == .commit, to.kind == .commit else { return try range([from, to], excluding: []) }
    return RevisionRange(commits: try commits(["\(from.target.hex)...\(to.target.hex)"], []), named: [from, to])
  }

  /// Finds the commits that a push sends.
  ///
  /// - Parameters:
  ///   - ids: The objects that the pushed refs name.
  ///   - known: Commits that the other side has: ids with `^` in front, `--all` or `--remotes=NAME`.
  ///   - reader: Reads the named objects.
  /// - Throws: ``GitError`` when an object cannot be read or git fails.
  public func pushed(
    _ ids: [ObjectID], knowing known: [String], _ reader: ObjectReader
  ) throws(GitError) -> RevisionRange {
    let named = try ids.map { id throws(GitError) in try NamedObject(id, reader) }
    return try range(named, excluding: known)
  }

  private func range(_ named: [NamedObject], excluding known: [String]) throws(GitError) -> RevisionRange {
    let tips = named.filter { $0.kind == .commit }.map(\.target.hex)
    let options = known.filter { $0.hasPrefix("--") }
    return RevisionRange(
      commits: try tips.isEmpty ? [] : commits(tips + known.filter { $0.hasPrefix("^") }, options), named: named)
  }

  /// - Parameters:
  ///   - revisions: Revisions in git's spelling; commits reachable from those that begin with `^` are left out.
  ///   - known: Options that name refs; commits reachable from those are left out.
  private func commits(_ revisions: [String], _ known: [String]) throws(GitError) -> [RangeCommit] {
    do throws(GitProcessError) {
      // Without --topo-order, which leaves out commits that a damaged index makes each other's ancestors.
      let options = ["rev-list", "--parents", "--stdin"]
      let input = Array(revisions.map { "\($0)\n" }.joined().utf8)
      let output = try git.run(options + (known.isEmpty ? [] : ["--not"] + known), input: input).standardOutput
      return try Self.parentsFirst(output.split(separator: UInt8(ascii: "\n")).map(rangeCommit))
    } catch {
      throw .process(error)
    }
  }

  /// - Parameter line: The ids of a commit and of its parents.
  private func rangeCommit(_ line: ArraySlice<UInt8>) throws(GitProcessError) -> RangeCommit {
    let words = line.split(separator: UInt8(ascii: " "))
    let ids = words.compactMap { ObjectID(hex: $0) }
    guard let id = ids.first, ids.count == words.count else {
      throw Self.listingError("a line of its output names no commit")
    }
    return RangeCommit(id: id, parents: Array(ids.dropFirst()), isShallowBoundary: shallowCommits.contains(id))
  }

  /// Puts the parents of commits before them.
  ///
  /// - Parameter commits: Newest first, as git lists them.
  /// - Throws: When some are each other's ancestors.
  private static func parentsFirst(_ commits: [RangeCommit]) throws(GitProcessError) -> [RangeCommit] {
    let numbers = Dictionary(zip(commits.map(\.id), commits.indices), uniquingKeysWith: { first, _ in first })
    var children = [[Int]](repeating: [], count: commits.count)
    var missingParents = [Int](repeating: 0, count: commits.count)
    for (child, commit) in commits.enumerated() {
      for parent in commit.parents.compactMap({ numbers[$0] }) {
        children[parent].append(child)
        missingParents[child] += 1
      }
    }
    var ready = commits.indices.filter { missingParents[$0] == 0 }
    var sorted: [RangeCommit] = []
    while let parent = ready.popLast() {
      sorted.append(commits[parent])
      for child in children[parent] {
        missingParents[child] -= 1
        if missingParents[child] == 0 { ready.append(child) }
      }
    }
    guard let stuck = missingParents.firstIndex(where: { $0 > 0 }) else { return sorted }
    throw listingError(
      "\(commits[stuck].id), or one of its ancestors, is its own ancestor; `git fsck` names what is damaged")
  }

  private static func listingError(_ message: String) -> GitProcessError {
    .failed(command: "git rev-list", status: 0, message: message)
  }

  private func named(_ revision: String, _ reader: ObjectReader) throws(GitError) -> NamedObject {
    let id: ObjectID
    do throws(GitProcessError) { id = try parsed(revision) } catch { throw Self.revisionError(revision, error) }
    do throws(GitError) { return try NamedObject(id, reader) } catch {
      throw .unknownRevision(revision, reason: error.description)
    }
  }

  private static func orHead(_ side: Substring) -> String { side.isEmpty ? "HEAD" : String(side) }

  /// The error for a revision that git could not parse.
  private static func revisionError(_ revision: String, _ error: GitProcessError) -> GitError {
    guard case .failed(_, _, let message) = error else { return .process(error) }
    return .unknownRevision(revision, reason: message.contains("Needed a single revision") ? nil : message)
  }
}
