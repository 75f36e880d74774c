import Findings
import Content
import Platform
import Rules
import Text

/// Everything the user wrote that may hide findings of one target: inline comments, ignore files, the baseline.
struct Suppressions {
  /// An ignore file and where its folder is.
  private struct Located {
    var file: IgnoreFile
    var patterns: [(entry: Int, pattern: PathPattern)] = []
    var fingerprints: [Fingerprint: [Int]] = [:]
    /// By path.
    var places: [String: [Int]] = [:]
    /// Lines that accept gaps, by what they name.
    var gaps: [String: Int] = [:]
    /// Leads from the scan's paths to those that the file speaks of.
    var shift: PathShift
    /// Whether the scan looks at everything that the file may speak of.
    var isCovered: Bool
    var used: Set<Int> = []
  }

  private let today: CalendarDay
  private let rules: KnownRules
  private let files: ProjectFiles
  private var ignoreFiles: [Located] = []
  /// What the user should know: expired and malformed suppressions.
  private(set) var notes: [String] = []
  /// Comments and entries that count no more.
  private(set) var expired: Set<String> = []
  /// Lines of the comments that spoke of a finding, as `path:line`.
  private var usedComments: Set<String> = []

  /// Reads the ignore files around a target.
  ///
  /// - Parameters:
  ///   - folders: Where ignore files may be; their paths are relative to their own folder.
  ///   - naming: What the scan's paths are relative to.
  ///   - further: One more ignore file, or the folder of a `.gitleaksignore`.
  ///   - rules: The rules in use.
  ///   - files: Where ignore files are read from.
  init(
    folders: [ProjectFolder], naming: PathNaming, further: String? = nil, rules: KnownRules, today: CalendarDay,
    files: ProjectFiles = ProjectFiles()
  ) throws(ScanError) {
    self.files = files
    self.today = today
    self.rules = rules
    for folder in folders {
      guard let shift = PathShift(from: naming.root, to: folder.real) else { continue }
      for name in IgnoreFile.names {
        let path = ProjectFolder.file(name, in: folder.path)
        guard let text = try read({ () throws(RuleFileError) in try files.found(path) }) else { continue }
        add(try IgnoreFile(name: path, text: text), shift, isCovered: folder.isWholeTarget)
      }
    }
    if let further { try addFurther(further, isCovered: naming.start.isEmpty) }
  }

  /// Its lines are as reports give them.
  private mutating func addFurther(_ path: String, isCovered: Bool) throws(ScanError) {
    let isFolder = path.hasSuffix("/") || !FileSystem.isFile(path)
    let name = isFolder ? ProjectFolder.file(".gitleaksignore", in: path) : path
    guard !ignoreFiles.contains(where: { $0.file.name == name }),
      let text = try read({ () throws(RuleFileError) in try files.read(name) })
    else { return }
    add(try IgnoreFile(name: name, text: text), PathShift(), isCovered: isCovered)
  }

  private mutating func add(_ file: IgnoreFile, _ shift: PathShift, isCovered: Bool) {
    var located = Located(file: file, shift: shift, isCovered: isCovered)
    for (index, entry) in file.entries.enumerated() {
      if let refusal = entry.attributes.refusal(on: today) {
        expired.insert("\(file.name):\(entry.line): this line no longer counts: \(refusal)")
        continue
      }
      switch entry.subject {
      case .path(let pattern): located.patterns.append((index, pattern))
      case .fingerprint(let fingerprint): located.fingerprints[fingerprint, default: []].append(index)
      case .place(let place): located.places[place.path, default: []].append(index)
      case .gap(let name): located.gaps[name] = index
      }
    }
    notes += file.warnings
    ignoreFiles.append(located)
  }

  private func read(_ file: () throws(RuleFileError) -> [UInt8]?) throws(ScanError) -> [UInt8]? {
    do throws(RuleFileError) { return try file() } catch { throw ScanError(error.description) }
  }

  // MARK: - Deciding

  /// What hides a place of a finding.
  mutating func suppression(of suspect: Suspect) -> Suppression? {
    inline(suspect) ?? ignoreFile(suspect)
  }

  private mutating func inline(_ suspect: Suspect) -> Suppression? {
    for marker in suspect.markers where marker.covers(rule: suspect.rule, rules: rules) {
      let place = marker.line > 0 ? "\(suspect.reported):\(marker.line)" : suspect.reported
      usedComments.insert(place)
      if let refusal = marker.attributes.refusal(on: today) {
        expired.insert("\(place): the comment `\(marker.name)` no longer counts: \(refusal)")
      } else {
        return Suppression(kind: .inline, place: place, reason: marker.reason(rules: rules))
      }
    }
    return nil
  }

  private mutating func ignoreFile(_ suspect: Suspect) -> Suppression? {
    for index in ignoreFiles.indices {
      guard let entry = entry(of: ignoreFiles[index], hiding: suspect) else { continue }
      ignoreFiles[index].used.insert(entry)
      let line = ignoreFiles[index].file.entries[entry]
      return Suppression(
        kind: .ignoreFile, place: "\(ignoreFiles[index].file.name):\(line.line)", reason: line.attributes.spoken)
    }
    return nil
  }

  private func entry(of located: Located, hiding suspect: Suspect) -> Int? {
    let path = located.shift(suspect.path)
    let entries = located.file.entries
    var named = lines(of: located, naming: suspect)
    // A line of the form `file:rule:line` may be copied from a report as it is.
    for name in located.places.isEmpty ? [] : Self.names(of: path, reported: suspect.reported) {
      let spelling = PathSpelling.normal(name)
      named += (located.places[spelling] ?? []).filter { index in
        guard case .place(let place) = entries[index].subject else { return false }
        return place.matches(suspect, path: spelling, rules: rules)
      }
    }
    if let index = named.filter({ covers(entries[$0], suspect.rule) }).min() { return index }
    guard let path else { return nil }
    let patterns = located.patterns.filter { covers(entries[$0.entry], suspect.rule) }
    return PathPattern.index(hiding: path, among: patterns.map(\.pattern)).map { patterns[$0].entry }
  }

  /// What a line may call a path: as it is from the file's folder, as reports name it, or where they mask it by its id.
  private static func names(of path: String?, reported: String) -> Set<String> {
    let names = Set([path, reported].compactMap { $0 })
    return names.union(names.map { Fingerprint(path: $0).description })
  }

  /// The lines with a fingerprint of the finding: as it is, else as a rule found it that another one took over from.
  private func lines(of located: Located, naming suspect: Suspect) -> [Int] {
    if located.fingerprints.isEmpty { return [] }
    if let lines = located.fingerprints[suspect.fingerprint] { return lines }
    let former = rules.formerIDs(of: suspect.rule).lazy.compactMap(suspect.fingerprint(asFoundBy:))
    return former.compactMap { located.fingerprints[$0] }.first ?? []
  }

  private func covers(_ entry: IgnoreEntry, _ rule: String) -> Bool {
    entry.attributes.rules.isEmpty || entry.attributes.rules.contains { rules.isMeant(rule, by: $0) }
  }

  /// What accepts a gap; `nil` when nothing does.
  ///
  /// - Parameter reported: The gap's path as reports name it.
  mutating func acceptance(of gap: Skip, reported: String) -> AcceptedGap? {
    for index in ignoreFiles.indices where !ignoreFiles[index].gaps.isEmpty {
      let names = gap.acceptedNames + Self.names(of: ignoreFiles[index].shift(gap.path), reported: reported).sorted()
      let gaps = ignoreFiles[index].gaps
      guard let entry = names.lazy.compactMap({ gaps[$0] }).first else { continue }
      ignoreFiles[index].used.insert(entry)
      let line = ignoreFiles[index].file.entries[entry]
      return AcceptedGap(
        gap: gap, place: "\(ignoreFiles[index].file.name):\(line.line)", reason: line.attributes.spoken ?? "")
    }
    return nil
  }

  // MARK: - Stale lines

  /// Comments that speak of no finding, each as one sentence. Files that a path line hides are left alone.
  func staleComments(among comments: [FoundComment], _ naming: PathNaming) -> [String] {
    comments.compactMap { comment in
      let place = "\(naming.reported(comment.path)):\(comment.marker.line)"
      guard !usedComments.contains(place), !isHidden(comment.path) else { return nil }
      return "\(place): stale: the comment `\(comment.marker.name)` hides no finding; remove it"
    }
  }

  private func isHidden(_ path: String) -> Bool {
    ignoreFiles.contains { located in
      guard let path = located.shift(path) else { return false }
      return PathPattern.index(hiding: path, among: located.patterns.map(\.pattern)) != nil
    }
  }

  /// Lines that hide nothing any more, each as one sentence.
  ///
  /// Path lines are policy and never stale; a line that names a commit applies only in a history scan.
  /// A gap is a matter of files when its line names a path, and of the history when it names an object.
  /// - Parameters:
  ///   - sawHistory: Whether the scan looked at the whole history.
  ///   - sawEverything: Whether no gap, accepted or not, can contain what a line hides.
  func staleEntries(sawHistory: Bool, sawEverything: Bool) -> [String] {
    ignoreFiles.filter(\.isCovered).flatMap { located in
      located.file.entries.enumerated().compactMap { index, entry in
        guard !located.used.contains(index), entry.attributes.refusal(on: today) == nil else { return nil }
        switch entry.subject {
        case .path: return nil
        case .place(let place) where place.commit != nil && !sawHistory: return nil
        case .gap(let name):
          let isObject = [40, 64].contains(name.utf8.count) && name.allSatisfy(\.isHexDigit)
          if isObject != sawHistory { return nil }
          return "\(located.file.name):\(entry.line): stale: there is no such gap any more; remove the line"
        case .fingerprint, .place:
          if !sawEverything { return nil }
          return "\(located.file.name):\(entry.line): stale: it hides no finding any more; remove the line"
        }
      }
    }
  }
}

extension Coverage {
  /// Moves the gaps that an ignore file accepts to those that do not make a scan incomplete.
  ///
  /// - Parameter reported: A path as reports name it.
  mutating func accept(by suppressions: inout Suppressions, reported: (String) -> String) {
    gaps.removeAll { gap in
      guard let found = suppressions.acceptance(of: gap, reported: reported(gap.path)) else { return false }
      accepted.append(found)
      return true
    }
  }
}

extension SuppressionAttributes {
  /// Reason and owner in one phrase.
  fileprivate var spoken: String? {
    guard let owner else { return reason }
    return reason.map { "\($0) (\(owner))" } ?? "owner: \(owner)"
  }
}
