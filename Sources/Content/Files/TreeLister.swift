import Findings
import Platform

/// Lists one folder: a stack of folders still to be listed, each read natively or by git.
struct TreeLister: ~Copyable {
  private enum Task {
    /// Read the folder's entries; git lists a repository on the way.
    case walk([UInt8])
    /// Read the folder's entries although it is in a repository.
    case walkPlainly([UInt8])
    case askGit([UInt8])
  }

  private let root: [UInt8]
  /// The listed folder's path below the root.
  private let start: [UInt8]
  private let folder: Folder
  private let options: ListingOptions
  private let excluded: Set<[UInt8]>
  private var pending: [Task] = []
  private var listing: Listing
  /// Folders that are known to be reached through folders alone.
  private var plainFolders: Set<[UInt8]> = []

  /// - Parameters:
  ///   - naming: Which folder is listed, and what its paths are relative to.
  ///   - folder: The naming's root, open.
  init(_ naming: PathNaming, folder: consuming Folder, options: ListingOptions) {
    root = naming.root
    start = naming.start
    self.folder = folder
    self.options = options
    let prefix = PathText.join(root, [])
    excluded = Set(
      options.excluded.map { Array($0.utf8) }.filter { $0.starts(with: prefix) }
        .map { Array($0.dropFirst(prefix.count).drop { $0 == PathText.slash }) })
    listing = Listing(naming, scope: .folder)
  }

  mutating func list() -> Listing {
    let asksGit = !options.includeIgnored && RepositoryPlace.top(enclosing: PathText.join(root, start)) != nil
    pending = [asksGit ? .askGit(start) : .walkPlainly(start)]
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
        listing.repositories.append(path)
        pending.append(.askGit(path))
        return
      }
      for entry in entries where !entry.name.elementsEqual(".git".utf8) {
        add(PathText.join(path, entry.name), entry.kind)
      }
    } catch {
      listing.gaps.append(Skip(path: display(path), reason: "the folder cannot be read: \(error.whileScanning)"))
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
    case .fifo, .socket, .device, .special:
      listing.leftOut.append(Skip(path: display(path), reason: "\(kind.words), not a file"))
    }
  }

  // MARK: - By git

  private mutating func askGit(_ path: [UInt8]) {
    switch GitListing.paths(in: PathText.join(root, path)) {
    case .listed(let listed):
      for name in listed.paths { addGitPath(name, below: path) }
      // Where git could not look, the folder itself is read, or is a gap.
      for folder in listed.warnings.unopened { pending.append(.walkPlainly(PathText.join(path, folder))) }
      listing.gaps += listed.warnings.others.map {
        Skip(path: display(path), reason: "git warned while it listed the files: \($0)")
      }
    case .ignoredFolder:
      listing.notes.append("\(display(path)) is ignored by git: every file below it is scanned, as it was named")
      pending.append(.walkPlainly(path))
    case .damagedIndex(let error):
      let reason = "git's index is not to be believed, so every file below is scanned, ignored ones too: \(error)"
      listing.gaps.append(Skip(path: display(path), reason: reason))
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
    let name = isRepository ? name.dropLast() : name
    guard PathText.isBelow(name) else {
      let reason = "git's index has this path, which git itself would not write; remove it with `git rm --cached`"
      listing.gaps.append(Skip(path: display(PathText.join(folder, name)), reason: reason))
      return
    }
    let path = PathText.join(folder, name)
    do {
      // What is below a link is somewhere else. git calls such a file deleted, and lists the link.
      guard try isReachedWithoutLinks(path) else { return }
      let kind = try self.folder.kind(of: path)
      if kind == .folder, !isRepository {
        addSubmodule(path)
      } else {
        add(path, kind)
      }
    } catch {
      // Tracked but deleted from the working tree: there is nothing to read.
      if error.isAbsence { return }
      listing.gaps.append(Skip(path: display(path), reason: "it cannot be read: \(error.whileScanning)"))
    }
  }

  /// Whether all folders above a path are folders, not links to some.
  private mutating func isReachedWithoutLinks(_ path: [UInt8]) throws(SystemError) -> Bool {
    let parent = PathText.parent(of: path)
    if parent.isEmpty || plainFolders.contains(Array(parent)) { return true }
    for end in path.indices where path[end] == PathText.slash {
      let above = Array(path[..<end])
      if plainFolders.contains(above) { continue }
      guard try folder.kind(of: above) == .folder else { return false }
      plainFolders.insert(above)
    }
    return true
  }

  private mutating func addSubmodule(_ path: [UInt8]) {
    if !options.recurseSubmodules {
      listing.leftOut.append(Skip(path: display(path), reason: "submodule; --recurse-submodules scans it"))
    } else if RepositoryPlace.isTop(PathText.join(root, path)) {
      listing.repositories.append(path)
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
