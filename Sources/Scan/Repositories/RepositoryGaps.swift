import Findings
import GitObjects
import Inputs

/// What keeps a repository from being scanned whole, in words for a report.
enum RepositoryGaps {
  /// What is known before a look at the objects.
  ///
  /// - Parameter isRange: Whether only some commits are asked for, so that a shallow border need not matter.
  static func all(_ repository: Repository, _ store: ObjectStore, isRange: Bool = false) -> [Skip] {
    var reasons = store.problems.map(\.description)
    reasons += repository.unknownExtensions.map { "the repository extension \($0) is not known" }
    if repository.isShallow, !isRange {
      reasons.append("a shallow clone: older commits are not here; fetch them with `git fetch --unshallow`")
    }
    return reasons.map { Skip(path: folder(repository), reason: $0) }
  }

  /// Refs and reflogs that could not be read, so that what they lead to seems to be unreachable.
  static func unread(_ tips: RepositoryTips, in repository: Repository) -> [Skip] {
    tips.problems.map { Skip(path: folder(repository), reason: $0.description) }
  }

  /// Objects that a history names and that are not there; those that a partial clone left out, by design many, as one.
  static func missing(_ objects: [BlobHistory], in repository: Repository) -> [Skip] {
    let gaps = objects.map { object -> Skip in
      let path = object.places.first.map { PathText.display($0.path) } ?? object.blob.hex
      return Skip(path: path, reason: Self.reason(.missing(object.blob), in: repository))
    }
    guard let first = gaps.min(), gaps.count > 1, let remote = repository.promisorRemotes.first else { return gaps }
    let many = "\(gaps.count) objects were left out of this partial clone, \(first.path) among them; \(mend(remote))"
    return [Skip(path: folder(repository), reason: many)]
  }

  /// Why an object could not be read, and what to do when that is because of a partial clone.
  static func reason(_ error: GitError, in repository: Repository) -> String {
    guard case .missing(let id) = error, let remote = repository.promisorRemotes.first else { return error.description }
    return "object \(id) was left out of this partial clone; \(mend(remote))"
  }

  /// A remark on files that seem to be new because git could not compare them with what is gone.
  static func undetectedRenames(_ error: GitError) -> String {
    "renamed files count as new, since git could not compare them: \(error)"
  }

  private static func mend(_ remote: String) -> String {
    "`git fetch --refetch --no-filter \(remote)` fetches what was left out"
  }

  private static func folder(_ repository: Repository) -> String { repository.workTree ?? repository.gitDirectory }
}
