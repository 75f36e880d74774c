import Detection
import DotEnv
import Findings
import GitObjects
import Inputs

/// Scans what the commits of a range brought, merges included.
struct RangeScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// - Parameter range: A range as git writes it, such as `main..HEAD`.
  /// - Throws: ``ScanError`` when a revision does not exist.
  func run(_ range: String) throws(ScanError) -> TargetScan.Part {
    let commits: [RangeCommit]
    do { commits = try repository.commits(in: range) } catch { throw ScanError(error.description) }
    let store = ObjectStore(repository)
    var history = changes(of: commits, ObjectReader(store))
    addRenames(to: &history)
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules, progress: progress)
    var part = TargetScan.Part(result: try scan.run(history.changes))
    part.result.add(try messages(history.objects))
    part.environmentFindings = environmentFindings(history.changes, ObjectReader(store))
    part.result.coverage.commits = commits.count
    part.result.coverage.notes += history.notes
    part.result.coverage.gaps += history.gaps + Self.gaps(of: commits, repository, store)
    if commits.isEmpty { part.result.coverage.notes.append("the range \(range) holds no commits") }
    return part
  }

  /// What the commits of a range changed.
  private struct History {
    var changes: [ContentChange] = []
    /// Each commit's id, fields and bytes.
    var objects: [(ObjectID, CommitObject, [UInt8])] = []
    var gaps: [Skip] = []
    /// Commits with files that a parent lacks, perhaps because it has them under another name.
    var mayRename: Set<ObjectID> = []
    var notes: [String] = []
  }

  private func changes(of commits: [RangeCommit], _ reader: ObjectReader) -> History {
    var history = History()
    let diff = TreeDiff(reader)
    for commit in commits {
      guard let content = try? reader.read(commit.id, as: .commit), let object = CommitObject(content) else {
        history.gaps.append(Skip(path: commit.id.hex, reason: "the commit cannot be read"))
        continue
      }
      let parents = commit.parents.compactMap { try? reader.read($0, as: .commit) }.compactMap { CommitObject($0) }
      let told = Commit(object, id: commit.id)
      for change in diff.changes(in: object.tree, since: parents.map(\.tree)) where change.mode & 0o170000 != 0o160000 {
        let former = change.formerBlobs.compactMap { $0.map { FormerFile(path: change.path, blob: $0) } }
        history.changes.append(ContentChange(path: change.path, blob: change.blob, former: former, commit: told))
        if !parents.isEmpty, former.count < parents.count { history.mayRename.insert(commit.id) }
      }
      history.objects.append((commit.id, object, content))
    }
    history.gaps += diff.gaps.map { gap in
      Skip(path: gap.id.hex, reason: RepositoryGaps.reason(gap.error, in: repository))
    }
    return history
  }

  /// Adds what renamed files were before.
  private func addRenames(to history: inout History) {
    do throws(GitError) {
      let renames = try repository.renames(in: history.mayRename.sorted())
      for index in history.changes.indices {
        let change = history.changes[index]
        guard let commit = change.commit.flatMap({ ObjectID($0.id) }) else { continue }
        history.changes[index].former += renames[commit]?[change.path] ?? []
      }
    } catch {
      history.notes.append(RepositoryGaps.undetectedRenames(error))
    }
  }

  /// Names and messages, with lines counted in the whole commit as a history scan does.
  private func messages(_ commits: [(ObjectID, CommitObject, [UInt8])]) throws(ScanError) -> PartialResult {
    var part = PartialResult()
    let detector = try rules.detector()
    for (id, object, content) in commits {
      let scanner = TextScanner(detector)
      scanner.scan(content.span, offset: 0, isLast: true, from: object.textStart)
      let path = "commit/\(id.hex)"
      part.add(
        scanner, at: TextPlace(path: Array(path.utf8), commit: id.hex), path: path,
        history: HistoryFacts(commit: Commit(object, id: id), inHead: nil, commitCount: nil))
    }
    return part
  }

  private func environmentFindings(_ changes: [ContentChange], _ reader: ObjectReader) -> [Finding] {
    changes.environmentFindings(reader, showSecrets: request.showSecrets)
  }

  private static func gaps(of commits: [RangeCommit], _ repository: Repository, _ store: ObjectStore) -> [Skip] {
    // A shallow border outside the range hides nothing that was asked for.
    var gaps = RepositoryGaps.all(repository, store.problems, isRange: true)
    for commit in commits where commit.isShallowBoundary {
      let reason = "its parents are not in this shallow clone, so all of its content counts as new; fetch more history"
      gaps.append(Skip(path: commit.id.hex, reason: reason))
    }
    return gaps
  }
}
