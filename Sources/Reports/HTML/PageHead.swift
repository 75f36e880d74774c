import Findings
import Text

/// The top of the page: the verdict, and what was scanned, how and when.
struct PageHead {
  private let report: Report
  private let index: PageIndex

  init(_ report: Report, _ index: PageIndex) {
    self.report = report
    self.index = index
  }

  func write() -> String {
    """
    <header>
    <p class="product">\(Markup.text(report.tool.name)) report</p>
    <h1>\(Markup.text(Wording.found(in: report)))</h1>
    \(remarks)
    <dl class="facts">
    \(facts)
    </dl>
    \(contents)
    </header>
    """
  }

  /// What else to know before reading: that something is missing, or that findings do not fail the run.
  private var remarks: String {
    let incomplete = Wording.incomplete(report).map {
      "<p class=\"warning\"><a href=\"#coverage\">\(Markup.text($0))</a></p>"
    }
    let tolerated = Wording.tolerated(in: report).map { "<p>\(Markup.text($0)).</p>" }
    let compared = Wording.comparison(in: report).map { "<p>\(Markup.text($0)).</p>" }
    let shown = report.showsSecrets ? "<p class=\"warning\">This page shows secrets as they are.</p>" : nil
    return Markup.lines([shown, incomplete, compared, tolerated].compactMap { $0 })
  }

  private var facts: String {
    let moment = CivilTime(epochSeconds: report.startedAt)
    let took = Counting.duration(milliseconds: report.durationMilliseconds)
    return Markup.lines([
      repositories,
      fact("Target", "\(Markup.code(report.target)), \(Markup.text(scope))"),
      fact("When", "<time datetime=\"\(moment.rfc3339)\">\(moment.readable)</time>, in \(took)"),
      // Joined reports may each have had another.
      report.mode == "merge" ? "" : fact("Configuration", configuration),
      fact("Coverage", "<a href=\"#coverage\">\(Markup.text(coverage))</a>"),
      report.command.isEmpty ? "" : fact("Command", Markup.code(report.command.map(shellWord).joined(separator: " "))),
    ])
  }

  /// One repository in full; of several the number, and the others on demand.
  private var repositories: String {
    let repositories = report.repositories
    if let only = repositories.first, repositories.count == 1 {
      return Markup.lines([
        fact("Repository", address(of: only)),
        only.branch.map { fact("Branch", Markup.code($0)) } ?? "",
        only.commit.map { fact("Commit", commit($0, of: only)) } ?? "",
      ])
    }
    let items = repositories.map { repository in
      let branch = repository.branch.map { ", branch \(Markup.code($0))" } ?? ""
      let commit = repository.commit.map { ", commit \(self.commit($0, of: repository))" } ?? ""
      return "\(Markup.code(repository.path)): \(address(of: repository))\(branch)\(commit)"
    }
    return items.isEmpty
      ? ""
      : fact(
        "Repositories",
        Markup.details(Counting.count(items.count, "repository", plural: "repositories"), Markup.list(items)))
  }

  private func address(of repository: ScannedRepository) -> String {
    guard let remote = repository.remote else { return "without a remote" }
    return Markup.link(remote, to: RepositoryPages(remote: remote)?.home ?? remote)
  }

  private func commit(_ id: String, of repository: ScannedRepository) -> String {
    let page = repository.remote.flatMap { RepositoryPages(remote: $0)?.commit(id) }
    return "<code>\(Markup.link(String(id.prefix(10)), to: page))</code>"
  }

  private var configuration: String {
    guard let name = report.configuration else { return "built-in rules and settings" }
    let digest = report.configurationDigest.map { ", \(Markup.code(String($0.prefix(19))))" } ?? ""
    return Markup.code(name) + digest
  }

  /// A word as a shell reads it back.
  private func shellWord(_ word: String) -> String {
    word.isPlainShellWord
      || (word.hasPrefix("-") && word.dropFirst().allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" })
      ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private func fact(_ name: String, _ value: String) -> String { "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }

  /// What the mode looks at, in words.
  private var scope: String {
    switch report.mode {
    case "files": "files as they are"
    case "staged": "a staged change"
    case "range": "a range of commits"
    case "history": "the whole history"
    case "env": "environment files"
    case "merge": "joined"
    default: report.mode
    }
  }

  private var coverage: String {
    let seen = Wording.amount(of: report.coverage)
    return report.coverage.complete
      ? "complete: \(seen)"
      : "\(seen); \(Counting.count(report.coverage.gaps.count, "item")) could not be read"
  }

  private var contents: String {
    let parts: [(id: String, title: String, isThere: Bool)] = [
      ("findings", "Findings", !index.findings.isEmpty),
      ("fixed", "Fixed", report.comparison?.fixed.isEmpty == false),
      ("advice", "What to do", !index.findings.isEmpty),
      ("hidden", "Hidden", Wording.hidden(in: report) != nil), ("coverage", "Coverage", true),
    ]
    let links = parts.filter(\.isThere).map { "<a href=\"#\($0.id)\">\($0.title)</a>" }
    return links.count < 2 ? "" : "<nav aria-label=\"Contents\">\(links.joined(separator: "\n"))</nav>"
  }
}
