public import GitProcess
internal import Platform

/// A git repository on disk: where its parts are, and its format (gitrepository-layout); or one in a bundle, which has
/// objects and refs and nothing else.
public struct Repository: Sendable {
  /// The folder with this work tree's `HEAD` and index.
  public let gitDirectory: String
  /// The folder with objects and refs; differs from ``gitDirectory`` in a linked work tree.
  public let commonDirectory: String
  /// The folder with the checked-out files; nil in a bare repository.
  public let workTree: String?
  /// The hash that names its objects.
  public let format: ObjectFormat
  /// `objects` folders: its own, then those that the environment names if it is honoured.
  public let objectFolders: [String]
  /// Commits whose parents a shallow clone left out.
  public let shallowCommits: Set<ObjectID>
  /// Remotes that have the objects that a partial clone left out.
  public let promisorRemotes: [String]
  /// Formats and extensions of the repository that this program does not know, so that it may not read all of it.
  public let unknownExtensions: [String]
  /// Whether variables such as `GIT_DIR` decided where its parts are.
  public let honoursEnvironment: Bool
  /// Whether refs are kept in a reftable, which git has to read.
  let usesReftable: Bool
  /// What it is in; `nil` for one on disk.
  public let bundle: Bundle?

  /// Whether history was cut off when cloning.
  public var isShallow: Bool { !shallowCommits.isEmpty }

  /// git itself, working on this repository.
  ///
  /// If `GIT_DIR` is set and honoured, git runs in the process's own directory, which it then treats as the work tree's
  /// top. Otherwise it runs in the top, from which git resolves relative paths in the other variables of a hook.
  public var git: Git {
    let isNamed = honoursEnvironment && ThisProcess.nonEmptyVariable("GIT_DIR") != nil
    return Git(
      in: isNamed ? nil : workTree, gitDirectory: gitDirectory,
      repositoryVariables: honoursEnvironment ? .honoured : .ignored)
  }

  /// Finds the repository that a path belongs to: the nearest one at the path or above it.
  ///
  /// - Parameters:
  ///   - path: A file or folder, absolute or relative to the process's own directory.
  ///   - honouringEnvironment: Whether `GIT_DIR`, `GIT_WORK_TREE`, `GIT_COMMON_DIR`, `GIT_OBJECT_DIRECTORY` and
  ///     `GIT_ALTERNATE_OBJECT_DIRECTORIES` decide, as git sets them for hooks.
  /// - Throws: ``GitError/notARepository(path:)`` when there is none, other errors when one cannot be read.
  public init(at path: String, honouringEnvironment: Bool = false) throws(GitError) {
    if honouringEnvironment, let directory = ThisProcess.nonEmptyVariable("GIT_DIR") {
      guard let found = try GitDirectory(candidate: directory) else { throw .notARepository(path: directory) }
      try self.init(found, environment: true)
      return
    }
    guard var folder = Files.resolved(path) else { throw .notARepository(path: path) }
    while true {
      for candidate in ["\(folder)/.git", folder] {
        guard let found = try GitDirectory(candidate: candidate) else { continue }
        try self.init(found, environment: honouringEnvironment)
        return
      }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { throw .notARepository(path: path) }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// Opens the repository of a working tree, and none around it.
  ///
  /// - Parameter top: The working tree's top folder.
  /// - Throws: ``GitError`` when its `.git` is not one that git recognises, or cannot be read.
  public init(top: String) throws(GitError) {
    let place = "\(top)/.git"
    guard let found = try GitDirectory(candidate: place) else {
      throw .malformed(path: place, reason: "HEAD, objects or refs is missing or not valid")
    }
    try self.init(found, environment: false)
  }

  /// Opens the repository's objects. What cannot be opened becomes one of the store's problems.
  public func openObjectStore() -> ObjectStore { bundle?.store ?? ObjectStore(folders: objectFolders, format: format) }

  /// The repository in a bundle.
  ///
  /// - Parameter path: The bundle's.
  public init(_ bundle: Bundle, path: String) {
    self.bundle = bundle
    format = bundle.store.format
    (gitDirectory, commonDirectory, workTree, objectFolders) = (path, path, nil, [])
    (shallowCommits, promisorRemotes, unknownExtensions) = ([], [], [])
    (honoursEnvironment, usesReftable) = (false, false)
  }

  private init(_ found: GitDirectory, environment: Bool) throws(GitError) {
    bundle = nil
    let config = try ConfigFile(path: "\(found.common)/config")
    honoursEnvironment = environment
    gitDirectory = found.path
    commonDirectory = found.common
    workTree = try Self.workTree(found, config, environment)
    switch config["extensions.objectformat"]?.lowercased() {
    case nil, "sha1": format = .sha1
    case "sha256": format = .sha256
    case .some(let other):
      throw .malformed(path: "\(found.common)/config", reason: "unknown object format \(other)")
    }
    objectFolders = Self.objectFolders(found, environment)
    usesReftable = config["extensions.refstorage"]?.lowercased() == "reftable"
    shallowCommits = try Self.shallowCommits(found.common, format)
    promisorRemotes = config.promisorRemotes
    unknownExtensions = config.unknownExtensions
  }

  private static func objectFolders(_ found: GitDirectory, _ environment: Bool) -> [String] {
    guard environment else { return ["\(found.common)/objects"] }
    let own = ThisProcess.nonEmptyVariable("GIT_OBJECT_DIRECTORY") ?? "\(found.common)/objects"
    let others = ThisProcess.nonEmptyVariable("GIT_ALTERNATE_OBJECT_DIRECTORIES")?.split(separator: ":") ?? []
    return [own] + others.map { String($0) }
  }

  private static func workTree(
    _ found: GitDirectory, _ config: ConfigFile, _ environment: Bool
  ) throws(GitError) -> String? {
    if environment, let named = ThisProcess.nonEmptyVariable("GIT_WORK_TREE") { return Files.resolved(named) }
    if found.path != found.common, let back = try Files.line("\(found.path)/gitdir") {
      return Files.resolved(Files.join(found.path, "\(back)/.."))
        ?? Files.resolved(String(back.dropLast("/.git".count)))
    }
    if let named = config["core.worktree"] { return Files.resolved(Files.join(found.path, named)) }
    if config.isOn("core.bare") || !found.path.hasSuffix("/.git") { return nil }
    return String(found.path.dropLast("/.git".count))
  }

  private static func shallowCommits(_ common: String, _ format: ObjectFormat) throws(GitError) -> Set<ObjectID> {
    let path = "\(common)/shallow"
    let lines = try Files.readIfPresent(path)?.split(separator: UInt8(ascii: "\n")) ?? []
    let ids = lines.compactMap { ObjectID(hex: $0) }.filter { $0.format == format }
    guard ids.count == lines.count else { throw .malformed(path: path, reason: "a line of it is no object id") }
    return Set(ids)
  }
}

/// A folder that git recognises as a repository's (gitrepository-layout).
private struct GitDirectory {
  let path: String
  let common: String

  /// - Parameter candidate: A folder, or a file with "gitdir: PATH" as worktrees and submodules have.
  init?(candidate: String) throws(GitError) {
    var folder = candidate
    if FileSystem.isFile(candidate) {
      guard let line = try Files.line(candidate), line.hasPrefix("gitdir: ") else { return nil }
      let slash = candidate.lastIndex(of: "/")
      let parent = slash.map { String(candidate[..<$0]) } ?? "."
      folder = Files.join(parent, String(line.dropFirst("gitdir: ".count)))
    }
    guard let real = Files.resolved(folder), FileSystem.isFolder(real) else { return nil }
    let shared = try Files.line("\(real)/commondir").flatMap { Files.resolved(Files.join(real, $0)) } ?? real
    guard FileSystem.isFolder("\(shared)/objects"), FileSystem.isFolder("\(shared)/refs"), try Self.hasHead(real) else {
      return nil
    }
    path = real
    common = shared
  }

  private static func hasHead(_ folder: String) throws(GitError) -> Bool {
    guard let line = try Files.line("\(folder)/HEAD") else { return false }
    return line.hasPrefix("ref: ") || ObjectID(line) != nil
  }
}

extension ConfigFile {
  /// Extensions that do not matter for reading objects and refs, or that this program implements (git-config,
  /// "extensions").
  private static let knownExtensions: Set<String> = [
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
    return unknown + names.filter { !Self.knownExtensions.contains($0) }.sorted()
  }

  /// The remote that was cloned from, and those that were marked later (partial-clone, "Promisor Remote").
  fileprivate var promisorRemotes: [String] {
    let marked = values.keys.filter { $0.hasPrefix("remote.") && $0.hasSuffix(".promisor") && isOn($0) }
    let names = marked.map { String($0.dropFirst("remote.".count).dropLast(".promisor".count)) }
    return Set(names + [self["extensions.partialclone"]].compactMap { $0 }).sorted()
  }
}
