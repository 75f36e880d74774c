public import GitProcess

/// A git repository as it lies on disk: where its parts are and what kind it is.
public struct Repository: Sendable {
  /// The folder with this work tree's `HEAD` and index.
  public let gitDirectory: String
  /// The folder with objects and refs; another than ``gitDirectory`` in a linked worktree.
  public let commonDirectory: String
  /// The folder with the checked-out files; nil in a bare repository.
  public let workTree: String?
  /// The hash that names its objects.
  public let format: ObjectFormat
  /// `objects` folders: its own, then those named in the environment when that was asked for.
  public let objectFolders: [String]
  /// Commits whose parents a shallow clone left out.
  public let shallowCommits: Set<ObjectID>
  /// What keeps this repository from being seen whole by reading its files.
  public let limits: [RepositoryLimit]
  /// Whether the environment had a say in where things are.
  public let honoursEnvironment: Bool
  let usesReftable: Bool

  /// Whether history was cut off when cloning.
  public var isShallow: Bool { !shallowCommits.isEmpty }

  /// git itself, working on this repository.
  ///
  /// With the environment honoured it stays in the process's own directory, which the variables of a hook refer to.
  public var git: Git {
    Git(
      in: honoursEnvironment ? nil : workTree, gitDirectory: gitDirectory,
      repositoryVariables: honoursEnvironment ? .honoured : .ignored)
  }

  /// Finds the repository that a path belongs to: the nearest one at or above it.
  ///
  /// - Parameters:
  ///   - path: A file or folder, absolute or from the process's own directory.
  ///   - honouringEnvironment: Whether `GIT_DIR`, `GIT_WORK_TREE`, `GIT_COMMON_DIR`, `GIT_OBJECT_DIRECTORY` and
  ///     `GIT_ALTERNATE_OBJECT_DIRECTORIES` decide, as git sets them for hooks.
  /// - Throws: ``GitError/notARepository(path:)`` when there is none.
  public init(at path: String, honouringEnvironment: Bool = false) throws(GitError) {
    if honouringEnvironment, let directory = Files.environmentVariable("GIT_DIR") {
      guard let found = GitDirectory(candidate: directory) else { throw .notARepository(path: directory) }
      try self.init(found, environment: true)
      return
    }
    guard var folder = Files.resolved(path) else { throw .notARepository(path: path) }
    while true {
      if let found = GitDirectory(candidate: "\(folder)/.git") ?? GitDirectory(candidate: folder) {
        try self.init(found, environment: honouringEnvironment)
        return
      }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { throw .notARepository(path: path) }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  private init(_ found: GitDirectory, environment: Bool) throws(GitError) {
    let config = ConfigFile(path: "\(found.common)/config")
    honoursEnvironment = environment
    gitDirectory = found.path
    commonDirectory = found.common
    workTree = Self.workTree(found, config, environment)
    switch config["extensions.objectformat"]?.lowercased() {
    case nil, "sha1": format = .sha1
    case "sha256": format = .sha256
    case .some(let other):
      throw .malformed(path: "\(found.common)/config", reason: "unknown object format \(other)")
    }
    objectFolders = Self.objectFolders(found, environment)
    usesReftable = config["extensions.refstorage"]?.lowercased() == "reftable"
    shallowCommits = Self.shallowCommits(found.common)
    limits = RepositoryLimit.all(config)
  }

  private static func objectFolders(_ found: GitDirectory, _ environment: Bool) -> [String] {
    guard environment else { return ["\(found.common)/objects"] }
    let own = Files.environmentVariable("GIT_OBJECT_DIRECTORY") ?? "\(found.common)/objects"
    let others = Files.environmentVariable("GIT_ALTERNATE_OBJECT_DIRECTORIES")?.split(separator: ":") ?? []
    return [own] + others.map { String($0) }
  }

  private static func workTree(_ found: GitDirectory, _ config: ConfigFile, _ environment: Bool) -> String? {
    if environment, let named = Files.environmentVariable("GIT_WORK_TREE") { return Files.resolved(named) }
    if found.path != found.common, let back = Files.line("\(found.path)/gitdir") {
      return Files.resolved(Files.join(found.path, "\(back)/.."))
        ?? Files.resolved(String(back.dropLast("/.git".count)))
    }
    if let named = config["core.worktree"] { return Files.resolved(Files.join(found.path, named)) }
    if config.isOn("core.bare") || !found.path.hasSuffix("/.git") { return nil }
    return String(found.path.dropLast("/.git".count))
  }

  private static func shallowCommits(_ common: String) -> Set<ObjectID> {
    guard let bytes = try? Files.read("\(common)/shallow") else { return [] }
    return Set(bytes.split(separator: UInt8(ascii: "\n")).compactMap { ObjectID(hex: $0) })
  }
}

/// A folder that git would take for a repository's (gitrepository-layout).
private struct GitDirectory {
  let path: String
  let common: String

  /// - Parameter candidate: A folder, or a file with "gitdir: PATH" as worktrees and submodules have.
  init?(candidate: String) {
    var folder = candidate
    if Files.isFile(candidate) {
      guard let line = Files.line(candidate), line.hasPrefix("gitdir: ") else { return nil }
      let slash = candidate.lastIndex(of: "/")
      let parent = slash.map { String(candidate[..<$0]) } ?? "."
      folder = Files.join(parent, String(line.dropFirst("gitdir: ".count)))
    }
    guard let real = Files.resolved(folder), Files.isFolder(real) else { return nil }
    let shared = Files.line("\(real)/commondir").flatMap { Files.resolved(Files.join(real, $0)) } ?? real
    guard Self.hasHead(real), Files.isFolder("\(shared)/objects"), Files.isFolder("\(shared)/refs") else { return nil }
    path = real
    common = shared
  }

  private static func hasHead(_ folder: String) -> Bool {
    guard let line = Files.line("\(folder)/HEAD") else { return false }
    return line.hasPrefix("ref: ") || ObjectID(line) != nil
  }
}

/// Something about a repository that reading its files does not cover.
public enum RepositoryLimit: Hashable, Sendable, CustomStringConvertible {
  /// A partial clone: objects are left at the named remote until someone asks for them.
  case partialClone(remote: String)
  /// Refs are kept in a reftable, which only git itself reads.
  case reftable
  /// The repository has a format or extension that is not known.
  case unknownExtension(String)

  public var description: String {
    switch self {
    case .partialClone(let remote):
      "a partial clone of \(remote): objects that were not downloaded cannot be scanned"
    case .reftable: "its refs are in a reftable, which git has to list"
    case .unknownExtension(let name): "the repository extension \(name) is not known"
    }
  }

  /// Extensions that need nothing of a reader of objects (git-config, "extensions").
  private static let harmless: Set<String> = [
    "objectformat", "refstorage", "partialclone", "worktreeconfig", "noop", "preciousobjects", "relativeworktrees",
    "submodulepathconfig", "compatobjectformat",
  ]

  static func all(_ config: ConfigFile) -> [RepositoryLimit] {
    var limits: [RepositoryLimit] = []
    if let remote = config["extensions.partialclone"] { limits.append(.partialClone(remote: remote)) }
    for (name, _) in config.values where name.hasPrefix("remote.") && name.hasSuffix(".promisor") && config.isOn(name) {
      let remote = RepositoryLimit.partialClone(remote: String(name.dropFirst(7).dropLast(9)))
      if !limits.contains(remote) { limits.append(remote) }
    }
    if config["extensions.refstorage"]?.lowercased() == "reftable" { limits.append(.reftable) }
    if let version = config["core.repositoryformatversion"], version != "0", version != "1" {
      limits.append(.unknownExtension("core.repositoryFormatVersion \(version)"))
    }
    for name in config.values.keys.sorted() where name.hasPrefix("extensions.") {
      let key = String(name.dropFirst("extensions.".count))
      if !harmless.contains(key), key != "refstorage" { limits.append(.unknownExtension(key)) }
    }
    return limits
  }
}
