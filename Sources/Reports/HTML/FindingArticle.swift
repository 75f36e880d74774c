import Findings
import Text

/// One finding as a part of the page.
///
/// Ten thousand of them make the page's size: attributes have no quotes where HTML needs none, paragraphs no end tags, and
/// an article has no line breaks. `data-k` is what the script filters and sorts by: positions in the overview's lists of
/// rules, folders, authors and ages, the day of the first commit, counted from 1970-01-01, and positions in the list of
/// repositories where there are several. `data-v` is the verdict of verification.
struct FindingArticle {
  private static let mostInView = 3

  private let index: PageIndex
  private let links: HostLinks

  init(_ index: PageIndex, _ links: HostLinks) {
    self.index = index
    self.links = links
  }

  /// - Parameter place: The finding's position in the index.
  func write(at place: Int) -> String {
    let finding = index.findings[place]
    let kind = isNew(place) ? "\"\(finding.severity.name) new\"" : finding.severity.name
    let details = Wording.facts(of: finding).map { "\(Markup.text($0.name)): \(Markup.code($0.value))" }
    let verdict = finding.verification.map { " data-v=\($0.status.rawValue)" } ?? ""
    let parts = [
      "<article id=f-\(finding.fingerprint) class=\(kind) data-k=\"\(key(place))\"\(verdict)>",
      title(of: finding, at: place), places(of: finding),
      details.isEmpty ? "" : "<ul class=more><li>\(details.joined(separator: "<li>"))</ul>", "</article>",
    ]
    return parts.joined()
  }

  private func title(of finding: Finding, at place: Int) -> String {
    let rule = index.rules.positions[place].first ?? 0
    // The style sheet puts `exposed for` before it.
    let exposed = index.exposures[place].map { " <i>\($0.words)</i>" } ?? ""
    let news = isNew(place) ? " <em>new</em>" : ""
    let doubt = finding.confidence == .high ? "" : " <em>confidence \(finding.confidence.name)</em>"
    let verdict = finding.verification.map { " <em>\($0.status.rawValue)</em>" } ?? ""
    // After `secret key` the fingerprint would be a finding of the next scan that reads the page.
    return "<h4>\(Markup.code(finding.fingerprint.description))<b>\(Wording.severity(of: finding))</b> "
      + "<a href=#r-\(rule)>\(Markup.text(finding.rule.title))</a>\(verdict)\(news)\(exposed)\(doubt)</h4>"
  }

  private func isNew(_ place: Int) -> Bool { index.newCount.map { place < $0 } ?? false }

  private func key(_ place: Int) -> String {
    let lists = [index.rules, index.folders, index.authors, index.ages, index.repositories].map { facet in
      facet.positions[place].map { String($0) }.joined(separator: " ")
    }
    let day = index.exposures[place].map { String($0.start / 86_400) } ?? ""
    let parts = lists[..<4] + [day] + (lists[4].isEmpty ? [] : [lists[4]])
    return parts.joined(separator: ";")
  }

  // MARK: - Places

  private func places(of finding: Finding) -> String {
    let isGone = finding.isGone
    let items = finding.occurrences.map { place($0, isGone: isGone) }
    if items.count == 1 { return items[0] }
    let shown = items.prefix(Self.mostInView).joined(separator: "<li>")
    let rest = items.dropFirst(Self.mostInView)
    return "<ul><li>\(shown)</ul>"
      + Markup.details(
        Counting.count(rest.count, "more place"), rest.isEmpty ? "" : "<ul><li>\(rest.joined(separator: "<li>"))</ul>")
  }

  /// - Parameter isGone: Whether all places of the finding are gone, so that none need say so.
  private func place(_ occurrence: Occurrence, isGone: Bool) -> String {
    let excerpt = occurrence.excerpt.map {
      let before = String($0.before.drop { $0 == " " || $0 == "\t" })
      return "<pre>\(Markup.text(before))<mark>\(Markup.text($0.secret))</mark>\(Markup.text($0.after))</pre>"
    }
    let facts = facts(of: occurrence, isGone: isGone)
    let repository = occurrence.repository.map { "<p>in \(Markup.text($0))</p>" } ?? ""
    var inside = occurrence
    inside.repository = nil
    return repository + "<code\(links.attribute(ofPlace: occurrence))>\(Markup.text(inside.place))</code>"
      + (excerpt ?? "") + (facts.isEmpty ? "" : "<p>" + facts)
  }

  private func facts(of occurrence: Occurrence, isGone: Bool) -> String {
    var parts: [String] = []
    if let commit = occurrence.commit {
      let subject = commit.subject.isEmpty ? "" : ": \(Markup.text(commit.subject))"
      let day = CivilTime(epochSeconds: commit.time).date
      let id = "<code\(links.attribute(of: commit))>\(Markup.text(commit.shortID))</code>"
      parts.append("\(day) by \(Markup.text(commit.author)) in \(id)\(subject)")
    }
    if let removal = occurrence.removal {
      parts.append("gone from HEAD since \(removal.day)")
    } else if !isGone, occurrence.inHead == false {
      parts.append("gone from HEAD")
    }
    if let encoding = occurrence.decodedFrom { parts.append("decoded from \(Markup.text(encoding))") }
    return parts.joined(separator: ", ")
  }
}
