import Detection
import Findings
import Rules
import Text

/// Masks secrets in the names that a report shows: paths, people, subjects of commits, targets, branches.
///
/// Unlike a line, a name must stay what it is where possible, so that files can be found and distinguished by it. So only
/// what was found is masked, in the files or, by a rule, in the name itself, and two secrets never look the same.
/// Whatever is decided by a name, as by ignore files, has been decided by the unmasked one before.
final class NameMasker {
  /// Shorter secrets are too likely to be a part of some word.
  private static let shortest = 4
  /// Shorter ones count only where no letter or digit is beside them.
  private static let shortestAnywhere = 8

  private let makeDetector: () throws(ScanError) -> Detector
  private var detector: Detector?
  /// Secrets by their first four bytes.
  private let secrets: [UInt32: [[UInt8]]]
  private var known: [String: String] = [:]

  /// - Parameter detector: Makes what searches the names themselves; called for the first one that could contain a secret.
  init(_ secrets: Set<[UInt8]>, _ detector: @escaping () throws(ScanError) -> Detector) {
    makeDetector = detector
    let usable = secrets.filter { secret in
      secret.count >= Self.shortest && !Self.isWord(secret)
        && (secret.count >= Self.shortestAnywhere || !secret.allSatisfy { $0.isLetter })
    }
    self.secrets = Dictionary(grouping: usable) { Self.key($0[...]) }
  }

  /// Whether a secret is a word like those that names consist of. To mask `cassandra` in each path that has it would hide
  /// the paths, and show what the password is.
  private static func isWord(_ secret: [UInt8]) -> Bool {
    secret.allSatisfy { $0.isLetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      && Rarity.looksLikeWords(secret.span)
  }

  /// The name with every secret in it masked.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func masked(_ name: String) throws(ScanError) -> String {
    guard name.utf8.count >= Self.shortest else { return name }
    if let known = known[name] { return known }
    let bytes = Array(name.utf8)
    var shown = ""
    var position = 0
    for range in (copies(in: bytes) + (try finds(in: bytes))).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard range.lowerBound >= position else { continue }
      shown += String(decoding: bytes[position..<range.lowerBound], as: UTF8.self) + Self.mask(Array(bytes[range]))
      position = range.upperBound
    }
    shown += String(decoding: bytes[position...], as: UTF8.self)
    known[name] = shown
    return shown
  }

  /// The masked secret, and four digits that distinguish it from others.
  private static func mask(_ secret: [UInt8]) -> String {
    let fingerprint = Fingerprint(rule: "", secret: secret, key: FindingBuilder.fingerprintKey)
    return Masking.masked(secret) + "~" + fingerprint.description.prefix(4)
  }

  /// What rules find in the name itself.
  private func finds(in name: [UInt8]) throws(ScanError) -> [Range<Int>] {
    guard Self.couldHoldSecret(name) else { return [] }
    let detector = try madeDetector()
    let candidates = detector.candidates(in: name.span).located(in: name.span)
    return detector.settled(candidates, at: TextPlace(path: [])).filter { $0.confidence >= .medium }.map(\.secret)
  }

  private func madeDetector() throws(ScanError) -> Detector {
    if let detector { return detector }
    let made = try makeDetector()
    detector = made
    return made
  }

  /// Whether rules are tried at all. Nothing that they find in a name is shorter or of letters alone, and most scans of a
  /// few files would spend more on making the rules' index for the name of their target than on all else.
  private static func couldHoldSecret(_ name: [UInt8]) -> Bool {
    name.count >= 12 && name.contains { $0.isDigit || marksValue.contains($0) }
  }

  /// What separates a name and its value, and between a password and a host.
  private static let marksValue = Array("=:@".utf8)

  private func copies(in name: [UInt8]) -> [Range<Int>] {
    guard !secrets.isEmpty, name.count >= Self.shortest else { return [] }
    return (0...name.count - Self.shortest).compactMap { place in
      let found = secrets[Self.key(name[place...])]?.filter { name[place...].starts(with: $0) }
      guard let longest = found?.max(by: { $0.count < $1.count }) else { return nil }
      let range = place..<place + longest.count
      return longest.count >= Self.shortestAnywhere || isApart(range, in: name) ? range : nil
    }
  }

  private func isApart(_ range: Range<Int>, in name: [UInt8]) -> Bool {
    let before = range.lowerBound > 0 ? name[range.lowerBound - 1] : 0
    let after = range.upperBound < name.count ? name[range.upperBound] : 0
    return ![before, after].contains { $0.isLetter || $0.isDigit }
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(shortest).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension NameMasker {
  /// The report with every name in it masked.
  func masked(_ report: Report) throws(ScanError) -> Report {
    var shown = report
    shown.target = try masked(report.target)
    shown.coverage.gaps = try report.coverage.gaps.map(masked)
    shown.coverage.accepted = try report.coverage.accepted.map { (gap: AcceptedGap) throws(ScanError) in
      AcceptedGap(gap: try masked(gap.gap), place: try masked(gap.place), reason: try masked(gap.reason))
    }
    shown.coverage.leftOut = try report.coverage.leftOut.map(masked)
    shown.coverage.notes = try report.coverage.notes.map(masked)
    shown.staleSuppressions = try report.staleSuppressions.map(masked)
    shown.findings = try report.findings.map(masked)
    shown.suppressed = try report.suppressed.map(masked)
    shown.belowThreshold = try report.belowThreshold.map(masked)
    for index in report.further.indices { shown.further[index].path = try masked(report.further[index].path) }
    shown.configuration = try report.configuration.map(masked)
    shown.command = try report.command.map(masked)
    for index in report.repositories.indices {
      shown.repositories[index].path = try masked(report.repositories[index].path)
      shown.repositories[index].branch = try report.repositories[index].branch.map(masked)
    }
    return shown
  }

  private func masked(_ skip: Skip) throws(ScanError) -> Skip {
    var shown = skip
    shown.path = try masked(skip.path)
    if shown.path != skip.path { shown.pathID = Fingerprint(path: skip.path) }
    shown.reason = try masked(skip.reason)
    return shown
  }

  private func masked(_ finding: Finding) throws(ScanError) -> Finding {
    var shown = finding
    for index in finding.occurrences.indices {
      let path = finding.occurrences[index].path
      shown.occurrences[index].path = try masked(path)
      if shown.occurrences[index].path != path {
        shown.occurrences[index].pathID = Fingerprint(path: path)
        shown.occurrences[index].link = nil
      }
      shown.occurrences[index].commit = try finding.occurrences[index].commit.map(masked)
    }
    shown.suppression?.place = try masked(finding.suppression?.place ?? "")
    shown.suppression?.reason = try finding.suppression?.reason.map(masked)
    shown.hiddenByChange = try finding.hiddenByChange.map(masked)
    return shown
  }

  private func masked(_ commit: Commit) throws(ScanError) -> Commit {
    var shown = commit
    shown.author = try masked(commit.author)
    shown.email = try masked(commit.email)
    // A subject is a line of text.
    shown.subject = Masking.line(Array(try masked(commit.subject).utf8), secrets: [])
    return shown
  }
}
