import Findings
import Text

/// One self-contained page: works offline, runs no script, follows the reader's light or dark theme, prints.
///
/// A content security policy forbids everything but the page's own style, in case escaping should ever fail.
/// Filtering by severity is done by check boxes and style alone.
struct HTMLReport {
  private let report: Report

  init(_ report: Report) {
    self.report = report
  }

  func write() -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(escaped(report.tool.name)): \(escaped(report.target))</title>
    <style>
    \(HTMLStyle.sheet)
    </style>
    </head>
    <body>
    <header>
    <p class="tool">\(escaped(report.tool.name)) \(escaped(report.tool.version))</p>
    <h1>\(escaped(Wording.found(in: report)))</h1>
    <p>\(escaped(report.target)), \(escaped(report.mode)), \(startedAt)</p>
    \(remarks)
    </header>
    \(filters)
    <main>
    \(findings)
    </main>
    \(suppressed)
    \(coverage)
    </body>
    </html>

    """
  }

  private func escaped(_ text: String) -> String { Escaping.markup(text) }

  private func list(_ items: [String], tag: String = "ul") -> String {
    items.isEmpty ? "" : "<\(tag)>\n" + items.map { "<li>\($0)</li>" }.joined(separator: "\n") + "\n</\(tag)>"
  }

  private func lines(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

// MARK: - Head

extension HTMLReport {
  private var startedAt: String {
    let moment = CivilTime(epochSeconds: report.startedAt).rfc3339
    return "<time datetime=\"\(moment)\">\(moment)</time>"
  }

  /// What else to know before reading: that something is missing, or that findings do not fail the run.
  private var remarks: String {
    let incomplete = Wording.incomplete(report).map {
      "<p class=\"warning\"><a href=\"#coverage\">\(escaped($0))</a></p>"
    }
    let tolerated = Wording.tolerated(in: report).map { "<p>\(escaped($0)).</p>" }
    return lines([incomplete, tolerated].compactMap { $0 })
  }

  /// The boxes precede the findings in the page, which is how the style sheet reaches from one to the other.
  private var filters: String {
    let counts = Wording.severityCounts(report.findings)
    guard counts.count > 1 else { return "" }
    return counts.map { severity, count in
      """
      <input type="checkbox" id="show-\(severity.name)" checked>\
      <label for="show-\(severity.name)" class="\(severity.name)">\(severity.name) \(Counting.number(count))</label>
      """
    }.joined(separator: "\n")
  }
}

// MARK: - Findings

extension HTMLReport {
  private var findings: String {
    var explained: Set<String> = []
    return report.findings.map { finding in
      article(for: finding, isFirstOfRule: explained.insert(finding.rule.id).inserted)
    }.joined(separator: "\n")
  }

  private func article(for finding: Finding, isFirstOfRule: Bool) -> String {
    let severity = finding.severity.name
    let details = Wording.facts(of: finding).map { "\(escaped($0.name)): <code>\(escaped($0.value))</code>" }
    return lines([
      "<article class=\"\(severity)\" id=\"f-\(finding.fingerprint)\">",
      "<h2><span class=\"badge \(severity)\">\(Wording.severity(of: finding))</span> \(escaped(finding.rule.title))</h2>",
      "<p class=\"meta\"><code>\(escaped(finding.rule.id))</code> <code>\(finding.fingerprint)</code>"
        + " confidence \(finding.confidence.name)</p>",
      "<ul class=\"places\">",
      finding.occurrences.map(place).joined(separator: "\n"),
      "</ul>",
      list(details),
      advice(for: finding.rule, open: isFirstOfRule),
      "</article>",
    ])
  }

  private func place(_ occurrence: Occurrence) -> String {
    var facts: [String] = []
    if let commit = occurrence.commit {
      let date = CivilTime(epochSeconds: commit.time).date
      facts.append("commit <code>\(escaped(commit.shortID))</code> of \(date) by \(escaped(commit.author))")
      if !commit.subject.isEmpty { facts.append("“\(escaped(commit.subject))”") }
    }
    facts += Wording.standing(of: occurrence).map(escaped)
    let excerpt = occurrence.excerpt.map {
      "<pre>\(escaped($0.before))<mark>\(escaped($0.secret))</mark>\(escaped($0.after))</pre>"
    }
    let origin = facts.isEmpty ? "" : "<p class=\"meta\">\(facts.joined(separator: ", "))</p>"
    return lines(["<li><code class=\"path\">\(escaped(occurrence.place))</code>", excerpt ?? "", origin + "</li>"])
  }

  private func advice(for rule: RuleSummary, open: Bool) -> String {
    lines([
      "<details\(open ? " open" : "")><summary>What to do next</summary>",
      rule.summary.isEmpty ? "" : "<p>\(escaped(rule.summary))</p>",
      list(Wording.nextSteps(for: rule).map { step($0, revokeURL: rule.revokeURL) }, tag: "ol"),
      link("About this kind of secret", to: rule.docsURL),
      "</details>",
    ])
  }

  /// The step as text, with the address where the owner revokes as a link.
  private func step(_ text: String, revokeURL: String?) -> String {
    guard let address = Escaping.webAddress(revokeURL), text.hasSuffix(address) else { return escaped(text) }
    return escaped(String(text.dropLast(address.count))) + anchor(address, to: address)
  }

  private func anchor(_ text: String, to address: String) -> String {
    "<a rel=\"noreferrer noopener\" href=\"\(escaped(address))\">\(escaped(text))</a>"
  }

  private func link(_ text: String, to address: String?) -> String {
    Escaping.webAddress(address).map { "<p>\(anchor(text, to: $0))</p>" } ?? ""
  }
}

// MARK: - Coverage

extension HTMLReport {
  private var suppressed: String {
    guard !report.suppressed.isEmpty else { return "" }
    let items = report.suppressed.map { finding in
      let place = finding.occurrences.first.map { " <code>\(escaped($0.place))</code>" } ?? ""
      let reason = finding.suppression.map { ": \(escaped(Wording.reason(of: $0)))" } ?? ""
      return "\(escaped(finding.rule.title))\(place)\(reason)"
    }
    return lines([
      "<details class=\"section\"><summary>\(Counting.number(report.suppressed.count)) suppressed</summary>",
      list(items), "</details>",
    ])
  }

  private var coverage: String {
    let sentences = [Wording.scanned(in: report), Wording.hidden(in: report)].compactMap { $0 }
    return lines([
      "<footer id=\"coverage\">", "<h2>Coverage</h2>",
      "<p>\(escaped(sentences.joined(separator: "; "))).</p>",
      list(report.coverage.notes.map(escaped)),
      skips(report.coverage.gaps.map { ($0.path, Wording.acceptable($0)) }, title: "could not be scanned", open: true),
      skips(
        report.coverage.accepted.map { ($0.gap.path, Wording.acceptance($0)) }, title: "not scanned, and accepted",
        open: false),
      skips(report.coverage.leftOut.map { ($0.path, $0.reason) }, title: "left out by design", open: false),
      "</footer>",
    ])
  }

  private func skips(_ skips: [(path: String, text: String)], title: String, open: Bool) -> String {
    guard !skips.isEmpty else { return "" }
    let items = skips.map { "<code>\(escaped($0.path))</code>: \(escaped($0.text))" }
    return lines([
      "<details\(open ? " open" : "")><summary>\(Counting.number(skips.count)) \(title)</summary>", list(items),
      "</details>",
    ])
  }
}
