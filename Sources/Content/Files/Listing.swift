public import Findings

/// A file to scan.
public struct ListedFile: Sendable, Hashable, Comparable {
  /// Path below the listing's root as the file system has it: any bytes but NUL, `/` between parts.
  public let path: [UInt8]

  /// Creates a file from its path.
  public init(path: [UInt8]) {
    self.path = path
  }

  /// The path for reports: bytes that are not UTF-8 as `\xNN`.
  public var displayPath: String { PathText.display(path) }

  /// By the bytes of the paths.
  public static func < (left: ListedFile, right: ListedFile) -> Bool {
    left.path.lexicographicallyPrecedes(right.path)
  }
}

/// The files of one scan target, and what was not listed.
public struct Listing: Sendable {
  /// What the user named.
  public enum Scope: Sendable {
    case folder, file
  }
  /// Absolute path of the folder that all paths are relative to: in a repository its top.
  public var root: [UInt8]
  /// The target's path below ``root``; empty for the root itself.
  public var start: [UInt8]
  /// Whether a folder or a file was named.
  public var scope: Scope
  /// Sorted by path bytes, without duplicates.
  public var files: [ListedFile] = []
  /// What could not be read, sorted.
  public var gaps: [Skip] = []
  /// Links, FIFOs, sockets, devices and submodules, sorted.
  public var leftOut: [Skip] = []
  /// Tops of the git repositories that the files are in, as paths below ``root``; empty for the root itself.
  public var repositories: [[UInt8]]
  /// What the user should know of how the files were listed.
  public var notes: [String] = []

  init(_ naming: PathNaming, scope: Scope) {
    root = naming.root
    start = naming.start
    self.scope = scope
    repositories = RepositoryPlace.isTop(root) ? [[]] : []
  }

  mutating func sort() {
    files.sort()
    // git names a file with a merge conflict once per stage.
    var last: ListedFile?
    files.removeAll { file in
      defer { last = file }
      return file == last
    }
    gaps = Set(gaps).sorted()
    leftOut = Set(leftOut).sorted()
  }
}

/// What to list beside git's tracked and unignored files.
public struct ListingOptions: Sendable {
  /// Everything in the folder but `.git`, without asking git.
  public var includeIgnored: Bool
  /// Also the files of submodules that are checked out.
  public var recurseSubmodules: Bool
  /// Paths that are not input, such as the reports being written: absolute, without symbolic links.
  public var excluded: [String]

  /// Creates options from their parts.
  public init(includeIgnored: Bool = false, recurseSubmodules: Bool = false, excluded: [String] = []) {
    self.includeIgnored = includeIgnored
    self.recurseSubmodules = recurseSubmodules
    self.excluded = excluded
  }
}
