import Detection
import DotEnv
import Findings
import GitObjects
import Content

/// Scans what the commits of a range brought, merges included.
struct RangeScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// - Parameter range: A range as git writes it, such as `main..HEAD`.
  /// - Throws: ``ScanError`` when a revision does not exist.
  func run(_ range: String) throws(ScanError) -> TargetScan.Part {
    let found: RevisionRange
    do { found = try repository.range(range, ObjectReader(repository.openObjectStore())) } catch {
      throw ScanError(error.description)
    }
    var part = try run(found)
    if found.commits.isEmpty { part.result.coverage.notes.append("the range \(range) contains no commits") }
    return part
  }

  /// Scans commits, and the tags, trees and blobs that are named beside them.
  func run(_ range: RevisionRange) throws(ScanError) -> TargetScan.Part {
    let commits = range.commits
    let store = repository.openObjectStore()
    let reader = ObjectReader(store)
    var history = changes(of: commits, reader)
    addRenames(to: &history)
    addNamed(range.named, to: &history, reader)
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules, progress: progress)
    var part = TargetScan.Part(result: try scan.run(history.changes))
    part.result.add(try messages(history.messages))
    part.addEnvironmentFindings(of: history.changes, repository, store, showSecrets: request.showSecrets)
    part.result.coverage.commits = commits.count
    part.result.coverage.notes += history.notes
    part.result.coverage.gaps += history.gaps + Self.gaps(of: commits, repository, store)
    return part
  }

  /// What people wrote in a commit or tag.
  private struct Message {
    var id: ObjectID
    /// `nil` for a tag.
    var commit: CommitObject?
    var content: [UInt8]

    var textStart: Int { commit?.textStart ?? 0 }
    var path: String { (commit == nil ? "tag/" : "commit/") + id.hex }
  }

  /// What the commits of a range changed.
  private struct History {
    var changes: [ContentChange] = []
    var messages: [Message] = []
    var gaps: [Skip] = []
    /// Commits with files that a parent lacks, perhaps because it has them under another name.
    var mayRename: Set<ObjectID> = []
    var notes: [String] = []
  }

  private func changes(of commits: [RangeCommit], _ reader: ObjectReader) -> History {
    var history = History()
    let diff = TreeDiff(reader)
    for commit in commits {
      guard let (object, content) = read(commit.id, reader, &history) else { continue }
      // What only an unread parent had counts as new.
      let parents = commit.parents.compactMap { read($0, reader, &history)?.object }
      let told = Commit(object, id: commit.id)
      for change in diff.changes(in: object.tree, since: parents.map(\.tree)) where change.mode & 0o170000 != 0o160000 {
        let former = change.formerBlobs.compactMap { $0.map { FormerFile(path: change.path, blob: $0) } }
        history.changes.append(ContentChange(path: change.path, blob: change.blob, former: former, commit: told))
        if !parents.isEmpty, former.count < parents.count { history.mayRename.insert(commit.id) }
      }
      history.messages.append(Message(id: commit.id, commit: object, content: content))
    }
    // git would go through all the paths to compare names.
    if diff.isCrowded { history.mayRename = [] }
    history.gaps += gaps(of: diff)
    return history
  }

  /// Reads a commit; one that cannot be read is a gap.
  private func read(
    _ id: ObjectID, _ reader: ObjectReader, _ history: inout History
  ) -> (object: CommitObject, content: [UInt8])? {
    do throws(GitError) {
      let content = try reader.read(id, as: .commit)
      guard let object = CommitObject(content) else { throw .corrupt(id, reason: "it names no tree") }
      return (object, content)
    } catch {
      history.gaps.append(Skip(path: id.hex, reason: RepositoryGaps.reason(error, in: repository)))
      return nil
    }
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

  /// Adds what was named beside commits: tags, and the trees and blobs that no commit leads to.
  private func addNamed(_ named: [NamedObject], to history: inout History, _ reader: ObjectReader) {
    for id in Set(named.flatMap(\.tags)).sorted() {
      do throws(GitError) {
        history.messages.append(Message(id: id, content: try reader.read(id, as: .tag)))
      } catch {
        history.gaps.append(Skip(path: id.hex, reason: RepositoryGaps.reason(error, in: repository)))
      }
    }
    let diff = TreeDiff(reader)
    for object in Set(named) where object.kind == .tree {
      history.changes += diff.changes(in: object.target, since: []).map {
        ContentChange(path: $0.path, blob: $0.blob, former: [])
      }
    }
    history.gaps += gaps(of: diff)
    for id in Set(named.filter { $0.kind == .blob }.map(\.target)).sorted() {
      history.changes.append(ContentChange(path: Array("blob/\(id.hex)".utf8), blob: id, former: []))
    }
  }

  private func gaps(of diff: TreeDiff) -> [Skip] {
    diff.gaps.map { Skip(path: $0.id.hex, reason: RepositoryGaps.reason($0.error, in: repository)) }
  }

  /// Names and messages, with lines counted in the whole object as a history scan does.
  private func messages(_ messages: [Message]) throws(ScanError) -> PartialResult {
    var part = PartialResult()
    let detector = try rules.detector()
    for message in messages {
      let scanner = TextScanner(detector)
      scanner.scan(TextChunk(message.content.span), from: message.textStart)
      let commit = message.commit.map { Commit($0, id: message.id) }
      part.add(scanner, of: TextOrigin(path: Array(message.path.utf8), commit: commit))
    }
    return part
  }

  private static func gaps(of commits: [RangeCommit], _ repository: Repository, _ store: ObjectStore) -> [Skip] {
    // A shallow border outside the range hides nothing that was requested.
    var gaps = RepositoryGaps.all(repository, store.problems, isRange: true)
    for commit in commits where commit.isShallowBoundary {
      let reason = "its parents are not in this shallow clone, so all of its content counts as new; fetch more history"
      gaps.append(Skip(path: commit.id.hex, reason: reason))
    }
    return gaps
  }
}
