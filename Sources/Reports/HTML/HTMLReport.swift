import Findings
import Text

/// One self-contained page: no network, complete without its script, light or dark as its reader, and made to be printed.
///
/// Ten thousand findings stay usable because markup is light, advice is given once for each rule, and the browser lays out
/// only what is in view (`content-visibility`). Buttons and links to the repository's host, which would double the size, are
/// made by the script when a finding comes into view.
struct HTMLReport {
  private let report: Report
  private let index: PageIndex

  init(_ report: Report) {
    self.report = report
    index = PageIndex(report)
  }

  func write() -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(PageAssets.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(Markup.text("\(report.tool.name): \(report.target)"))</title>
    <style>\(PageAssets.style)</style>
    <script>\(PageAssets.script)</script>
    </head>
    <body>
    <a class="skip" href="#findings">Skip to the findings</a>
    \(PageHead(report, index).write())
    <main>
    \(Markup.lines([
      Overview(index).write(), Timeline(report, index).write(), FindingList(report, index).write(), FixedList(report).write(),
      Advice(index).write(), HiddenList(report).write(), CoverageSection(report).write(),
    ]))
    </main>
    <footer><p>\(Markup.text(closing))</p></footer>
    </body>
    </html>

    """
  }

  /// What one must know before one hands the page on.
  private var closing: String {
    "Written by \(report.tool.name) \(report.tool.version) with \(Counting.count(report.tool.rules, "rule")). "
      + "The page loads nothing and sends nothing. "
      + (report.showsSecrets ? "It shows secrets as they are: whoever has it has them." : "Secrets are masked.")
  }
}
