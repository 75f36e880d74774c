/// The objects that refs, `HEAD`s and reflogs of a repository name: from them its history is reachable.
public struct RepositoryTips: Sendable {
  /// Ids that refs and the `HEAD` of every work tree name, each once.
  public private(set) var ids: [ObjectID] = []
  /// Ids that only reflogs have; stashes are among them.
  public private(set) var onlyInReflogs: [ObjectID] = []
  /// The commit that is checked out; nil before the first one.
  public private(set) var head: ObjectID?
  /// Refs and reflogs that could not be read: objects that only they lead to seem to be unreachable.
  public private(set) var problems: [GitError] = []
  /// Ids that must be commits: those of branches and `HEAD`s.
  public var branches: Set<ObjectID> {
    let named = references.filter { reference in
      let name = reference.name
      return name.hasPrefix("refs/heads/") || (name.hasSuffix("HEAD") && !name.hasPrefix("refs/"))
    }
    return Set(named.map(\.target))
  }
  private var references: [Reference] = []
  private var reflogs: [ObjectID: String] = [:]

  /// Reads the refs, `HEAD`s and reflogs of a repository.
  public init(_ repository: Repository) {
    attempt { tips throws(GitError) in
      if let bundle = repository.bundle {
        tips.references = bundle.references
        tips.head = bundle.references.first { $0.name == "HEAD" }?.target
      } else if repository.usesReftable {
        try tips.list(repository)
      } else {
        try tips.read(repository)
      }
    }
    var seen: Set<ObjectID> = []
    ids = references.map { $0.target }.filter { seen.insert($0).inserted }
    onlyInReflogs = reflogs.keys.filter { !seen.contains($0) }.sorted()
    problems = Array(Set(problems)).sorted { $0.description < $1.description }
  }

  /// For each of some objects, the refs, `HEAD`s and reflogs that name it.
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

  /// Runs git, which alone reads a reftable; stops at the first error, so that a git that cannot read it is reported once.
  private mutating func list(_ repository: Repository) throws(GitError) {
    head = try repository.listedHead().commit
    references = try repository.listedReferences().all
    references += try (repository.listedHeads() + [head].compactMap { $0 }).map { Reference(name: "HEAD", target: $0) }
    let listed = try repository.listedReflogIDs()
    for id in listed.ids { reflogs[id] = "a reflog" }
    problems += listed.problems
  }

  /// Reads `HEAD`s before refs, so that the branches that they name are among the refs.
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
    let found = Reflogs(in: folders, common: repository.commonDirectory, repository.format)
    reflogs = found.names
    problems += found.problems
  }
}
