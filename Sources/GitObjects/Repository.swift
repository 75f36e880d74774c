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
  /// Remotes that a partial clone left objects at.
  public let promisorRemotes: [String]
  /// Formats and extensions of the repository that are not known, so that reading its files may not show all of it.
  public let unknownExtensions: [String]
  /// Whether the environment had a say in where things are.
  public let honoursEnvironment: Bool
  /// Whether refs are kept in a reftable, which git has to read.
  let usesReftable: Bool

  /// Whether history was cut off when cloning.
  public var isShallow: Bool { !shallowCommits.isEmpty }

  /// git itself, working on this repository.
  ///
  /// With `GIT_DIR` honoured it stays in the process's own directory, which git then takes for the working tree's top.
  /// Without it, relative paths in the other variables of a hook are meant from the top, as git takes them.
  public var git: Git {
    let isNamed = honoursEnvironment && Files.environmentVariable("GIT_DIR") != nil
    return Git(
      in: isNamed ? nil : workTree, gitDirectory: gitDirectory,
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
    promisorRemotes = config.promisorRemotes
    unknownExtensions = config.unknownExtensions
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

extension ConfigFile {
  /// Extensions that need nothing of a reader of objects (git-config, "extensions").
  private static let harmless: Set<String> = [
    "objectformat", "refstorage", "partialclone", "worktreeconfig", "noop", "preciousobjects", "relativeworktrees",
    "submodulepathconfig", "compatobjectformat",
  ]

  fileprivate var unknownExtensions: [String] {
    var unknown: [String] = []
    if let version = self["core.repositoryformatversion"], version != "0", version != "1" {
      unknown.append("core.repositoryFormatVersion \(version)")
    }
    if let storage = self["extensions.refstorage"], !["files", "reftable"].contains(storage.lowercased()) {
      unknown.append("refStorage \(storage)")
    }
    let names = values.keys.filter { $0.hasPrefix("extensions.") }.map { String($0.dropFirst("extensions.".count)) }
    return unknown + names.filter { !Self.harmless.contains($0) }.sorted()
  }

  /// The remote named when cloning, and those marked since (partial-clone, "Promisor Remote").
  fileprivate var promisorRemotes: [String] {
    let marked = values.keys.filter { $0.hasPrefix("remote.") && $0.hasSuffix(".promisor") && isOn($0) }
    let names = marked.map { String($0.dropFirst("remote.".count).dropLast(".promisor".count)) }
    return Set(names + [self["extensions.partialclone"]].compactMap { $0 }).sorted()
  }
}
