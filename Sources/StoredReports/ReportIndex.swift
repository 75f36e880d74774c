internal import Findings
internal import Text

/// What stored reports contain, findings as places in their files: some fifty bytes each, whatever they are about.
struct ReportIndex {
  /// One finding of one report.
  struct Entry {
    /// Index of the rule's id.
    var rule: UInt32
    /// Index of the report.
    var report: UInt32
    var fingerprint: Fingerprint
    var severity: Severity
    /// Whether its vendor said that it is active.
    var isActive: Bool
    /// What hides it; `nil` when it counts.
    var hiddenBy: Suppression.Kind?
    /// Where it is in the file.
    var start: Int
    var length: UInt32
  }

  /// A report without its findings.
  struct Head {
    var file: ReportFile
    var report: Report
    /// What a place without a repository of its own is said to be in.
    var name: String
    /// Findings that are hidden and not listed, by what hides them.
    var unlisted: [Suppression.Kind: Int]
  }

  /// Bytes of an entry with what arrays keep in reserve while they grow and are sorted.
  private static let entryCost = 2 * MemoryLayout<Entry>.stride

  private(set) var heads: [Head] = []
  private(set) var entries: [Entry] = []
  private(set) var ruleIDs: [String] = []
  private var ruleNumbers: [String: UInt32] = [:]
  private let memory: Int

  /// - Parameter memory: Most bytes of the index, and of single values a part of that.
  init(memory: Int) {
    self.memory = memory
  }

  /// Reads a report to its end and checks all of it.
  mutating func add(_ path: String) throws(StoredReportError) {
    let file = try ReportFile(path, longestValue: max(1 << 20, memory / 16))
    let number = UInt32(heads.count)
    var listed: [Suppression.Kind: Int] = [:]
    var added: [Entry] = []
    let room = memory / Self.entryCost - entries.count
    let value = try file.read { (value, place) throws(StoredReportError) in
      let finding = try decoded(value, of: file, at: place.range)
      guard added.count < room else {
        throw StoredReportError("\(path): there are too many findings for the memory; raise `--max-memory`")
      }
      let hiddenBy = place.isHidden ? finding.suppression?.kind ?? .inline : nil
      if let hiddenBy { listed[hiddenBy, default: 0] += 1 }
      added.append(
        Entry(
          rule: self.number(of: finding.rule.id), report: number, fingerprint: finding.fingerprint,
          severity: finding.severity, isActive: finding.verification?.status == .active, hiddenBy: hiddenBy,
          start: place.range.lowerBound,
          length: UInt32(clamping: place.range.count)))
    }
    entries += added
    heads.append(try head(of: file, value, listed: listed))
  }

  /// Reads the finding of an entry again.
  func stored(_ entry: Entry) throws(StoredReportError) -> Finding {
    let file = heads[Int(entry.report)].file
    let range = entry.start..<entry.start + Int(entry.length)
    return try decoded(try file.finding(at: range), of: file, at: range)
  }

  /// Reads the finding of an entry again, each place with the repository that it is in.
  func finding(_ entry: Entry) throws(StoredReportError) -> Finding {
    let head = heads[Int(entry.report)]
    var finding = try stored(entry)
    for index in finding.occurrences.indices where finding.occurrences[index].repository == nil {
      finding.occurrences[index].repository = head.repository(of: finding.occurrences[index].path)
    }
    return finding
  }

  private mutating func number(of rule: String) -> UInt32 {
    if let known = ruleNumbers[rule] { return known }
    let number = UInt32(ruleIDs.count)
    ruleIDs.append(rule)
    ruleNumbers[rule] = number
    return number
  }

  private func decoded(
    _ value: JSONValue, of file: ReportFile, at range: Range<Int>
  ) throws(StoredReportError) -> Finding {
    do throws(ReportDecoder.Failure) { return try ReportDecoder.finding(value) } catch {
      throw file.failure(at: range.lowerBound, error.message)
    }
  }

  private func head(
    of file: ReportFile, _ value: JSONValue, listed: [Suppression.Kind: Int]
  ) throws(StoredReportError) -> Head {
    do throws(ReportDecoder.Failure) {
      var report = Report(
        tool: Report.Tool(
          name: value["tool"]?["name"]?.string ?? "", version: value["tool"]?["version"]?.string ?? "",
          rules: value["tool"]?["rules"]?.integer.map { Int($0) } ?? 0),
        target: value["target"]?.string ?? "", mode: value["mode"]?.string ?? "",
        configuration: value["configuration"]?.string, repositories: ReportDecoder.repositories(value["repositories"]),
        startedAt: value["started_at"]?.string.flatMap(ReportDecoder.seconds) ?? 0,
        durationMilliseconds: value["duration_ms"]?.integer.map { Int(max(0, min($0, 1 << 40))) } ?? 0,
        coverage: try ReportDecoder.coverage(value["coverage"]),
        // A run that only active secrets fail says so; what else would have failed it is not known.
        failOn: ["active", nil].contains(value["fail_on"]?.string) ? .low : try ReportDecoder.severity(value, "fail_on")
      )
      report.configurationDigest = value["configuration_digest"]?.string
      report.command = (value["command"]?.elements ?? []).compactMap(\.string)
      report.further = try ReportDecoder.further(value["further_places"])
      var unlisted = ReportDecoder.hidden(value)
      for (kind, count) in listed { unlisted[kind, default: 0] -= count }
      for further in report.further {
        if let kind = further.hiddenBy { unlisted[kind, default: 0] -= further.count }
      }
      return Head(
        file: file, report: report, name: Self.name(of: report, file.path), unlisted: unlisted.filter { $0.value > 0 })
    } catch {
      throw StoredReportError("\(file.path): \(error.message); if the file was edited, make it anew")
    }
  }

  /// What was scanned as people know it: the remote, else the path, else the report's own.
  private static func name(of report: Report, _ path: String) -> String {
    report.repositories.count == 1 && report.repositories[0].remote != nil
      ? report.repositories[0].remote ?? path
      : report.target.isEmpty || report.target == "." || report.target == "-" ? path : report.target
  }
}

extension ReportIndex.Head {
  /// The remote of the repository that a path is in, else its path.
  func repository(of path: String) -> String {
    let around = report.repositories.filter { $0.path == "." || path == $0.path || path.hasPrefix($0.path + "/") }
    guard let nearest = around.max(by: { $0.depth < $1.depth }) else { return name }
    return nearest.remote ?? (nearest.path == "." ? name : nearest.path)
  }
}

extension ScannedRepository {
  fileprivate var depth: Int { path == "." ? 0 : path.utf8.count }
}
