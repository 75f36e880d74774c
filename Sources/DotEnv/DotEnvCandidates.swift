import Findings
import Content
import Platform

/// Finds the environment files below a folder, ignored ones too, without starting git.
///
/// Looks into every folder with listed files, and a little further below those, where ignored files have a
/// folder to themselves; not into the trees of dependencies and build output, which git would not add anyway.
struct DotEnvCandidates: ~Copyable {
  private let root: Folder
  private var found: Set<[UInt8]> = []
  private var gaps: [Skip] = []

  /// - Parameter listing: The scanned files; of a single file only that one is a candidate.
  /// - Returns: The files, sorted, and folders that could not be read, unless the listing names them already.
  static func find(in listing: Listing) -> (files: [ListedFile], gaps: [Skip]) {
    let listed = listing.files.filter { DotEnvName.isJudged(PathText.name(of: $0.path)) }
    guard listing.scope == .folder else { return (listed, []) }
    let root: Folder
    do throws(SystemError) { root = try Folder(listing.root) } catch {
      return (listed, [gap([], error)].filter { !listing.gaps.contains($0) })
    }
    var search = DotEnvCandidates(root: root)
    for file in listed { search.found.insert(file.path) }
    search.look(in: folders(of: listing))
    let known = Set(listing.gaps.map(\.path))
    return (search.found.map(ListedFile.init(path:)).sorted(), search.gaps.filter { !known.contains($0.path) }.sorted())
  }

  private static func gap(_ path: [UInt8], _ error: SystemError) -> Skip {
    let reason = "the folder cannot be read, so its environment files are not known: \(error.whileScanning)"
    return Skip(path: path.isEmpty ? "." : PathText.display(path), reason: reason)
  }

  private init(root: consuming Folder) {
    self.root = root
  }

  /// The listed folder and every one on the way from there to a listed file.
  private static func folders(of listing: Listing) -> Set<[UInt8]> {
    var folders: Set<[UInt8]> = [listing.start]
    var last: [UInt8] = []
    // Most files are in the folder of the one before.
    for file in listing.files where !PathText.parent(of: file.path).elementsEqual(last) {
      last = Array(PathText.parent(of: file.path))
      var parent = last[...]
      while parent.count > listing.start.count, folders.insert(Array(parent)).inserted {
        parent = PathText.parent(of: Array(parent))
      }
    }
    return folders
  }

  private mutating func look(in known: Set<[UInt8]>) {
    var pending: [(path: [UInt8], depth: Int)] = known.map { ($0, 0) }
    while let (path, depth) = pending.popLast() {
      let entries: [(name: [UInt8], kind: EntryKind)]
      do throws(SystemError) { entries = try root.folder(path).entries() } catch {
        // What is not listed is ignored: nothing below a folder that nobody may open gets into git from here.
        let isClosed = depth > 0 && error.isRefusal
        if !isClosed, !error.isAbsence { gaps.append(Self.gap(path, error)) }
        continue
      }
      for entry in entries {
        let below = PathText.join(path, entry.name)
        if entry.kind == .file, DotEnvName.isJudged(entry.name) { found.insert(below) }
        if entry.kind == .folder, !known.contains(below), depth < Self.depth, !Self.isSkipped(entry.name) {
          pending.append((below, depth + 1))
        }
      }
    }
  }

  /// How many folders below one with listed files are looked into.
  private static let depth = 3

  private static func isSkipped(_ name: [UInt8]) -> Bool {
    skipped.contains(String(decoding: name, as: UTF8.self))
  }

  /// Folders of dependencies, caches and build output, by their usual names.
  private static let skipped: Set<String> = [
    ".git", "node_modules", "bower_components", "vendor", "Pods", ".venv", "venv", "env", ".env", "site-packages",
    "__pycache__", ".tox", ".nox", "target", "build", "dist", "out", ".build", ".gradle", ".next", ".nuxt", ".cache",
    ".terraform", ".yarn", ".pnpm-store", "coverage", "DerivedData", "tmp", "log", "logs",
  ]
}
