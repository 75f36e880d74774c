import Content

/// What the targets of a scan so far have counted, so that what several of them contain counts once.
final class CountedInputs {
  private var files: Set<[UInt8]> = []
  private var repositories: Set<String> = []

  /// The files of a listing that an earlier one has too, while its own are noted.
  func known(of listing: Listing) -> Set<ListedFile> {
    Set(listing.files.filter { !files.insert(PathText.join(listing.root, $0.path)).inserted })
  }

  /// Whether an earlier target was in the repository, while this one is noted.
  func isKnown(repository folder: String) -> Bool { !repositories.insert(folder).inserted }
}
