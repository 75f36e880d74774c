import Content
import Detection
import Findings
import GitObjects
import Text

/// Where a repository that is scanned comes from, and the pages that what is found in it has at its host.
struct RepositoryOrigin {
  private let repository: Repository
  private let described: ScannedRepository
  private let pages: RepositoryPages?

  /// What cannot be read is left out: a scan that needs it says so.
  ///
  /// - Parameter path: Where the repository is below the folder that the paths of the scan are relative to.
  init(_ repository: Repository, path: String = ".") {
    self.repository = repository
    let head = try? repository.head()
    var branch: String?
    if case .branch(let name, _) = head { branch = name }
    let remote = (try? repository.remoteAddress(of: branch)).flatMap { $0 }
    pages = remote.flatMap { RepositoryPages(remote: $0) }
    described = ScannedRepository(
      path: path, remote: remote.map { RemoteURL($0).shown }, branch: branch.map(Repository.shortName(ofBranch:)),
      commit: head?.commit?.hex)
  }

  /// Says where a part of a scan comes from that reads what commits brought.
  func describe(_ part: inout TargetScan.Part) {
    part.repositories.append(described)
    guard let pages else { return }
    part.link(by: LinkMaker(pages, repository, head: nil), below: "")
  }

  /// Says where a part of a scan comes from that reads files; those that `HEAD` has get links to what it has.
  static func describe(_ part: inout TargetScan.Part, of listing: Listing) {
    for place in listing.repositories {
      guard let folder = String(validating: PathText.join(listing.root, place), as: UTF8.self),
        let repository = try? Repository(top: folder)
      else { continue }
      let path = PathText.display(place)
      let origin = RepositoryOrigin(repository, path: path.isEmpty ? "." : path)
      part.repositories.append(origin.described)
      guard let pages = origin.pages, let head = origin.described.commit else { continue }
      part.link(by: LinkMaker(pages, repository, head: head), below: path.isEmpty ? "" : path + "/")
    }
  }
}

extension TargetScan.Part {
  /// - Parameter folder: What the paths of the repository begin with.
  fileprivate mutating func link(by maker: LinkMaker, below folder: String) {
    for index in result.matches.indices where result.matches[index].path.hasPrefix(folder) {
      let match = result.matches[index]
      let (start, end) = (match.candidate.start, match.candidate.end)
      let path = String(match.path.dropFirst(folder.count))
      result.matches[index].link = maker.page(of: path, start.line, end.line, match.history?.commit) ?? match.link
      result.matches[index].history?.commit?.link = maker.page(of: match.history?.commit)
    }
    for index in result.files.indices where result.files[index].path.hasPrefix(folder) {
      let file = result.files[index]
      let path = String(file.path.dropFirst(folder.count))
      result.files[index].link = maker.page(of: path, 0, 0, file.history?.commit) ?? file.link
      result.files[index].history?.commit?.link = maker.page(of: file.history?.commit)
    }
    for finding in environmentFindings.indices {
      for index in environmentFindings[finding].occurrences.indices {
        let place = environmentFindings[finding].occurrences[index]
        guard place.path.hasPrefix(folder) else { continue }
        let path = String(place.path.dropFirst(folder.count))
        environmentFindings[finding].occurrences[index].link =
          maker.page(of: path, place.line, place.endLine, place.commit) ?? place.link
        environmentFindings[finding].occurrences[index].commit?.link = maker.page(of: place.commit)
      }
    }
  }
}
