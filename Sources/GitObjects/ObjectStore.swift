/// Everything that holds objects of one repository: packs and loose files, its own and those of its alternates.
///
/// Opening one maps packs and indexes and reads none of them; it is shared by all workers.
public final class ObjectStore: Sendable {
  /// The hash that names the objects.
  public let format: ObjectFormat
  /// Packs and folders that could not be opened: whatever they hold is not seen.
  public let problems: [GitError]
  let packs: [Pack]
  /// Folders of loose objects, the repository's own first.
  let looseFolders: [String]
  /// Names of packs and indexes in each of them when this was opened.
  private let packNames: [[String]]
  /// The folders that were asked for.
  private let folders: [String]

  /// Opens a repository's objects.
  public convenience init(_ repository: Repository) {
    self.init(folders: repository.objectFolders, format: repository.format)
  }

  /// - Parameters:
  ///   - folders: `objects` folders, the repository's own first; their alternates are followed.
  ///   - format: The repository's object format.
  ///   - waiting: Waits so many milliseconds for a repack to come to its end.
  init(folders: [String], format: ObjectFormat, waiting: (_ milliseconds: Int) -> Void = Files.pause) {
    self.format = format
    self.folders = folders
    var problems: [GitError] = []
    var packs: [Pack] = []
    var packNames: [[String]] = []
    let all = Self.withAlternates(folders, &problems)
    for folder in all {
      let opened = Self.openSettledPacks(in: folder, format, waiting: waiting)
      packs += opened.packs
      packNames.append(opened.names)
      problems += opened.problems
    }
    looseFolders = all
    self.packs = packs
    self.packNames = packNames
    self.problems = problems
  }

  /// The same folders opened again, when git has packed anew since; nil when the packs are still those that were opened.
  /// Objects that were loose before may then be in packs that this store does not know.
  func reopened() -> ObjectStore? {
    if looseFolders.map(Self.packNames) == packNames { return nil }
    return ObjectStore(folders: folders, format: format)
  }

  /// Whether a pack or a loose file claims to hold the object.
  public func contains(_ id: ObjectID) -> Bool {
    packs.contains { $0.index.find(id) != nil }
      || looseFolders.contains { Files.isFile(LooseObject.path(of: id, in: $0)) }
  }

  /// Gives the resident pages of packs back to the system, which brings back what is needed again.
  func releasePages() {
    for pack in packs { pack.releasePages() }
  }

  /// Follows `info/alternates`, whose relative paths start at the `objects` folder they are found in
  /// (gitrepository-layout). Folders already seen are left out, so loops end.
  private static func withAlternates(_ folders: [String], _ problems: inout [GitError]) -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    var waiting = folders.reversed().map { $0 }
    while let folder = waiting.popLast() {
      guard let real = Files.resolved(folder), Files.isFolder(real) else {
        problems.append(.unreadable(path: folder, errno: 2))
        continue
      }
      guard seen.insert(real).inserted else { continue }
      found.append(real)
      guard let text = Files.line("\(real)/info/alternates") else { continue }
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      waiting += lines.reversed().map { Files.join(real, String($0)) }
    }
    return found
  }

  /// Opens the packs of an `objects` folder. git may be packing anew at this moment, so where something is wrong it is
  /// looked at again until the folder stays as it is, a few times at most.
  private static func openSettledPacks(
    in folder: String, _ format: ObjectFormat, waiting: (_ milliseconds: Int) -> Void
  ) -> (packs: [Pack], names: [String], problems: [GitError]) {
    var names = packNames(in: folder)
    var opened = openPacks(names, in: "\(folder)/pack", format)
    for pause in [20, 40, 80, 160] where !opened.problems.isEmpty {
      waiting(pause)
      let later = packNames(in: folder)
      if later == names { break }
      names = later
      opened = openPacks(names, in: "\(folder)/pack", format)
    }
    return (opened.packs, names, opened.problems)
  }

  /// Names of the packs and indexes of an `objects` folder, sorted.
  private static func packNames(in folder: String) -> [String] {
    (Files.names(in: "\(folder)/pack") ?? []).filter { $0.hasSuffix(".pack") || $0.hasSuffix(".idx") }.sorted()
  }

  private static func openPacks(
    _ names: [String], in folder: String, _ format: ObjectFormat
  ) -> (packs: [Pack], problems: [GitError]) {
    var packs: [Pack] = []
    var problems: [GitError] = []
    var others: [MultiPackIndex]?
    for name in names where name.hasSuffix(".pack") {
      do throws(GitError) {
        let index = try index(named: "\(name.dropLast(5)).idx", in: folder, format, &others)
        packs.append(try Pack(index: index, path: "\(folder)/\(name)"))
      } catch {
        problems.append(error)
      }
    }
    for name in names where name.hasSuffix(".idx") && !names.contains("\(name.dropLast(4)).pack") {
      problems.append(.malformed(path: "\(folder)/\(name)", reason: "its pack is missing"))
    }
    return (packs, problems)
  }

  /// A pack's own index, or when that is not usable what a multi-pack-index tells of the pack.
  ///
  /// - Parameter others: The folder's multi-pack-indexes, read when first needed.
  private static func index(
    named name: String, in folder: String, _ format: ObjectFormat, _ others: inout [MultiPackIndex]?
  ) throws(GitError) -> PackIndex {
    do throws(GitError) {
      return try PackIndex(path: "\(folder)/\(name)", format: format)
    } catch {
      var reasons = [error.description]
      let readable = others ?? multiPackIndexes(in: folder, format, &reasons)
      others = readable
      for other in readable {
        if let index = try other.index(named: name) { return index }
      }
      let pack = "\(name.dropLast(4)).pack"
      let why = reasons.joined(separator: "; ")
      throw .unsupported(
        path: "\(folder)/\(pack)", what: "has no usable index (\(why)); `git index-pack \(pack)` makes a new one")
    }
  }

  private static func multiPackIndexes(
    in folder: String, _ format: ObjectFormat, _ reasons: inout [String]
  ) -> [MultiPackIndex] {
    var readable: [MultiPackIndex] = []
    for path in MultiPackIndex.paths(in: folder) {
      do throws(GitError) {
        readable.append(try MultiPackIndex(path: path, format: format))
      } catch {
        reasons.append(error.description)
      }
    }
    return readable
  }
}
