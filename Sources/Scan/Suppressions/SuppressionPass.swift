import Detection
import Findings
import Content
import Platform
import Rules
import Text

/// Decides for everything a scan found whether the user's own suppressions hide it.
struct SuppressionPass {
  private let request: ScanRequest
  private let rules: RuleSet
  private let knownRules: KnownRules
  private let today: CalendarDay
  private let files: ProjectFiles
  /// The comments that count; `nil` means all.
  private let comments: TrustedComments?
  /// By path.
  private var baselines: [String: AcceptedFindings] = [:]
  /// The baseline that a command line or configuration names; `nil` when it names none, or a trusted revision lacks it.
  private let namedBaseline: String?
  /// The one for the target at hand.
  private var currentBaseline: String?
  /// What is written around the target at hand.
  private var current: Suppressions?
  private var stale: [String] = []
  private(set) var notes: [String] = []

  /// - Throws: ``ScanError`` when the baseline cannot be used.
  init(
    _ request: ScanRequest, rules: RuleSet, today: CalendarDay, files: ProjectFiles = ProjectFiles(),
    comments: TrustedComments? = nil
  ) throws(ScanError) {
    self.files = files
    self.comments = comments
    self.request = request
    self.rules = rules
    self.today = today
    knownRules = KnownRules(rules)
    do throws(RuleFileError) { namedBaseline = try files.named(request.baseline) } catch {
      throw ScanError(error.description)
    }
    if let namedBaseline, request.honourSuppressions { try readBaseline(namedBaseline, isUsual: false) }
  }

  private mutating func readBaseline(_ path: String, isUsual: Bool) throws(ScanError) {
    if baselines[path] != nil { return }
    baselines[path] = AcceptedFindings(index: BaselineIndex(try BaselineFile.read(path, files)), isUsual: isUsual)
  }

  /// The absolute path of a named baseline that may have secrets in plain text, and so is not scanned; leaksift's own
  /// have none.
  var unscannedBaseline: String? {
    guard let namedBaseline, baselines[namedBaseline]?.index.file.own == nil else { return nil }
    return (try? FileSystem.realPath(of: namedBaseline)).map { PathText.display($0) }
  }

  /// The path of the baseline for a target: the named one, else the usual one where that exists.
  private mutating func baseline(of target: ScanRequest.Target) throws(ScanError) -> String? {
    if request.baseline != nil { return namedBaseline }
    guard request.findsBaseline, let folder = target.folder else { return nil }
    let path = UsualFile.baseline.path(of: folder)
    do throws(RuleFileError) {
      guard try files.found(path, longest: BaselineFile.longestFile) != nil else { return nil }
    } catch {
      throw ScanError(error.description)
    }
    try readBaseline(path, isUsual: true)
    return path
  }

  /// Reads what is written around a target.
  ///
  /// - Throws: ``ScanError`` when an ignore file or baseline cannot be used.
  mutating func begin(_ named: NamedTarget) throws(ScanError) {
    guard request.honourSuppressions else { return }
    let target = named.target
    currentBaseline = try baseline(of: target)
    let folders = target.folder.map { ProjectFolder.around($0, ofRepository: request.mode != .files) } ?? []
    current = try Suppressions(
      folders: folders, naming: named.naming, further: request.ignoreFile, rules: knownRules, today: today,
      files: files)
  }

  /// What hides a secret of the target that was begun.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  mutating func suppression(of match: Match, _ named: NamedTarget) throws(ScanError) -> Suppression? {
    guard request.honourSuppressions, var suppressions = current.take() else { return nil }
    defer { current = suppressions }
    if let known = match.suppression { return known }
    return hides(try suspect(match, named.naming), &suppressions)
  }

  /// Marks what is hidden in the part of a scan that a target gave, which was begun.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  mutating func apply(to part: inout TargetScan.Part, of named: NamedTarget) throws(ScanError) {
    guard request.honourSuppressions, var suppressions = current.take() else { return showAll(&part) }
    let (target, naming) = (named.target, named.naming)
    for index in part.result.matches.indices where part.result.matches[index].suppression == nil {
      part.result.matches[index].suppression = hides(try suspect(part.result.matches[index], naming), &suppressions)
    }
    for index in part.result.files.indices where part.result.files[index].suppression == nil {
      part.result.files[index].suppression = hides(suspect(part.result.files[index], naming), &suppressions)
    }
    for index in part.environmentFindings.indices where part.environmentFindings[index].suppression == nil {
      part.environmentFindings[index].suppression = hides(part.environmentFindings[index], naming, &suppressions)
    }
    part.result.coverage.accept(by: &suppressions) { naming.reported($0) }
    notes += suppressions.notes + suppressions.expired.sorted()
    stale += suppressions.expired.sorted()
    if seesAll(target, part) {
      let entries =
        suppressions.staleEntries(
          sawHistory: request.mode.isHistory, sawEverything: part.result.coverage.sawEverything)
        + suppressions.staleComments(among: part.result.comments, naming)
      notes += entries
      stale += entries
    }
  }

  /// Takes back what allowlists hide.
  private func showAll(_ part: inout TargetScan.Part) {
    for index in part.result.matches.indices { part.result.matches[index].suppression = nil }
    for index in part.result.files.indices { part.result.files[index].suppression = nil }
  }

  /// What counts no more, once all targets are done; each as one sentence.
  mutating func finish(complete: Bool) -> [String] {
    for baseline in baselines.values.sorted(by: { $0.name < $1.name }) { finish(baseline, complete: complete) }
    return stale
  }

  private mutating func finish(_ baseline: AcceptedFindings, complete: Bool) {
    let file = baseline.index.file
    let entries = file.entries
    if let note = baseline.note { notes.append(note) }
    let unused = entries.count - baseline.used.count
    if unused > 0, complete, usesAllRules, file.own?.mode == request.mode.name {
      let sentence =
        "\(file.name): stale: \(Counting.number(unused)) of "
        + "\(Counting.count(entries.count, "entry", plural: "entries")) match no finding any more; "
        + "remove them with `leaksift baseline prune`"
      notes.append(sentence)
      stale.append(sentence)
    }
    if !baseline.isUsual, entries.contains(where: { if case .secret = $0.subject { true } else { false } }) {
      notes.append(
        "\(file.name) contains secrets in plain text and was not scanned; "
          + "`leaksift baseline create` writes hashes instead")
    }
    let real = baseline.used.count { entries[$0].status == .real }
    if real > 0 {
      notes.append(
        "\(file.name): \(Counting.count(real, "hidden finding is", plural: "hidden findings are")) marked real: revoke them"
      )
    }
  }

  // MARK: - One place

  private mutating func hides(_ suspect: Suspect, _ suppressions: inout Suppressions) -> Suppression? {
    if let written = suppressions.suppression(of: suspect) { return written }
    guard let path = currentBaseline, let baseline = baselines[path],
      let index = baseline.index.entry(accepting: suspect, rules: knownRules)
    else { return nil }
    baselines[path]?.used.insert(index)
    let entry = baseline.index.file.entries[index]
    let place = entry.line > 0 ? "\(baseline.name):\(entry.line)" : baseline.name
    return Suppression(kind: .baseline, place: place, reason: entry.reason ?? entry.status?.rawValue)
  }

  /// A finding of several places is hidden when all of them are.
  private mutating func hides(
    _ finding: Finding, _ naming: PathNaming, _ suppressions: inout Suppressions
  ) -> Suppression? {
    var first: Suppression?
    for occurrence in finding.occurrences {
      let suspect = Suspect(
        rule: finding.rule.id, path: occurrence.path, reported: naming.reported(occurrence.path),
        line: occurrence.line, commit: occurrence.commit?.id, fingerprint: finding.fingerprint)
      guard let suppression = hides(suspect, &suppressions) else { return nil }
      first = first ?? suppression
    }
    return first
  }

  private func suspect(_ match: Match, _ naming: PathNaming) throws(ScanError) -> Suspect {
    let comments = try comments?.comments(of: match, naming) ?? match.comments
    let rule = rules.id(at: match.candidate.rule)
    let secret = match.candidate.value.bytes
    return Suspect(
      rule: rule, path: match.path, reported: naming.reported(match.path), line: match.candidate.start.line,
      commit: match.history?.commit?.id, secret: secret,
      fingerprint: Fingerprint(rule: rule, secret: secret, key: FindingBuilder.fingerprintKey),
      markers: request.honoursInlineComments ? comments : [])
  }

  private func suspect(_ file: PathMatch, _ naming: PathNaming) -> Suspect {
    let rule = rules.id(at: file.rule)
    return Suspect(
      rule: rule, path: file.path, reported: naming.reported(file.path), line: 0, commit: file.history?.commit?.id,
      fingerprint: Fingerprint(rule: rule, secret: Array(file.identity.utf8), key: FindingBuilder.fingerprintKey))
  }

  // MARK: - What a scan covers

  private var usesAllRules: Bool { request.onlyRules.isEmpty && request.excludedRules.isEmpty }

  /// Whether a line that hid nothing in this part of a scan hides nothing at all.
  private func seesAll(_ target: ScanRequest.Target, _ part: TargetScan.Part) -> Bool {
    guard usesAllRules, part.result.coverage.complete, target.folder != nil, target != .staged else { return false }
    return request.mode == .files || request.mode.isHistory
  }
}

extension ScanRequest.Mode {
  /// Whether everything that was ever in a repository is scanned.
  var isHistory: Bool { self == .history(branch: nil) }
}
