import Findings
import Reports
import Testing

/// What the page says, and where; `Tests/browser` tries what it does.
struct HTMLReportTests {
  private func page(_ findings: [Finding]) -> String {
    var report = Fixtures.realistic
    report.findings = findings
    return ReportFormat.html.write(report)
  }

  /// A finding of one place, brought by a commit and, unless it says otherwise, still there.
  private func finding(_ number: UInt64, time: Int64 = Fixtures.start, inHead: Bool = true, path: String = "a/b/c/d.py")
    -> Finding
  {
    var finding = Fixtures.cloudKey
    finding.fingerprint = Fingerprint(value: number)
    finding.occurrences = [finding.occurrences[0]]
    finding.occurrences[0].path = path
    finding.occurrences[0].inHead = inHead
    finding.occurrences[0].commit?.time = time
    finding.occurrences[0].link = nil
    finding.details = []
    return finding
  }

  private func place(of text: String, in page: String) throws -> String.Index {
    try #require(page.firstRange(of: text)?.lowerBound, "\(text) is missing")
  }

  @Test func `what is still in HEAD comes before what is gone`() throws {
    let page = page([finding(1, inHead: false), finding(2), finding(3, inHead: false), finding(4)])
    let places = try [2, 4, 1, 3].map { try place(of: "<article id=f-000000000000000\($0) ", in: page) }
    #expect(places == places.sorted())
    #expect(page.contains("Still in HEAD <span class=\"count\">2</span>"))
    #expect(page.contains("Gone from HEAD, but still in the history <span class=\"count\">2</span>"))
  }

  @Test func `advice is given once for each rule`() {
    let page = page((0..<20).map { finding($0) } + [Fixtures.token])
    #expect(page.ranges(of: "Make a new key, put it into the secret store").count == 1)
    #expect(page.ranges(of: "<a href=#r-0>").count == 20)
    #expect(page.ranges(of: "class=\"rule ").count == 2)
  }

  @Test func `folders, authors and ages are counted, each as a filter`() {
    let day: Int64 = 86_400
    let ages = [0, 6, 7, 40, 364, 365, 729, 730].map { Fixtures.start - $0 * day }
    let page = page(ages.enumerated().map { finding(UInt64($0.offset), time: $0.element) })
    #expect(page.contains("<a href=\"#folder=0\">a/b/</a> <b>8</b>"))
    #expect(page.contains("<a href=\"#author=0\">Jo Doe</a> <b>8</b>"))
    let counts = page.matches(of: /<a href="#age=\d">([^<]+)<\/a> <b>(\d)<\/b>/).map { "\($0.1): \($0.2)" }
    #expect(counts == ["under a week: 2", "under a month: 1", "under a year: 2", "1 to 2 years: 2", "over 2 years: 1"])
    #expect(page.contains("<i>less than a day</i>"))
    #expect(page.contains("<i>40 days</i>"))
    #expect(page.contains("<i>2 years</i>"))
  }

  @Test(arguments: [
    (Int64(20) * 86_400, "2026-02-09"), (Int64(200) * 86_400, "week of 2025-08-07"), (Int64(1_000) * 86_400, "2023-06"),
    (Int64(3_000) * 86_400, "2017 Q4"), (Int64(9_000) * 86_400, "2001"), (Int64.max / 2, "1965 to 1969"),
  ])
  func `the timeline has periods that fit what it shows`(_ age: Int64, _ first: String) {
    let page = page([finding(1, time: Fixtures.start - age), finding(2)])
    #expect(page.contains("<figcaption><span>\(first)</span>"))
    #expect(page.ranges(of: "<tr><th scope=\"row\">").count == 2)
  }

  @Test func `a commit of the future is not exposed for a negative time`() {
    let page = page([finding(1, time: .max), finding(2, time: .min)])
    #expect(page.contains("<i>less than a day</i>"))
    #expect(!page.contains("<i>-"))
  }

  @Test func `findings of files have no timeline, and are not said to be in HEAD`() {
    let page = page([Fixtures.token])
    #expect(!page.contains("id=\"timeline\""))
    #expect(!page.contains("still in HEAD"))
    #expect(page.contains("All findings <span class=\"count\">1</span>"))
  }

  @Test func `an address at the host is written where the script could not make it`() {
    let page = page([Fixtures.cloudKey, finding(1), finding(2, path: "a b.py")])
    #expect(
      page.contains(
        "data-file=\"https://github.com/acme/shop/blob/\" data-commit=\"https://github.com/acme/shop/commit/\""))
    #expect(page.contains("<code>config/settings0.py:12:19</code>"))
    #expect(page.contains("<code data-u=\"\">a/b/c/d.py:12:19</code>"))
    #expect(page.contains("<code data-u=\"\">a b.py:12:19</code>"))
  }

  @Test func `what hides findings is listed with its reason`() throws {
    var report = Fixtures.realistic
    report.further = [FurtherPlaces(rule: "r", path: "p", severity: .low, count: 7, hiddenBy: .baseline)]
    let page = ReportFormat.html.write(report)
    let hidden = try place(of: "<section id=\"hidden\"", in: page)
    #expect(page[hidden...].contains("inline comment at test/login.rb:7: test account"))
    #expect(page[hidden...].contains("<summary>1 below the threshold</summary>"))
    #expect(page[hidden...].contains("7 more places of <code>r</code> in <code>p</code>, only counted"))
  }

  @Test func `what is new and what is fixed since an earlier report is told apart`() throws {
    var report = Fixtures.realistic
    report.findings = [finding(1), finding(2, inHead: false)]
    report.comparison = ReportComparison(former: "old.json", fixed: [finding(3)], remaining: [finding(4), finding(5)])
    let page = ReportFormat.html.write(report)
    #expect(page.contains("<a href=\"#change=new\">new</a>"))
    #expect(page.matches(of: #/<article id=f-0{15}(\d) class="critical new"/#).map { String($0.1) } == ["1", "2"])
    #expect(page.matches(of: #/<article id=f-0{15}(\d) class=critical /#).map { String($0.1) } == ["4", "5"])
    let fixed = try place(of: "<section id=\"fixed\"", in: page)
    #expect(page[fixed...].contains("<code>0000000000000003</code>"))
  }

  @Test func `a report that was joined from several says where each place is`() {
    var elsewhere = finding(2)
    elsewhere.occurrences[0].repository = "https://example.com/b.git"
    let page = page([finding(1), elsewhere])
    #expect(page.contains("<p>in https://example.com/b.git</p><code>a/b/c/d.py:12:19</code>"))
    #expect(page.contains("<a href=\"#repository=0\">https://example.com/b.git</a> <b>1</b>"))
  }

  @Test func `ten thousand findings stay below 4 MB`() {
    let findings = (0..<10_000).map { number in
      var finding = finding(UInt64(number), time: Fixtures.start - Int64(number) * 10_000)
      finding.occurrences[0].path = "services/part\(number % 50)/settings\(number).py"
      finding.occurrences[0].link = Fixtures.cloudKey.occurrences[0].link
        .map { $0.replacing("config/settings0.py", with: finding.occurrences[0].path) }
      return finding
    }
    let size = page(findings).utf8.count
    #expect(size < 4_000_000, "\(size) bytes")
  }
}
