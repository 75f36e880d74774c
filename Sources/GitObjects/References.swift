/// A name for an object.
public struct Reference: Hashable, Sendable {
  /// Full name, such as `refs/heads/main`.
  public let name: String
  /// The object it names: usually a commit or an annotated tag, but any kind may be.
  public let target: ObjectID
}

/// What `HEAD` says.
public enum Head: Hashable, Sendable {
  /// A branch; its id is nil before the first commit.
  case branch(name: String, ObjectID?)
  /// A commit without a branch.
  case detached(ObjectID)

  /// The commit, if there is one.
  public var commit: ObjectID? {
    switch self {
    case .branch(_, let id): id
    case .detached(let id): id
    }
  }
}

/// The refs of a repository, and those that could not be read.
public struct References: Sendable {
  /// All refs by name.
  public internal(set) var all: [Reference] = []
  /// Refs and files of refs that are damaged.
  public internal(set) var problems: [GitError] = []
}

extension Repository {
  /// Reads `HEAD` of this work tree.
  public func head() throws(GitError) -> Head {
    try usesReftable ? listedHead() : head(in: gitDirectory, packedReferences())
  }

  /// Reads all refs, loose ones before packed ones of the same name, without `HEAD`.
  public func references() throws(GitError) -> References {
    try usesReftable ? listedReferences() : looseAndPackedReferences(packedReferences())
  }

  func looseAndPackedReferences(_ packed: PackedReferences) -> References {
    var found: [String: ObjectID] = [:]
    var problems = packed.problems
    for directory in Set([commonDirectory, gitDirectory]) {
      for name in Self.files(below: "refs", in: directory) {
        switch Self.looseTarget(name, directory, packed, format) {
        case .object(let target): found[name] = target
        case .nothing: break
        case .damaged: problems.append(.malformed(path: "\(directory)/\(name)", reason: "holds no object id"))
        }
      }
    }
    let loose = found.map { Reference(name: $0.key, target: $0.value) }
    let others = found.isEmpty ? packed.all : packed.all.filter { found[$0.name] == nil }
    return References(
      all: (others + loose).sorted { $0.name < $1.name }, problems: problems.sorted { $0.description < $1.description })
  }

  /// Folders with a `HEAD`, refs and reflogs of their own: the common one and that of every linked work tree.
  var workTreeFolders: [String] {
    let linked = (Files.names(in: "\(commonDirectory)/worktrees") ?? []).sorted()
    return [commonDirectory] + linked.map { "\(commonDirectory)/worktrees/\($0)" }
  }

  /// Ids that reflogs remember, stashes among them.
  func reflogIDs() -> Set<ObjectID> {
    var ids: Set<ObjectID> = []
    for directory in workTreeFolders {
      for name in Self.files(below: "logs", in: directory) {
        guard let bytes = try? Files.read("\(directory)/\(name)") else { continue }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
          let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2).prefix(2)
          ids.formUnion(fields.compactMap { ObjectID(hex: $0) }.filter { !$0.isNull })
        }
      }
    }
    return ids
  }

  func head(in directory: String, _ packed: PackedReferences) throws(GitError) -> Head {
    let path = "\(directory)/HEAD"
    guard let line = Files.line(path) else { throw .malformed(path: path, reason: "cannot be read") }
    if let id = ObjectID(line) { return .detached(id) }
    guard line.hasPrefix("ref: ") else { throw .malformed(path: path, reason: "names neither a branch nor a commit") }
    let name = String(line.dropFirst("ref: ".count))
    for folder in [directory, commonDirectory] {
      if case .object(let id) = Self.looseTarget(name, folder, packed, format) { return .branch(name: name, id) }
    }
    return .branch(name: name, nil)
  }

  /// What the file of a ref leads to.
  private enum LooseTarget {
    case object(ObjectID)
    /// There is no such ref, or it is the name of one that is not there: a branch without commits, or one deleted since.
    case nothing
    case damaged
  }

  /// Follows a ref through symbolic refs, five at most as git does, to a file or a packed ref.
  private static func looseTarget(
    _ name: String, _ directory: String, _ packed: PackedReferences, _ format: ObjectFormat
  ) -> LooseTarget {
    var name = name
    for _ in 0..<5 {
      guard !name.split(separator: "/").contains(".."), Files.exists("\(directory)/\(name)") else {
        return packed[name].map { .object($0) } ?? .nothing
      }
      guard let line = Files.line("\(directory)/\(name)") else { return .damaged }
      if line.hasPrefix("ref: ") {
        name = String(line.dropFirst("ref: ".count))
      } else {
        guard let id = ObjectID(line), id.format == format else { return .damaged }
        return .object(id)
      }
    }
    return .damaged
  }

  /// Refs that have no file of their own; made where they may be needed, read at the first look.
  func packedReferences() -> PackedReferences { PackedReferences("\(commonDirectory)/packed-refs", format) }

  /// Paths of all files below a folder, from `directory`; no deeper than names of refs can sensibly be.
  ///
  /// Names that no ref can have are left out as git leaves them out (git-check-ref-format).
  private static func files(below folder: String, in directory: String) -> [String] {
    var files: [String] = []
    var waiting = [(folder, 0)]
    while let (path, depth) = waiting.popLast() {
      for name in Files.names(in: "\(directory)/\(path)") ?? [] where !name.hasPrefix(".") {
        let inner = "\(path)/\(name)"
        if Files.isFolder("\(directory)/\(inner)") {
          if depth < 64 { waiting.append((inner, depth + 1)) }
        } else if !name.hasSuffix(".lock") {
          files.append(inner)
        }
      }
    }
    return files
  }
}
