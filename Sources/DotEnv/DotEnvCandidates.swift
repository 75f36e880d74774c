import Inputs

/// Finds the environment files below a folder, ignored ones too, without starting git.
///
/// Looks into every folder that holds listed files, and a little further below those, where ignored files have a
/// folder to themselves; not into the trees of dependencies and build output, which git would not add anyway.
struct DotEnvCandidates: ~Copyable {
  private let root: Folder
  private var found: Set<[UInt8]> = []

  /// - Parameter listing: The scanned files; of a single file only that one is a candidate.
  /// - Returns: Sorted.
  static func find(in listing: Listing) -> [ListedFile] {
    let listed = listing.files.filter { DotEnvName.isJudged(PathText.name(of: $0.path)) }
    guard listing.scope == .folder, let root = try? Folder(listing.root) else { return listed }
    var search = DotEnvCandidates(root: root)
    for file in listed { search.found.insert(file.path) }
    search.look(in: folders(of: listing))
    return search.found.map(ListedFile.init(path:)).sorted()
  }

  private init(root: consuming Folder) {
    self.root = root
  }

  /// The listed folder and every one on the way from there to a listed file.
  private static func folders(of listing: Listing) -> Set<[UInt8]> {
    var folders: Set<[UInt8]> = [listing.start]
    for file in listing.files {
      var parent = PathText.parent(of: file.path)
      while parent.count > listing.start.count, folders.insert(Array(parent)).inserted {
        parent = PathText.parent(of: Array(parent))
      }
    }
    return folders
  }

  private mutating func look(in known: Set<[UInt8]>) {
    var pending: [(path: [UInt8], depth: Int)] = known.map { ($0, 0) }
    while let (path, depth) = pending.popLast() {
      // A folder that cannot be read is the listing's gap already, or git's to ignore.
      guard let entries = try? root.folder(path).entries() else { continue }
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
