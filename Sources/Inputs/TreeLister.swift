import Findings

/// Lists one folder: a stack of folders still to be looked at, each walked natively or asked of git.
struct TreeLister: ~Copyable {
  private enum Task {
    /// Read the folder's entries; a repository on the way is asked of git.
    case walk([UInt8])
    /// Read the folder's entries although it is in a repository.
    case walkPlainly([UInt8])
    case askGit([UInt8])
  }

  private let root: [UInt8]
  private let folder: Folder
  private let options: ListingOptions
  private let excluded: Set<[UInt8]>
  private var pending: [Task] = []
  private var listing: Listing

  /// - Parameters:
  ///   - root: Absolute path without symbolic links.
  ///   - folder: The same, open.
  init(root: [UInt8], folder: consuming Folder, options: ListingOptions) {
    self.root = root
    self.folder = folder
    self.options = options
    let prefix = PathText.join(root, [])
    excluded = Set(
      options.excluded.map { Array($0.utf8) }.filter { $0.starts(with: prefix) }
        .map { Array($0.dropFirst(prefix.count).drop { $0 == PathText.slash }) })
    listing = Listing(root: root, scope: .folder)
  }

  mutating func list() -> Listing {
    if RepositoryPlace.isBare(root) {
      listing.notes.append("this is a bare repository: its content is read with --history")
    }
    let asksGit = !options.includeIgnored && RepositoryPlace.top(enclosing: root) != nil
    pending = [asksGit ? .askGit([]) : .walkPlainly([])]
    while let task = pending.popLast() {
      switch task {
      case .walk(let path): walk(path, findsRepository: !options.includeIgnored)
      case .walkPlainly(let path): walk(path, findsRepository: false)
      case .askGit(let path): askGit(path)
      }
    }
    listing.sort()
    return listing
  }

  // MARK: - Natively

  private mutating func walk(_ path: [UInt8], findsRepository: Bool) {
    do {
      let entries = try folder.folder(path).entries()
      if findsRepository, entries.contains(where: { $0.name.elementsEqual(".git".utf8) }),
        RepositoryPlace.isTop(PathText.join(root, path))
      {
        pending.append(.askGit(path))
        return
      }
      for entry in entries where !entry.name.elementsEqual(".git".utf8) {
        add(PathText.join(path, entry.name), entry.kind)
      }
    } catch {
      listing.gaps.append(Skip(path: display(path), reason: "the folder cannot be read: \(error)"))
    }
  }

  private mutating func add(_ path: [UInt8], _ kind: EntryKind) {
    switch kind {
    case .file:
      if !excluded.contains(path) { listing.files.append(ListedFile(path: path)) }
    case .folder:
      pending.append(.walk(path))
    case .link:
      listing.leftOut.append(Skip(path: display(path), reason: "symbolic link, not followed"))
    case .other(let name):
      listing.leftOut.append(Skip(path: display(path), reason: "\(name), not a file"))
    }
  }

  // MARK: - As git tells

  private mutating func askGit(_ path: [UInt8]) {
    switch GitListing.paths(in: PathText.join(root, path)) {
    case .listed(let names):
      for name in names { addGitPath(name, below: path) }
    case .ignoredFolder:
      listing.notes.append("\(display(path)) is ignored by git: every file below it is scanned, as it was named")
      pending.append(.walkPlainly(path))
    case .failed(let reason):
      listing.notes.append(
        "git could not list \(display(path)) (\(reason)): every file below it is scanned, ignored ones too")
      pending.append(.walkPlainly(path))
    }
  }

  private mutating func addGitPath(_ name: ArraySlice<UInt8>, below folder: [UInt8]) {
    // A final slash marks an untracked repository inside this one: git does not look into it.
    let isRepository = name.last == PathText.slash
    let path = PathText.join(folder, isRepository ? name.dropLast() : name)
    do {
      let kind = try self.folder.kind(of: path)
      if kind == .folder, !isRepository {
        addSubmodule(path)
      } else {
        add(path, kind)
      }
    } catch {
      // Tracked but deleted from the working tree: there is nothing to read.
      if error.isAbsence { return }
      listing.gaps.append(Skip(path: display(path), reason: "it cannot be read: \(error)"))
    }
  }

  private mutating func addSubmodule(_ path: [UInt8]) {
    if !options.recurseSubmodules {
      listing.leftOut.append(Skip(path: display(path), reason: "submodule; --recurse-submodules scans it"))
    } else if RepositoryPlace.isTop(PathText.join(root, path)) {
      pending.append(.askGit(path))
    } else {
      let reason = "the submodule is not checked out; run `git submodule update --init`"
      listing.gaps.append(Skip(path: display(path), reason: reason))
    }
  }

  private func display(_ path: [UInt8]) -> String {
    path.isEmpty ? "." : PathText.display(path)
  }
}
