package import Findings
import Text

/// Sentences and figures that several formats share.
package enum Wording {
  /// What was found: `3 findings in 7 places: 1 critical, 2 high`, `No findings listed, 2 places only counted`, or
  /// `No secrets found`.
  package static func found(in report: Report) -> String {
    let kind = report.comparison == nil ? "finding" : "new finding"
    if report.findings.isEmpty, report.furtherCount > 0 {
      return "No findings listed, \(Counting.count(report.furtherCount, "place")) only counted"
    }
    if report.findings.isEmpty {
      let none = report.comparison == nil ? "No secrets found" : "Nothing new"
      return none + (report.coverage.complete ? "" : " in what could be scanned")
    }
    let places = report.findings.reduce(0) { $0 + $1.occurrences.count }
    let parts = severityCounts(report.findings).map { "\(Counting.number($0.count)) \($0.severity.name)" }
    let total = "\(Counting.count(report.findings.count, kind)) in \(Counting.count(places, "place"))"
    let more = report.furtherCount
    let rest = more == 0 ? "" : ", and \(Counting.count(more, "more place")), only counted"
    return "\(total): \(parts.joined(separator: ", "))\(rest)"
  }

  /// How many findings there are of each severity that occurs, most severe first.
  static func severityCounts(_ findings: [Finding]) -> [(severity: Severity, count: Int)] {
    Severity.allCases.reversed().compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : (severity, count)
    }
  }

  /// How many of the findings do not fail the run; `nil` when all do.
  static func tolerated(in report: Report) -> String? {
    let count = report.findings.count - report.failingCount
    if report.leavesActiveOpen, report.failingCount == 0 {
      return "None is known to be active, and some may be: the run ends with 3 (--fail-on)"
    }
    if count == 0 { return nil }
    let which = count == report.findings.count ? (count == 1 ? "It" : "They") : "\(Counting.number(count)) of them"
    let verb = which != "They" && count == 1 ? "does" : "do"
    let reason = report.failsOnActive ? "not known to be active" : "below \(report.failOn.name)"
    return "\(which) \(verb) not fail the run: \(reason) (--fail-on)"
  }

  /// What does not count: `Hidden: 2 by inline comments, 5 below the threshold`; `nil` when there is nothing.
  static func hidden(in report: Report) -> String? {
    let parts = report.hiddenCounts.filter { $0.count > 0 }.map { "\(Counting.number($0.count)) \(how($0.kind))" }
    return parts.isEmpty ? nil : "Hidden: " + parts.joined(separator: ", ")
  }

  /// What hides findings, as what follows their number.
  static func how(_ kind: Suppression.Kind) -> String {
    switch kind {
    case .inline: "by inline comments"
    case .ignoreFile: "by ignore files"
    case .baseline: "by the baseline"
    case .allowlist: "by allowlists"
    case .settings: "by settings"
    case .threshold: "below the threshold"
    }
  }

  /// What was looked at, and by whose settings: `Scanned 4,982 files (44.1 MB) in 1.2 s, configured by .leaksift.toml`.
  ///
  /// - Parameter escape: Makes the name of the configuration file safe where it is to be shown.
  static func scanned(in report: Report, escape: (String) -> String = { $0 }) -> String {
    let time = Counting.duration(milliseconds: report.durationMilliseconds)
    let settings = report.configuration.map { ", configured by \(escape($0))" } ?? ""
    return "Scanned \(amount(of: report.coverage)) in \(time)\(settings)"
  }

  /// How much was looked at: `4,982 files (44.1 MB)`.
  static func amount(of coverage: Coverage) -> String {
    var parts: [String] = []
    if coverage.files > 0 || (coverage.blobs == 0 && coverage.commits == 0) {
      parts.append(Counting.count(coverage.files, "file"))
    }
    if coverage.blobs > 0 { parts.append(Counting.count(coverage.blobs, "blob")) }
    if coverage.commits > 0 { parts.append(Counting.count(coverage.commits, "commit")) }
    return "\(parts.joined(separator: ", ")) (\(Counting.bytes(coverage.bytes)))"
  }

  /// What was found, what does not count and what was looked at, in full sentences.
  static func summary(of report: Report) -> String {
    let sentences = [
      found(in: report), comparison(in: report), tolerated(in: report), hidden(in: report), accepted(in: report),
      scanned(in: report),
    ]
    return sentences.compactMap { $0 }.joined(separator: ". ") + "."
  }

  /// Says that something could not be scanned; `nil` when nothing is missing.
  static func incomplete(_ report: Report) -> String? {
    let gaps = report.coverage.gaps.count
    return gaps == 0 ? nil : "Incomplete: \(Counting.count(gaps, "item")) could not be scanned"
  }

  /// The severity, with why it is not what it would be elsewhere: `low (in a test)`.
  static func severity(of finding: Finding) -> String {
    finding.severity.name + (finding.adjusted.map { " (\($0.reason.text))" } ?? "")
  }

  /// The title with the severity: `Password in a URI (low, in a test)`.
  static func title(of finding: Finding) -> String {
    "\(finding.rule.title) (\(finding.severity.name)\(finding.adjusted.map { ", \($0.reason.text)" } ?? ""))"
  }

  /// Why the severity is not what it would be elsewhere, as a fact, for formats that have severities of their own.
  static func adjusted(_ finding: Finding) -> Detail? {
    finding.adjusted.map { adjusted in
      Detail(name: "severity", value: "\(finding.severity.name) \(adjusted.text(beside: finding.severity))")
    }
  }

  /// What is known of a finding beside its places.
  static func facts(of finding: Finding) -> [Detail] {
    [verification(of: finding)].compactMap { $0 } + finding.details + [hiddenByChange(finding)].compactMap { $0 }
  }

  /// What the vendor said about the secret.
  static func verification(of finding: Finding) -> Detail? {
    finding.verification.map { Detail(name: "verification", value: $0.sentence) }
  }

  /// What only the scanned files themselves hide the finding by.
  static func hiddenByChange(_ finding: Finding) -> Detail? {
    finding.hiddenByChange.map { Detail(name: "hidden by this change", value: $0) }
  }

  /// A gap, and the line of `.leaksiftignore` that accepts it.
  static func gap(_ skip: Skip) -> String { "\(skip.place): \(acceptable(skip))" }

  /// Why something could not be scanned, and the line that accepts it.
  static func acceptable(_ skip: Skip) -> String { "\(skip.reason); to accept it: \(skip.acceptance)" }

  /// A gap that was accepted, with the reason.
  static func accepted(_ accepted: AcceptedGap) -> String { "\(accepted.gap.place): \(acceptance(accepted))" }

  /// What an accepted gap is about, and why it is accepted.
  static func acceptance(_ accepted: AcceptedGap) -> String {
    "\(accepted.gap.reason); accepted at \(accepted.place): \(accepted.reason)"
  }

  /// How many gaps are accepted; `nil` when none is.
  static func accepted(in report: Report) -> String? {
    let gaps = report.coverage.accepted.count
    return gaps == 0
      ? nil : "Accepted: \(Counting.count(gaps, "item that was", plural: "items that were")) not scanned"
  }

  /// Facts of a finding that no format leaves out which says what to do.
  static func remarks(on finding: Finding) -> [Detail] {
    [verification(of: finding), hiddenByChange(finding)].compactMap { $0 }
      + finding.details.filter { $0.name == Detail.environmentFile }
  }

  /// What is said of a finding beside a line of code: why it matters, what to do, and which it is; no secret, no excerpt.
  static func annotation(of finding: Finding) -> [String] {
    let others = finding.occurrences.count - 1
    let also = others > 0 ? ", also in \(Counting.count(others, "more place"))" : ""
    // The other way round, the fingerprint after such a name would look like a secret itself.
    let identity = "Finding \(finding.fingerprint) of \(finding.rule.id)\(also)."
    let opening = finding.rule.summary.isEmpty ? [] : [finding.rule.summary]
    return opening + remarks(on: finding).map { "\($0.name): \($0.value)" } + nextSteps(for: finding.rule) + [identity]
  }

  /// What became of the findings of an earlier report; `nil` when none was compared.
  static func comparison(in report: Report) -> String? {
    report.comparison.map { comparison in
      let counts = [(report.findings, "new"), (comparison.fixed, "fixed"), (comparison.remaining, "still there")]
      let parts = counts.map { "\(Counting.number($0.0.count)) \($0.1)" }
      return "Compared with \(comparison.former): \(parts.joined(separator: ", "))"
    }
  }

  /// What to do next about a rule's findings, in order; never empty.
  ///
  /// A rule's first step is to revoke the secret, so that the address for it belongs there; other words for where that
  /// is are in the step itself.
  static func nextSteps(for rule: RuleSummary) -> [String] {
    guard let first = rule.steps.first else {
      let revoke = rule.revokeURL.map { "Revoke it: \($0)" } ?? "Revoke it where it was issued."
      return [revoke, "Issue a new one, and keep it in a secret store or an ignored file."] + rule.commands
    }
    guard let address = rule.revokeURL, address.hasPrefix("http"), !first.contains(address) else {
      return rule.steps + rule.commands
    }
    // What is behind a semicolon is about something else.
    let parts = first.split(separator: "; ", maxSplits: 1)
    let sentence = parts[0].hasSuffix(".") ? parts[0].dropLast() : parts[0]
    let rest = parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return ["\(sentence): \(address)"] + rest + rule.steps.dropFirst() + rule.commands
  }

  /// Facts about the commit of an occurrence, without its author: whether it is still there, and in how many commits.
  static func standing(of occurrence: Occurrence) -> [String] {
    var parts: [String] = []
    if let inHead = occurrence.inHead { parts.append(inHead ? "still in HEAD" : "gone from HEAD") }
    if let count = occurrence.commitCount, count > 1 { parts.append("in \(Counting.number(count)) commits") }
    if let encoding = occurrence.decodedFrom { parts.append("decoded from \(encoding)") }
    if let session = occurrence.session { parts.append(session.sentence) }
    return parts
  }

  /// What hides a finding, and why.
  static func reason(of suppression: Suppression) -> String {
    let how =
      switch suppression.kind {
      case .inline: "inline comment at"
      case .ignoreFile: "ignore file at"
      case .baseline: "baseline at"
      case .allowlist: "allowlist at"
      case .settings: "settings at"
      case .threshold: "below"
      }
    return "\(how) \(suppression.place)" + (suppression.reason.map { ": \($0)" } ?? "")
  }
}

extension Occurrence {
  /// `path:line:column`, the form that terminals and editors make clickable.
  var place: String {
    let path = repository.map { "\($0): \(self.path)" } ?? self.path
    if line < 1 { return path }
    return column < 1 ? "\(path):\(line)" : "\(path):\(line):\(column)"
  }
}

extension Commit {
  /// The id's first 10 digits, enough to name a commit in a large repository.
  var shortID: String { Self.shortID(id) }

  static func shortID(_ id: String) -> String { String(id.prefix(10)) }

  /// `Name <e-mail>`, as git writes it.
  var ident: String { email.isEmpty ? author : "\(author) <\(email)>" }
}
