internal import Platform

/// A name for an object.
public struct Reference: Hashable, Sendable {
  /// Full name, such as `refs/heads/main`.
  public let name: String
  /// The object it names: usually a commit or an annotated tag, but any kind may be.
  public let target: ObjectID
}

/// What `HEAD` names.
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
  ///
  /// - Throws: ``GitError`` when it cannot be read or names neither a branch nor a commit.
  public func head() throws(GitError) -> Head {
    if usesReftable { return try listedHead() }
    let head = try head(in: gitDirectory)
    guard case .branch(let name, _) = head else { return head }
    return .branch(name: name, try target(of: name))
  }

  /// Reads all refs, without `HEAD`. A loose ref takes precedence over a packed one of the same name.
  ///
  /// - Throws: ``GitError`` when git is needed to read them and fails. Damaged refs are problems of the result.
  public func references() throws(GitError) -> References {
    try usesReftable ? listedReferences() : looseAndPackedReferences()
  }

  /// Reads the files of refs first and `packed-refs` after them, since git writes that before it deletes those.
  func looseAndPackedReferences() throws(GitError) -> References {
    var found: [String: ObjectID] = [:]
    var symbolic: [String: String] = [:]
    var references = References()
    for directory in Set([commonDirectory, gitDirectory]) {
      let listed = Self.files(below: "refs", in: directory)
      references.problems += listed.problems
      for name in listed.names {
        do throws(GitError) {
          switch try looseReference(name, in: directory) {
          case .object(let target): found[name] = target
          case .symbolic(let other): symbolic[name] = other
          // Its name is not UTF-8.
          case .absent where name.contains("\u{fffd}"): return try listedReferences()
          // Packed or deleted since.
          case .absent: break
          }
        } catch {
          references.problems.append(error)
        }
      }
    }
    let packed = packedReferences()
    references.problems += packed.problems
    for name in symbolic.keys {
      var target = name
      for _ in 0..<Self.longestChain { target = symbolic[target] ?? target }
      if symbolic[target] != nil { references.problems.append(Self.tooLong(name, in: commonDirectory)) }
      if let id = found[target] ?? packed[target] {
        found[name] = id
      } else if symbolic[target] == nil, !name.hasPrefix("refs/remotes/") {
        // A remote's `HEAD` remains when the branch that it names is renamed there.
        let path = "\(commonDirectory)/\(name)"
        references.problems.append(.malformed(path: path, reason: "names a ref that is not there"))
      }
    }
    let loose = found.map { Reference(name: $0.key, target: $0.value) }
    let others = found.isEmpty ? packed.all : packed.all.filter { found[$0.name] == nil }
    references.all = (others + loose).sorted { $0.name < $1.name }
    return references
  }

  /// Folders with their own `HEAD`, index, refs and reflogs: the common one and that of every linked work tree.
  func workTreeFolders() throws(GitError) -> [String] {
    let linked = try Files.names(in: "\(commonDirectory)/worktrees").sorted()
    return [commonDirectory] + linked.map { "\(commonDirectory)/worktrees/\($0)" }
  }

  /// What a file `HEAD` names; the commit of a branch is not looked up.
  func head(in directory: String) throws(GitError) -> Head {
    let path = "\(directory)/HEAD"
    guard let line = try Files.line(path) else { throw .malformed(path: path, reason: "it is missing") }
    if let id = ObjectID(line), !id.isNull { return .detached(id) }
    guard line.hasPrefix("ref: ") else { throw .malformed(path: path, reason: "names neither a branch nor a commit") }
    let name = line.dropFirst("ref: ".count)
    // git ignores such a file, so another commit is checked out, or none.
    guard Self.isReferenceName(name) else {
      throw .malformed(path: path, reason: "names a branch that git does not accept as a name")
    }
    return .branch(name: String(name), nil)
  }

  /// Whether git takes a name for a ref's (git-check-ref-format).
  private static func isReferenceName(_ name: Substring) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isForbidden: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0x7F || "~^:?*[\\".utf8.contains($0) }
    return name != "@" && !name.hasSuffix(".") && !name.utf8.contains(where: isForbidden)
      && zip(name.utf8, name.utf8.dropFirst()).allSatisfy { pair in
        pair != (UInt8(ascii: "."), UInt8(ascii: ".")) && pair != (UInt8(ascii: "@"), UInt8(ascii: "{"))
      }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
  }

  // MARK: - Single refs

  /// What the file of a ref contains.
  private enum LooseReference {
    case object(ObjectID)
    case symbolic(String)
    /// There is no such file: the ref is packed or does not exist.
    case absent
  }

  /// Most symbolic refs that git follows one after the other.
  private static let longestChain = 5

  private static func tooLong(_ name: String, in directory: String) -> GitError {
    .malformed(path: "\(directory)/\(name)", reason: "names a ref that names a ref, and so on")
  }

  private func looseReference(_ name: String, in directory: String) throws(GitError) -> LooseReference {
    let path = "\(directory)/\(name)"
    // A folder of that name may be left of deleted branches.
    guard !name.split(separator: "/").contains(".."), !FileSystem.isFolder(path), let line = try Files.line(path) else {
      return .absent
    }
    if line.hasPrefix("ref: ") { return .symbolic(String(line.dropFirst("ref: ".count))) }
    guard let id = ObjectID(line), id.format == format, !id.isNull else {
      throw .malformed(path: path, reason: "names no object")
    }
    return .object(id)
  }

  /// The object that a ref leads to; nil when there is no ref of that name.
  private func target(of name: String) throws(GitError) -> ObjectID? {
    var name = name
    for _ in 0..<Self.longestChain {
      var found = try looseReference(name, in: gitDirectory)
      if case .absent = found { found = try looseReference(name, in: commonDirectory) }
      switch found {
      case .object(let id): return id
      case .symbolic(let other): name = other
      case .absent: return packedReferences()[name]
      }
    }
    throw Self.tooLong(name, in: commonDirectory)
  }

  /// Refs that have no file of their own; read on first use.
  func packedReferences() -> PackedReferences { PackedReferences("\(commonDirectory)/packed-refs", format) }

  /// Paths of all files below a folder, relative to `directory`, and why folders could not be listed.
  ///
  /// Names that no ref can have are left out, as git does (git-check-ref-format).
  static func files(below folder: String, in directory: String) -> (names: [String], problems: [GitError]) {
    var files: [String] = []
    var problems: [GitError] = []
    var waiting = [folder]
    // Symbolic links to folders may form a loop.
    var seen: Set<FileIdentity> = []
    while let path = waiting.popLast() {
      do throws(GitError) {
        for name in try Files.names(in: "\(directory)/\(path)") where !name.hasPrefix(".") {
          let inner = "\(path)/\(name)"
          if let status = try? FileStatus(of: "\(directory)/\(inner)"), status.kind == .folder {
            if seen.insert(status.identity).inserted { waiting.append(inner) }
          } else if !name.hasSuffix(".lock") {
            files.append(inner)
          }
        }
      } catch {
        problems.append(error)
      }
    }
    return (files, problems)
  }
}
