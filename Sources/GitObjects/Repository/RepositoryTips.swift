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
  /// What must be commits: branches and `HEAD`s.
  public var branches: Set<ObjectID> {
    let named = references.filter { reference in
      let name = reference.name
      return name.hasPrefix("refs/heads/") || (name.hasSuffix("HEAD") && !name.hasPrefix("refs/"))
    }
    return Set(named.map(\.target))
  }
  private var references: [Reference] = []
  private var reflogs: [ObjectID: String] = [:]

  /// Reads the refs and reflogs of a repository.
  public init(_ repository: Repository) {
    attempt { tips throws(GitError) in
      if repository.usesReftable { try tips.list(repository) } else { try tips.read(repository) }
    }
    var seen: Set<ObjectID> = []
    ids = references.map { $0.target }.filter { seen.insert($0).inserted }
    remembered = reflogs.keys.filter { !seen.contains($0) }.sorted()
    problems = Array(Set(problems)).sorted { $0.description < $1.description }
  }

  /// The names of the refs, `HEAD`s and reflogs that name some objects.
  public func names(of wanted: Set<ObjectID>) -> [ObjectID: [String]] {
    var names: [ObjectID: [String]] = [:]
    guard !wanted.isEmpty else { return names }
    for reference in references where wanted.contains(reference.target) {
      names[reference.target, default: []].append(reference.name)
    }
    for id in wanted { if let name = reflogs[id] { names[id, default: []].append(name) } }
    return names
  }

  private mutating func attempt(_ read: (inout RepositoryTips) throws(GitError) -> Void) {
    do throws(GitError) {
      try read(&self)
    } catch {
      problems.append(error)
    }
  }

  /// Asks git, which alone reads a reftable: in one go, so that a git that cannot is told of once.
  private mutating func list(_ repository: Repository) throws(GitError) {
    head = try repository.listedHead().commit
    references = try repository.listedReferences().all
    references += try (repository.listedHeads() + [head].compactMap { $0 }).map { Reference(name: "HEAD", target: $0) }
    let listed = try repository.listedReflogIDs()
    for id in listed.ids { reflogs[id] = "a reflog" }
    problems += listed.problems
  }

  /// Reads `HEAD`s before refs, so that the branch they name was there when the refs are listed.
  private mutating func read(_ repository: Repository) throws(GitError) {
    let folders = try repository.workTreeFolders()
    var heads: [(folder: String, head: Head)] = []
    for folder in Set(folders + [repository.gitDirectory]).sorted() {
      attempt { _ throws(GitError) in heads.append((folder, try repository.head(in: folder))) }
    }
    let read = try repository.looseAndPackedReferences()
    references = read.all
    problems += read.problems
    let targets = Dictionary(read.all.map { ($0.name, $0.target) }) { first, _ in first }
    for (folder, head) in heads {
      let commit: ObjectID? =
        switch head {
        case .detached(let id): id
        case .branch(let name, _): targets[name]
        }
      guard let commit else { continue }
      if folder == repository.gitDirectory { self.head = commit }
      let name = "\(folder)/HEAD".dropFirst(repository.commonDirectory.count + 1)
      references.append(Reference(name: String(name), target: commit))
    }
    let remembered = Reflogs(in: folders, common: repository.commonDirectory, repository.format)
    reflogs = remembered.names
    problems += remembered.problems
  }
}
