import Findings
import Text

/// Addresses of commits and lines at the repository's host, as the page stores them.
///
/// Written out in full they would be a third of the page. So the page has what most begin with once, and the script completes
/// it with the commit, path and line that are shown anyway; only addresses of another form are written beside their places.
struct HostLinks {
  /// What is before a commit's id in the address of a file, and in that of a commit.
  private let file: String
  private let commit: String
  /// The commit that was checked out, for places that name none.
  private let head: String

  init(_ report: Report, _ index: PageIndex) {
    head = report.repositories.first?.commit ?? ""
    let occurrences = index.findings.lazy.flatMap(\.occurrences)
    file = occurrences.compactMap { [head] in Self.start(of: $0.link, before: $0.commit?.id ?? head) }.first ?? ""
    commit = occurrences.compactMap { Self.start(of: $0.commit?.link, before: $0.commit?.id ?? "") }.first ?? ""
  }

  /// What the script completes; nothing when the host is not known.
  var attributes: String {
    let parts = [("file", file), ("commit", commit), ("head", head)].filter { !$0.1.isEmpty }
    return file.isEmpty && commit.isEmpty
      ? "" : parts.map { " data-\($0.0)=\"\(Markup.attribute($0.1))\"" }.joined()
  }

  /// The attribute of a place with another address than the script would make, or with none.
  func attribute(ofPlace occurrence: Occurrence) -> String {
    // The script knows the host of one repository.
    let isPlain =
      occurrence.line > 0 && occurrence.repository == nil && Escaping.uriPath(occurrence.path) == occurrence.path
    let id = occurrence.commit?.id ?? head
    let guess = file.isEmpty || !isPlain || id.isEmpty ? nil : "\(file)\(id)/\(occurrence.path)#L\(occurrence.line)"
    return attribute(occurrence.link, unless: guess, when: file)
  }

  /// The same for a commit.
  func attribute(of commit: Commit) -> String {
    attribute(commit.link, unless: "\(self.commit)\(commit.id)", when: self.commit)
  }

  private func attribute(_ link: String?, unless guess: String?, when start: String) -> String {
    guard let link = Escaping.webAddress(link) else { return start.isEmpty ? "" : " data-u=\"\"" }
    return link == guess ? "" : " data-u=\"\(Markup.attribute(link))\""
  }

  private static func start(of link: String?, before id: String) -> String? {
    guard let link = Escaping.webAddress(link), !id.isEmpty, let place = link.firstRange(of: id) else { return nil }
    return String(link[..<place.lowerBound])
  }
}
