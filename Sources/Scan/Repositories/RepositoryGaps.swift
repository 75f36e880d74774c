import Findings
import GitObjects
import Content
import Text

/// What keeps a repository from being scanned whole, in words for a report.
enum RepositoryGaps {
  /// What is known of a repository beside its objects.
  ///
  /// - Parameters:
  ///   - problems: What could not be opened.
  ///   - isRange: Whether only some commits are requested, so that a shallow border need not matter.
  static func all(_ repository: Repository, _ problems: [GitError], isRange: Bool = false) -> [Skip] {
    var gaps = problems.map { skip($0, in: repository) }
    gaps += repository.unknownExtensions.map {
      Skip(path: path("config", in: repository), reason: "the repository extension \($0) is not known")
    }
    if repository.isShallow, !isRange {
      let reason = "a shallow clone: older commits are not here; fetch them with `git fetch --unshallow`"
      gaps.append(Skip(path: path("shallow", in: repository), reason: reason))
    }
    return gaps
  }

  /// A file of the repository that could not be read; for objects see ``reason(_:in:)``.
  static func skip(_ error: GitError, in repository: Repository) -> Skip {
    guard let path = error.path else {
      return Skip(path: Self.path("", in: repository), reason: error.description)
    }
    return Skip(path: shown(path, in: repository), reason: error.reason)
  }

  /// Refs, `HEAD`s and reflogs whose object is missing or of another kind than it must be.
  static func broken(_ broken: [BrokenTip], _ tips: RepositoryTips) -> [Skip] {
    let names = tips.names(of: Set(broken.map(\.tip)))
    return Dictionary(grouping: broken, by: \.gap).map { gap, broken in
      let all = Array(Set(broken.flatMap { names[$0.tip] ?? [$0.tip.hex] })).sorted()
      let others = all.count > 5 ? " and \(all.count - 5) more" : ""
      let who = all.prefix(5).map { PathText.display(Array($0.utf8)) }.joined(separator: ", ") + others
      let verb = all.count == 1 ? "leads" : "lead"
      return Skip(path: gap.id.hex, reason: "\(gap.error.reason), although \(who) \(verb) to it")
    }
  }

  /// Objects that a history names and that are not there; those that a partial clone left out, by design many, as one.
  ///
  /// - Parameter staged: What an index names and the store lacks.
  static func missing(
    _ objects: [BlobHistory], staged: MissingIndexEntries, in repository: Repository
  ) -> [Skip] {
    var gaps = objects.map { object -> Skip in
      let path = object.paths.first.map { PathText.display($0.path) } ?? object.blob.hex
      return Skip(path: path, reason: Self.reason(.missing(object.blob), in: repository))
    }
    let named = Set(objects.map(\.blob))
    gaps += staged.paths.filter { !named.contains($0.key) }.map { id, path in
      Skip(path: PathText.display(path), reason: Self.reason(.missing(id), in: repository))
    }
    guard let first = gaps.min(), gaps.count > 1, let remote = repository.promisorRemotes.first else { return gaps }
    let count = Counting.number(gaps.count)
    let many = "\(count) objects were left out of this partial clone, \(first.path) among them; \(remedy(remote))"
    return [Skip(path: path("objects", in: repository), reason: many)]
  }

  /// Objects that a bundle lacks on purpose.
  static func notInBundle(_ objects: [BlobHistory], of repository: Repository) -> [Skip] {
    guard !objects.isEmpty else { return [] }
    let count = Counting.count(objects.count, "object")
    let reason = "\(count) that this git bundle refers to, and says not to have, not scanned"
    return [Skip(path: repository.gitDirectory, reason: reason)]
  }

  /// Why an object could not be read, and what to do when that is because of a partial clone.
  static func reason(_ error: GitError, in repository: Repository) -> String {
    guard case .missing(let id) = error, let remote = repository.promisorRemotes.first else { return error.description }
    return "object \(id) was left out of this partial clone; \(remedy(remote))"
  }

  /// A remark on files that seem to be new because git could not compare them with what is gone.
  static func undetectedRenames(_ error: GitError) -> String {
    "renamed files count as new, since git could not compare them: \(error)"
  }

  private static func remedy(_ remote: String) -> String {
    "`git fetch --refetch --no-filter \(remote)` fetches what was left out"
  }

  /// Path of a file in the repository's own folder, as a report shows it.
  private static func path(_ name: String, in repository: Repository) -> String {
    shown("\(repository.commonDirectory)/\(name)", in: repository)
  }

  /// A path below the repository's top, or its own folder when it is bare, from there.
  private static func shown(_ path: String, in repository: Repository) -> String {
    let top = "\(repository.workTree ?? repository.gitDirectory)/"
    let isInside = path.hasPrefix(top)
    return PathText.display(Array((isInside ? String(path.dropFirst(top.count)) : path).utf8))
  }
}
