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
  /// - Parameter path: A file or folder, absolute or relative to the working directory.
  /// - Throws: ``InputError`` when nothing stands at the path.
  public static func list(_ path: String, options: ListingOptions = ListingOptions()) throws(InputError) -> Listing {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw InputError("\(path) does not exist; name a file or folder that does")
      }
      throw InputError("\(path) cannot be opened: \(SystemError.last)")
    }
    guard let real = resolved(path) else { throw unresolvable(path, errno) }
    switch EntryKind(mode: status.st_mode) {
    case .folder:
      if RepositoryPlace.isBare(real), !options.includeIgnored {
        throw InputError(
          "\(path) is a repository's own folder and has no files to scan; `leaksift scan --history \(path)` scans its "
            + "commits")
      }
      return listFolder(real, options)
    case .file:
      var listing = Listing(root: folder(of: real), scope: .file)
      listing.files = [ListedFile(path: Array(PathText.name(of: real)))]
      return listing
    case .link, .other:
      var listing = Listing(root: folder(of: real), scope: .file)
      let reason = "it is no regular file; pipe it to `leaksift scan -` instead"
      listing.gaps = [Skip(path: path, reason: reason)]
      return listing
    }
  }

  private static func listFolder(_ root: [UInt8], _ options: ListingOptions) -> Listing {
    do {
      var lister = TreeLister(root: root, folder: try Folder(root), options: options)
      return lister.list()
    } catch {
      var listing = Listing(root: root, scope: .folder)
      listing.gaps = [Skip(path: ".", reason: "the folder cannot be read: \(error)")]
      return listing
    }
  }

  private static func folder(of file: [UInt8]) -> [UInt8] {
    let parent = PathText.parent(of: file)
    if !parent.isEmpty { return Array(parent) }
    return file.first == PathText.slash ? [PathText.slash] : [UInt8(ascii: ".")]
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
