public import Findings
import Content

/// Where git has a version of an environment file.
public struct DotEnvVersion {
  /// The commit that brought it; `nil` for a staged change, or when no commit leads there.
  public var commit: Commit?
  /// Whether `HEAD` has it; `nil` outside of histories.
  public var isInHead: Bool?
  /// What took it out of `HEAD`, when that is known.
  public var removal: Removal?

  /// Creates a version from its parts.
  public init(commit: Commit?, isInHead: Bool?, removal: Removal? = nil) {
    (self.commit, self.isInHead, self.removal) = (commit, isInHead, removal)
  }
}

extension DotEnvAudit {
  /// Judges an environment file by the versions of it that git has, in its index or in commits.
  ///
  /// - Parameters:
  ///   - path: Path below the repository's top.
  ///   - versions: Oldest first. In histories all of them, so that a secret is placed at the version that brought it.
  ///   - content: Is called once for each version, with its index; returns its bytes, or `nil` when they could not be read.
  /// - Returns: At most two: about what is in git now, and about what only older versions have.
  public static func findings(
    path: [UInt8], versions: [DotEnvVersion], options: DotEnvOptions, content: (Int) -> [UInt8]?
  ) -> [Finding] {
    VersionJudge(path: path, versions: versions, options: options, content: content).findings
  }
}

/// Judges the versions of one file.
private struct VersionJudge {
  private let file: ListedFile
  private let versions: [DotEnvVersion]
  private let judge: DotEnvJudge
  /// Of each version the settings whose values no older one has; `nil` for one that could not be read.
  private let settings: [[DotEnvEntry]?]
  /// The values that are in git now.
  private let current: Set<[UInt8]>
  /// For each value what took away the last version that has it.
  private let removals: [[UInt8]: Removal]

  init(path: [UInt8], versions: [DotEnvVersion], options: DotEnvOptions, content: (Int) -> [UInt8]?) {
    (file, self.versions, judge) = (ListedFile(path: path), versions, DotEnvJudge(options: options))
    let isShell = DotEnvName.isShell(PathText.name(of: path))
    var current: Set<[UInt8]> = []
    var known: Set<[UInt8]> = []
    var removals: [[UInt8]: [Removal?]] = [:]
    settings = versions.indices.map { index in
      guard let bytes = content(index) else { return nil }
      let entries = DotEnvParser.parse(bytes, isShell: isShell)
      if versions[index].isInHead ?? true { current.formUnion(entries.map(\.value)) }
      for value in Set(entries.map(\.value)) { removals[value, default: []].append(versions[index].removal) }
      let new = entries.filter { !known.contains($0.value) }
      known.formUnion(new.map(\.value))
      return new
    }
    self.current = current
    self.removals = removals.compactMapValues(Removal.last)
  }

  var findings: [Finding] {
    let isGone = versions.allSatisfy { $0.isInHead == false }
    let former = finding(.inHistory) { !current.contains($0) }
    if isGone { return [former].compactMap(\.self) }
    // That older versions have no further secret needs no saying.
    return [finding(.committed) { current.contains($0) }, former?.severity == .info ? nil : former].compactMap(\.self)
  }

  /// - Parameter isWanted: Whether a value belongs to the finding.
  private func finding(_ protection: DotEnvFile.Protection, isWanted: ([UInt8]) -> Bool) -> Finding? {
    let readable = versions.indices.filter { settings[$0] != nil }
    // Where none can be read, the file is reported all the same; one that cannot be read is a gap.
    let unread = versions.indices.filter { (versions[$0].isInHead ?? true) == (protection == .committed) }
    let parts = (readable.isEmpty ? Array(unread.prefix(1)) : readable).compactMap { index in
      part(protection, at: index, settings[index]?.filter { isWanted($0.value) })
    }
    let withSecrets = parts.filter { $0.severity != .info }
    guard var whole = withSecrets.first else { return parts.first }
    whole.occurrences = withSecrets.flatMap(\.occurrences)
    return whole
  }

  /// The finding about one version.
  private func part(_ protection: DotEnvFile.Protection, at index: Int, _ entries: [DotEnvEntry]?) -> Finding? {
    guard var part = judge.finding(about: DotEnvFile(file: file, protection: protection, entries: entries)) else {
      return nil
    }
    part.occurrences = part.occurrences.map { place in
      var place = place
      place.commit = versions[index].commit
      place.removal = removal(of: place, entries ?? [])
      place.inHead = versions[index].isInHead.map { _ in protection == .committed }
      return place
    }
    return part
  }

  /// What took a place away: of the whole file, its last version.
  private func removal(of place: Occurrence, _ entries: [DotEnvEntry]) -> Removal? {
    if place.line == 0 { return Removal.last(versions.map(\.removal)) }
    let entry = entries.first { ($0.line, $0.column) == (place.line, place.column) }
    return entry.flatMap { removals[$0.value] }
  }
}
