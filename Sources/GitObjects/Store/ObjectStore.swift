internal import Platform

/// The packs and loose objects of a repository, its own and those of its alternates.
///
/// Opening one maps packs and indexes, and reads little of them. It is shared by all workers.
public final class ObjectStore: Sendable {
  /// The hash function of the ids.
  public let format: ObjectFormat
  /// Packs and folders that could not be opened, or were truncated since: objects in them may be missed.
  public var problems: [GitError] { unopened + packs.flatMap(\.truncations) }
  private let unopened: [GitError]
  let packs: [Pack]
  /// Folders of loose objects, the repository's own first.
  let looseFolders: [String]
  /// Names of packs and indexes in each of them when this store was opened.
  private let packNames: [[String]]
  /// The folders that the store was opened with.
  private let folders: [String]

  /// The repository's own `objects` folder.
  public var folder: String { folders[0] }

  /// Opens the objects in some folders. What cannot be opened becomes one of the ``problems``.
  ///
  /// - Parameters:
  ///   - folders: `objects` folders, the repository's own first; their alternates are followed.
  ///   - format: The repository's object format.
  ///   - waiting: Waits for a number of milliseconds, while git repacks.
  init(folders: [String], format: ObjectFormat, waiting: (_ milliseconds: Int) -> Void = ThisProcess.pause) {
    self.format = format
    self.folders = folders
    var packs: [Pack] = []
    var packNames: [[String]] = []
    let all = Self.withAlternates(folders)
    var problems = all.problems
    for folder in all.folders {
      let opened = PackFolder(folder, format, waiting: waiting)
      packs += opened.packs
      packNames.append(opened.names)
      problems += opened.problems
    }
    looseFolders = all.folders
    self.packs = packs
    self.packNames = packNames
    unopened = problems
  }

  /// The objects of one pack.
  ///
  /// - Parameters:
  ///   - path: Of the file that the pack is in.
  ///   - problems: What is wrong with it.
  init(_ pack: Pack, path: String, problems: [GitError]) {
    format = pack.index.format
    folders = [path]
    packs = [pack]
    (looseFolders, packNames) = ([], [])
    unopened = problems
  }

  /// The same folders opened again when git has repacked since; nil when the packs are still the same. Objects that were
  /// loose may then be in packs that this store did not open.
  func reopened() -> ObjectStore? {
    // What can no longer be listed is a problem of the store that is opened then.
    if let names = try? looseFolders.map(PackFolder.names), names == packNames { return nil }
    return ObjectStore(folders: folders, format: format)
  }

  /// Whether an index lists the object, or there is a loose file of its name; the object itself is not read.
  public func contains(_ id: ObjectID) -> Bool {
    packs.contains { $0.index.find(id) != nil }
      || looseFolders.contains { FileSystem.isFile(LooseObject.path(of: id, in: $0)) }
  }

  /// Gives the resident pages of packs back to the system, which reads them again when they are accessed.
  func releasePages() {
    for pack in packs { pack.releasePages() }
  }

  /// Follows `info/alternates`, whose relative paths start at the `objects` folder they are found in
  /// (gitrepository-layout). Folders that were seen before are left out, so loops end.
  static func withAlternates(_ folders: [String]) -> (folders: [String], problems: [GitError]) {
    var found: [String] = []
    var problems: [GitError] = []
    var seen: Set<String> = []
    var pending = folders.reversed().map { (folder: $0, file: nil as String?) }
    while let (folder, file) = pending.popLast() {
      guard let real = Files.resolved(folder), FileSystem.isFolder(real) else {
        let reason = "names the folder \(folder), which does not exist"
        let missing = file.map { GitError.unsupported(path: $0, what: reason) }
        problems.append(missing ?? .unsupported(path: folder, what: "is no folder that can be read"))
        continue
      }
      guard seen.insert(real).inserted else { continue }
      found.append(real)
      let file = "\(real)/info/alternates"
      do throws(GitError) {
        let lines = try Files.readIfPresent(file)?.split(separator: UInt8(ascii: "\n")) ?? []
        let paths = lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("#") }
        pending += paths.reversed().map { (Files.join(real, $0), file) }
      } catch {
        problems.append(error)
      }
    }
    return (found, problems)
  }
}
