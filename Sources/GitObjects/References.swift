internal import GitProcess

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
  /// Refs whose files hold no id.
  public internal(set) var problems: [GitError] = []
}

extension Repository {
  /// Reads `HEAD` of this work tree.
  public func head() throws(GitError) -> Head {
    try head(in: gitDirectory)
  }

  /// Reads all refs, loose ones before packed ones of the same name, without `HEAD`.
  public func references() throws(GitError) -> References {
    if usesReftable { return try listedReferences() }
    var found = try packedReferences()
    var problems: [GitError] = []
    for directory in Set([commonDirectory, gitDirectory]) {
      for name in Self.files(below: "refs", in: directory) {
        if let target = Self.looseTarget(name, directory, found, format) {
          found[name] = target
        } else if found[name] == nil {
          problems.append(.malformed(path: "\(directory)/\(name)", reason: "holds no object id"))
        }
      }
    }
    let all = found.map { Reference(name: $0.key, target: $0.value) }.sorted { $0.name < $1.name }
    return References(all: all, problems: problems.sorted { $0.description < $1.description })
  }

  /// Every place from which objects are in use: all refs, and `HEAD` of every work tree.
  public func tips() throws(GitError) -> [ObjectID] {
    var tips = try references().all.map { $0.target }
    let worktrees = (Files.names(in: "\(commonDirectory)/worktrees") ?? []).sorted()
    let folders = [commonDirectory, gitDirectory] + worktrees.map { "\(commonDirectory)/worktrees/\($0)" }
    for folder in folders {
      if let commit = (try? head(in: folder))?.commit { tips.append(commit) }
    }
    var seen: Set<ObjectID> = []
    return tips.filter { seen.insert($0).inserted }
  }

  /// Ids that reflogs remember, stashes among them, in no particular order.
  public func reflogIDs() -> Set<ObjectID> {
    var ids: Set<ObjectID> = []
    for directory in Set([commonDirectory, gitDirectory]) {
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

  private func head(in directory: String) throws(GitError) -> Head {
    let path = "\(directory)/HEAD"
    guard let line = Files.line(path) else { throw .malformed(path: path, reason: "cannot be read") }
    if let id = ObjectID(line) { return .detached(id) }
    guard line.hasPrefix("ref: ") else { throw .malformed(path: path, reason: "names neither a branch nor a commit") }
    let name = String(line.dropFirst("ref: ".count))
    if usesReftable { return .branch(name: name, try listedReferences().all.first { $0.name == name }?.target) }
    let packed = try packedReferences()
    let target =
      Self.looseTarget(name, directory, packed, format) ?? Self.looseTarget(name, commonDirectory, packed, format)
    return .branch(name: name, target ?? packed[name])
  }

  /// Follows a ref through symbolic refs, five at most as git does.
  private static func looseTarget(
    _ name: String, _ directory: String, _ packed: [String: ObjectID], _ format: ObjectFormat
  ) -> ObjectID? {
    var name = name
    for _ in 0..<5 {
      guard !name.split(separator: "/").contains(".."), let line = Files.line("\(directory)/\(name)") else {
        return packed[name]
      }
      if line.hasPrefix("ref: ") {
        name = String(line.dropFirst("ref: ".count))
      } else {
        guard let id = ObjectID(line), id.format == format else { return nil }
        return id
      }
    }
    return nil
  }

  /// Reads `packed-refs`: "id name" a line; "^id" is what the tag before it leads to, which the tag itself tells too.
  private func packedReferences() throws(GitError) -> [String: ObjectID] {
    let path = "\(commonDirectory)/packed-refs"
    guard Files.exists(path) else { return [:] }
    var found: [String: ObjectID] = [:]
    for line in try Files.read(path).split(separator: UInt8(ascii: "\n")) {
      guard line.first != UInt8(ascii: "#"), line.first != UInt8(ascii: "^") else { continue }
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard fields.count == 2, let id = ObjectID(hex: fields[0]), id.format == format else {
        throw .malformed(path: path, reason: "a line is not an id and a name")
      }
      found[String(decoding: fields[1], as: UTF8.self)] = id
    }
    return found
  }

  /// Lets git list the refs, which it keeps in a form that only git reads.
  private func listedReferences() throws(GitError) -> References {
    do throws(GitProcessError) {
      let lines = try git.run(["for-each-ref", "--format=%(objectname) %(refname)"]).standardOutput.split(
        separator: UInt8(ascii: "\n"))
      let all = lines.compactMap { line -> Reference? in
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard fields.count == 2, let id = ObjectID(hex: fields[0]) else { return nil }
        return Reference(name: String(decoding: fields[1], as: UTF8.self), target: id)
      }
      return References(all: all)
    } catch {
      throw .process(error)
    }
  }

  /// Paths of all files below a folder, from `directory`; no deeper than names of refs can sensibly be.
  private static func files(below folder: String, in directory: String) -> [String] {
    var files: [String] = []
    var waiting = [(folder, 0)]
    while let (path, depth) = waiting.popLast() {
      for name in Files.names(in: "\(directory)/\(path)") ?? [] {
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
