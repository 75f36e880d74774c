import DotEnv
import Findings
import GitObjects
import Content

/// A file's content that a commit, or the next one, brings.
struct ContentChange: Sendable {
  var path: [UInt8]
  var blob: ObjectID
  /// What was there before: in each parent of the commit, or in `HEAD`; of a renamed file under its former name.
  var former: [FormerFile]
  /// The commit; `nil` for a staged change.
  var commit: Commit?

  /// Whether a former version is the same, so that nothing is new: a file that was renamed only, or a side of a merge.
  var isUnchanged: Bool { former.contains { $0.blob == blob } }
}

extension [ContentChange] {
  /// Findings about environment files that the changes add: once for each path.
  ///
  /// - Parameter unread: Is called with files that cannot be read; they may contain anything.
  func environmentFindings(
    _ reader: ObjectReader, showSecrets: Bool, unread: (ContentChange, GitError) -> Void
  ) -> [Finding] {
    var seen: Set<[UInt8]> = []
    return flatMap { change -> [Finding] in
      guard DotEnvName.isJudged(PathText.name(of: change.path)),
        !change.former.contains(where: { DotEnvName.isJudged(PathText.name(of: $0.path)) }),
        seen.insert(change.path).inserted
      else { return [] }
      return DotEnvAudit.findings(
        path: change.path, versions: [DotEnvVersion(commit: change.commit, isInHead: nil)],
        options: EnvironmentAudit.options(showSecrets: showSecrets)
      ) { _ in
        do throws(GitError) { return try reader.read(change.blob, as: .blob) } catch {
          unread(change, error)
          return nil
        }
      }
    }
  }
}

extension TargetScan.Part {
  /// Adds the findings about environment files that changes add, and gaps for those that cannot be read, each once.
  mutating func addEnvironmentFindings(
    of changes: [ContentChange], _ repository: Repository, _ store: ObjectStore, showSecrets: Bool
  ) {
    var gaps = Set(result.coverage.gaps)
    environmentFindings = changes.environmentFindings(ObjectReader(store), showSecrets: showSecrets) { change, error in
      let gap = Skip(path: PathText.display(change.path), reason: RepositoryGaps.reason(error, in: repository))
      if gaps.insert(gap).inserted { result.coverage.gaps.append(gap) }
    }
  }
}
