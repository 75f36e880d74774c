public import Findings
import GitProcess
public import Content
import Text

/// How an audit judges and reports.
public struct DotEnvOptions {
  /// Key of the fingerprints; see ``Fingerprint``.
  public var key: [UInt8]
  /// Whether values are not masked.
  public var showSecrets: Bool
  /// Whether a value is only a placeholder, or is encrypted.
  public var isPlaceholder: @Sendable (String) -> Bool
  /// Whether rules say that a setting is a secret under a name that bundlers publish; `nil` when none knows its value.
  public var isPublished: (DotEnvEntry) -> Bool?

  /// Creates options from their parts.
  public init(
    key: [UInt8], showSecrets: Bool = false, isPlaceholder: @escaping @Sendable (String) -> Bool,
    isPublished: @escaping (DotEnvEntry) -> Bool? = { _ in nil }
  ) {
    self.key = key
    self.showSecrets = showSecrets
    self.isPlaceholder = isPlaceholder
    self.isPublished = isPublished
  }
}

/// What an audit found.
public struct DotEnvReport: Sendable {
  /// In the order of reports.
  public var findings: [Finding] = []
  /// What could not be judged.
  public var gaps: [Skip] = []
  /// What the user should know of the audit as a whole.
  public var notes: [String] = []
  /// Every environment file, protected ones too, sorted by path.
  public var files: [DotEnvFile] = []
  /// The values of the files that must stay secret.
  public var secrets: Set<[UInt8]> = []
}

/// Judges the environment files of a folder: are they in git, can they get there, what else takes them along, do they share
/// secrets, and do they have bundlers publish any?
public enum DotEnvAudit {
  /// Judges the environment files among and beside the listed files.
  ///
  /// Starts git twice for each repository that has any, and not at all when there are none.
  /// - Parameter listing: What a scan of the folder, or of a single file, reads.
  public static func judge(_ listing: Listing, options: DotEnvOptions) -> DotEnvReport {
    let (candidates, gaps) = DotEnvCandidates.find(in: listing)
    var report = DotEnvReport()
    report.gaps = gaps
    let composed = listing.files.filter { ComposeFile.isNamed(PathText.name(of: $0.path)) }
    guard !candidates.isEmpty || composed.count > 1 else { return report }
    report.files = protections(of: candidates, in: listing)
    var reader = FileReader(root: listing.root)
    for index in report.files.indices {
      let file = report.files[index].file
      let isShell = DotEnvName.isShell(PathText.name(of: file.path))
      let (entries, gap) = settings(of: file, &reader) { DotEnvParser.parse($0, isShell: isShell) }
      report.files[index].entries = entries
      if let gap { report.gaps.append(gap) }
    }
    let settingsFiles = report.files.map(SettingsFile.init)
    var services: [SettingsFile] = []
    for file in composed {
      let (entries, gap) = settings(of: file, &reader) { ComposeFile($0).entries }
      if let gap { report.gaps.append(gap) }
      services.append(SettingsFile(file: file, repository: repository(of: file, in: listing), entries: entries ?? []))
    }
    let judge = DotEnvJudge(options: options)
    report.secrets = judge.secrets(in: settingsFiles + services)
    let shipping = ShippingAudit(root: listing.root)
    for index in report.files.indices where judge.hasSecrets(report.files[index]) {
      report.files[index].shipments = shipping.shipments(of: report.files[index])
    }
    report.gaps += shipping.gaps
    report.findings =
      report.files.compactMap(judge.finding(about:)) + report.files.compactMap(judge.shippingFinding(about:))
      + judge.sharedSecrets(in: settingsFiles + services) + judge.publishedSecrets(in: settingsFiles)
    report.findings.sort(by: Finding.precedes)
    explainMissingRepository(&report)
    return report
  }

  private static func repository(of file: ListedFile, in listing: Listing) -> [UInt8]? {
    RepositoryPlace.top(enclosing: PathText.join(listing.root, PathText.parent(of: file.path)))
  }

  /// Asks each repository about its files.
  private static func protections(of candidates: [ListedFile], in listing: Listing) -> [DotEnvFile] {
    var tops: [[UInt8]: [UInt8]?] = [:]
    var files = candidates.map { file in
      let folder = PathText.join(listing.root, PathText.parent(of: file.path))
      let top = tops[folder] ?? RepositoryPlace.top(enclosing: folder)
      tops[folder] = top
      return DotEnvFile(file: file, repository: top, protection: .outsideRepository, entries: nil)
    }
    for top in Set(files.compactMap(\.repository)) {
      let indices = files.indices.filter { files[$0].repository == top }
      let paths = indices.map { path(of: files[$0].file, below: top, root: listing.root) }
      do {
        let answers = try IgnoreAnswers(paths, top: top)
        for (index, path) in zip(indices, paths) { files[index].protection = answers.protection(of: path) }
      } catch {
        for index in indices { files[index].protection = .unknown(error.description) }
      }
    }
    return files
  }

  /// A file's path relative to its repository's top.
  static func path(of file: ListedFile, below top: [UInt8], root: [UInt8]) -> [UInt8] {
    Array(PathText.join(root, file.path).dropFirst(top.count).drop { $0 == PathText.slash })
  }

  private static func settings(
    of file: ListedFile, _ reader: inout FileReader, parse: ([UInt8]) -> [DotEnvEntry]
  ) -> ([DotEnvEntry]?, Skip?) {
    var entries: [DotEnvEntry]?
    var isWhole = true
    let result = reader.read(file) { chunk, _ in
      guard chunk.offset == 0 else { return }
      isWhole = chunk.isLast
      entries = parse(chunk.bytes.withUnsafeBufferPointer { Array($0) })
    }
    if result.gap == nil, !isWhole {
      let reason = "only the settings in its first 16 MiB were judged"
      return (entries, Skip(path: file.displayPath, reason: reason))
    }
    return (entries, result.gap)
  }

  private static func explainMissingRepository(_ report: inout DotEnvReport) {
    for file in report.files {
      if case .unknown(let reason) = file.protection {
        report.gaps.append(
          Skip(path: file.file.displayPath, reason: "git could not tell whether the file is protected: \(reason)"))
      }
    }
    let outside = report.files.count { $0.protection == .outsideRepository }
    if outside > 0 {
      report.notes.append(
        "\(Counting.count(outside, "environment file is", plural: "environment files are")) not in a git repository: nothing can protect them there"
      )
    }
  }
}
