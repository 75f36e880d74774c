/// Everything that has objects of one repository: packs and loose files, its own and those of its alternates.
///
/// Opening one maps packs and indexes and reads none of them; it is shared by all workers.
public final class ObjectStore: Sendable {
  /// The hash that names the objects.
  public let format: ObjectFormat
  /// Packs and folders that could not be opened, or that were cut since: whatever they hold is not seen.
  public var problems: [GitError] { unopened + packs.flatMap(\.cuts) }
  private let unopened: [GitError]
  let packs: [Pack]
  /// Folders of loose objects, the repository's own first.
  let looseFolders: [String]
  /// Names of packs and indexes in each of them when this was opened.
  private let packNames: [[String]]
  /// The folders that were asked for.
  private let folders: [String]

  /// The repository's own `objects` folder.
  public var folder: String { folders[0] }

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
      let opened = PackFolder(folder, format, waiting: waiting)
      packs += opened.packs
      packNames.append(opened.names)
      problems += opened.problems
    }
    looseFolders = all
    self.packs = packs
    self.packNames = packNames
    unopened = problems
  }

  /// The same folders opened again, when git has packed anew since; nil when the packs are still those that were opened.
  /// Objects that were loose before may then be in packs that this store does not know.
  func reopened() -> ObjectStore? {
    // What cannot be listed any more is told by the store that is opened then.
    if let names = try? looseFolders.map(PackFolder.names), names == packNames { return nil }
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
    var waiting = folders.reversed().map { (folder: $0, file: nil as String?) }
    while let (folder, file) = waiting.popLast() {
      guard let real = Files.resolved(folder), Files.isFolder(real) else {
        let lost = file.map { GitError.unsupported(path: $0, what: "names the folder \(folder), which is not there") }
        problems.append(lost ?? .unsupported(path: folder, what: "is no folder that can be read"))
        continue
      }
      guard seen.insert(real).inserted else { continue }
      found.append(real)
      let file = "\(real)/info/alternates"
      do throws(GitError) {
        let lines = try Files.readIfPresent(file)?.split(separator: UInt8(ascii: "\n")) ?? []
        let paths = lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("#") }
        waiting += paths.reversed().map { (Files.join(real, $0), file) }
      } catch {
        problems.append(error)
      }
    }
    return found
  }
}
