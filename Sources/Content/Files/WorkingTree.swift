import Findings
import Platform

/// Lists the files of a scan target.
public enum WorkingTree {
  /// Lists what a scan of a path reads.
  ///
  /// In a git working tree: the tracked files and the untracked ones that are not ignored, as git lists them.
  /// Elsewhere: every file below the folder; repositories on the way are listed as what they are.
  /// A plain folder starts no git. Symbolic links below the path are never followed.
  /// - Parameters:
  ///   - path: A file or folder, absolute or relative to the working directory.
  ///   - naming: What the listed paths are relative to; `nil` means what is usual for the path alone.
  /// - Throws: ``InputError`` when nothing is at the path.
  public static func list(
    _ path: String, named naming: PathNaming? = nil, options: ListingOptions = ListingOptions()
  ) throws(InputError) -> Listing {
    let status: FileStatus
    do throws(SystemError) { status = try FileStatus(of: path) } catch {
      if error.isAbsence { throw InputError("\(path) does not exist; name a file or folder that does") }
      throw InputError("\(path) cannot be opened: \(error.whileScanning)")
    }
    let real: [UInt8]
    do throws(SystemError) { real = try FileSystem.realPath(of: path) } catch { throw unresolvable(path, error) }
    let naming = naming ?? PathNaming.all(of: [path])[0]
    switch status.kind {
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
    case .link, .fifo, .socket, .device, .special:
      var listing = Listing(naming, scope: .file)
      let reason = "it is no regular file; pipe it to `leaksift scan -` instead"
      listing.gaps = [Skip(path: PathText.display(naming.start), reason: reason)]
      return listing
    }
  }

  private static func listFolder(_ naming: PathNaming, _ options: ListingOptions) -> Listing {
    do {
      var lister = TreeLister(naming, folder: try Folder(naming.root), options: options)
      return lister.list()
    } catch {
      var listing = Listing(naming, scope: .folder)
      let path = naming.start.isEmpty ? "." : PathText.display(naming.start)
      listing.gaps = [Skip(path: path, reason: "the folder cannot be read: \(error.whileScanning)")]
      return listing
    }
  }

  /// The file that a path of a report means: from the working directory, else from the top of the repository around it.
  public static func path(ofReported path: String) -> String {
    guard FileSystem.kind(of: path) == nil, !path.hasPrefix("/"),
      let top = RepositoryPlace.top(enclosing: FileSystem.resolved("."))
    else { return path }
    let below = "\(PathText.display(top))/\(path)"
    return FileSystem.kind(of: below) != nil ? below : path
  }

  private static func unresolvable(_ path: String, _ error: SystemError) -> InputError {
    if error == .noEntry, path.first != "/" {
      return InputError("the working directory was deleted: \(path) has no place any more; change to another folder")
    }
    return InputError("\(path) cannot be opened: \(error.whileScanning)")
  }
}
