/// From where the objects of a repository are in use, as far as that could be read.
public struct RepositoryTips: Sendable {
  /// What refs and the `HEAD` of every work tree name, each once.
  public private(set) var ids: [ObjectID] = []
  /// What only reflogs remember, stashes among them.
  public private(set) var remembered: [ObjectID] = []
  /// The commit that is checked out; nil before the first one.
  public private(set) var head: ObjectID?
  /// Refs and reflogs that could not be read: what only they lead to seems to be unreachable.
  public private(set) var problems: [GitError] = []

  /// Reads the refs and reflogs of a repository.
  public init(_ repository: Repository) {
    var reflogged: Set<ObjectID> = []
    if repository.usesReftable {
      // In one go, so that a git that cannot read them is told of once.
      attempt { tips throws(GitError) in
        tips.head = try repository.listedHead().commit
        tips.ids = try repository.listedReferences().all.map { $0.target } + repository.listedHeads()
        reflogged = try repository.listedReflogIDs()
      }
    } else {
      let packed = repository.packedReferences()
      attempt { tips throws(GitError) in tips.head = try repository.head(in: repository.gitDirectory, packed).commit }
      let references = repository.looseAndPackedReferences(packed)
      ids = references.all.map { $0.target }
      problems += references.problems
      for folder in repository.workTreeFolders {
        attempt { tips throws(GitError) in
          tips.ids += try [repository.head(in: folder, packed).commit].compactMap { $0 }
        }
      }
      reflogged = repository.reflogIDs()
    }
    var seen: Set<ObjectID> = []
    ids = (ids + [head].compactMap { $0 }).filter { seen.insert($0).inserted }
    remembered = reflogged.subtracting(ids).sorted()
    problems = Array(Set(problems)).sorted { $0.description < $1.description }
  }

  private mutating func attempt(_ read: (inout RepositoryTips) throws(GitError) -> Void) {
    do throws(GitError) {
      try read(&self)
    } catch {
      problems.append(error)
    }
  }
}
