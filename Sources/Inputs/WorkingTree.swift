#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Findings

/// Lists the files of a scan target.
public enum WorkingTree {
  /// Lists what a scan of a path reads.
  ///
  /// In a git working tree: the tracked files and the untracked ones that are not ignored, as git tells them.
  /// Elsewhere: every file below the folder; repositories on the way are listed as what they are.
  /// A plain folder starts no git. Symbolic links below the path are never followed.
  /// - Parameters:
  ///   - path: A file or folder, absolute or relative to the working directory.
  ///   - naming: What the listed paths are relative to; `nil` means what is usual for the path alone.
  /// - Throws: ``InputError`` when nothing stands at the path.
  public static func list(
    _ path: String, named naming: PathNaming? = nil, options: ListingOptions = ListingOptions()
  ) throws(InputError) -> Listing {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw InputError("\(path) does not exist; name a file or folder that does")
      }
      throw InputError("\(path) cannot be opened: \(SystemError.last)")
    }
    guard let real = resolved(path) else { throw unresolvable(path, errno) }
    let naming = naming ?? PathNaming.all(of: [path])[0]
    switch EntryKind(mode: status.st_mode) {
    case .folder:
      if RepositoryPlace.isBare(real), !options.includeIgnored {
        throw InputError(
          "\(path) is a repository's own folder and has no files to scan; `leaksift scan --history \(path)` scans its "
            + "commits")
      }
      return listFolder(naming, options)
    case .file:
      var listing = Listing(naming, scope: .file)
      listing.files = [ListedFile(path: naming.start)]
      return listing
    case .link, .other:
      var listing = Listing(naming, scope: .file)
      let reason = "it is no regular file; pipe it to `leaksift scan -` instead"
      listing.gaps = [Skip(path: PathText.display(naming.start), reason: reason)]
      return listing
    }
  }

  /// Whether a folder, or a link to one, is at a path.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func listFolder(_ naming: PathNaming, _ options: ListingOptions) -> Listing {
    do {
      var lister = TreeLister(naming, folder: try Folder(naming.root), options: options)
      return lister.list()
    } catch {
      var listing = Listing(naming, scope: .folder)
      let path = naming.start.isEmpty ? "." : PathText.display(naming.start)
      listing.gaps = [Skip(path: path, reason: "the folder cannot be read: \(error)")]
      return listing
    }
  }

  /// The file that a path of a report means: from the working directory, else from the top of the repository around it.
  public static func path(ofReported path: String) -> String {
    var status = stat()
    guard stat(path, &status) != 0, !path.hasPrefix("/"), let top = RepositoryPlace.top(enclosing: realPath(of: "."))
    else { return path }
    let below = "\(PathText.display(top))/\(path)"
    return stat(below, &status) == 0 ? below : path
  }

  /// The absolute path without links; the path itself where the system cannot tell.
  static func realPath(of path: String) -> [UInt8] { resolved(path) ?? Array(path.utf8) }

  /// The absolute path without links; `nil`, with `errno`, where the system cannot tell.
  private static func resolved(_ path: String) -> [UInt8]? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }

  private static func unresolvable(_ path: String, _ code: Int32) -> InputError {
    if code == ENOENT, path.first != "/" {
      return InputError("the working directory was deleted: \(path) has no place any more; change to another folder")
    }
    return InputError("\(path) cannot be opened: \(SystemError(code: code))")
  }
}
