import Content
public import Findings
public import Rules

/// What to scan and how: the command line without its syntax.
public struct ScanRequest: Sendable {
  /// One thing to scan.
  public enum Target: Sendable, Equatable {
    /// A file or folder, absolute or relative to the working directory.
    case path(String)
    case standardInput
    /// A repository to clone into a temporary folder.
    case url(String)
    /// What the next commit adds in the repository of the working directory, beside files that are scanned as they are.
    case staged
  }

  /// Which contents of the targets to scan.
  public enum Mode: Sendable, Equatable {
    /// The files as they are.
    case files
    /// What the next commit would add: the index against HEAD.
    case staged
    /// What commits reachable from HEAD and not from the revision introduced.
    case since(String)
    /// What the commits of a range `A..B` introduced.
    case range(String)
    /// What a push brings.
    case push(Push)
    /// Every object of the repository, or those a branch reaches.
    case history(branch: String?)
  }

  /// What is scanned, in the order of the command line.
  public var targets: [Target]
  /// Which contents of the targets are scanned.
  public var mode: Mode
  /// Limits what is staged to these files, in any spelling of their paths; empty means all.
  public var stagedFiles: [String] = []
  /// Also files that `.gitignore` hides.
  public var includeIgnored = false
  /// Also submodules that are checked out.
  public var recurseSubmodules = false
  /// Whether the paths of a single folder outside of repositories begin with the folder, as gitleaks writes them.
  public var pathsBeginWithTarget = false
  /// Rule and configuration file; `nil` looks for the target's own.
  public var configuration: String?
  /// The revision from which configuration, ignore files, baseline and comments come; `nil` means the scanned files' own.
  public var trustedRevision: String?
  /// Ids of the rules to use; empty means all.
  public var onlyRules: [String] = []
  /// Ids of rules that are not used.
  public var excludedRules: [String] = []
  /// Whether the ids of rules mean what they mean to gitleaks, also where a built-in rule has the same.
  public var usesPeerRuleIDs = false
  /// Findings below count as left out; `nil` means what the configuration says, else ``Severity/info``.
  public var minimumSeverity: Severity?
  /// Findings below count as left out; `nil` means what the configuration says, else ``Confidence/medium``.
  public var minimumConfidence: Confidence?
  /// Findings below are listed and do not fail the run; `nil` means what the configuration says, else ``Severity/low``.
  public var failOn: Severity?
  /// Findings that it lists are accepted; `nil` means what the configuration says, else the usual one.
  public var baseline: String?
  /// Whether the usual baseline of a target counts when none is named.
  public var findsBaseline = true
  /// Absolute paths that are no input: the reports being written.
  public var excludedFiles: [String] = []
  /// Whether secrets are not masked.
  public var showSecrets = false
  /// Whether `GIT_DIR` and similar variables decide which repository and index are meant, as in a git hook.
  public var honoursGitEnvironment = false
  /// Whether history scans judge every blob in full instead of what its deltas changed: slower, and the same result.
  public var scansInFull = false
  /// Where history scans cache which objects contain no candidate; `nil` caches nothing.
  public var cache: CacheRequest?
  /// Whether inline comments, ignore files and baselines may hide findings.
  public var honourSuppressions = true
  /// Whether comments beside a secret may hide it, when suppressions count at all.
  public var honoursInlineComments = true
  /// Whether scans of files name comments that hide nothing.
  public var judgesComments = false
  /// A `.gitleaksignore` beside those of the targets, or the folder that contains one.
  public var ignoreFile: String?
  /// Bytes of contents that history scans keep for later deltas, all workers together; `nil` means the usual.
  public var contentBudget: Int?
  /// How many layers of encodings are decoded, one in another; 0 means none.
  public var decodeDepth = 5
  /// How much of archives and compressed files is read, where the command line says so.
  public var archives = ArchiveSettings()
  /// Places of secrets that a report lists at most, of what counts and of what is hidden; further ones are counted.
  public var mostPlaces = 20_000
  /// Whether history scans read the contents of files and messages; names and what they name are always looked at.
  var readsContents = true
  /// Whether the secrets behind the findings are wanted, with what requests about them need.
  var collectsSecrets = false
  /// What the scan keeps of its findings; set when it begins.
  var bound = FindingBound(most: .max)
  /// The command line as reports show it; see ``Report/command``.
  public var command: [String] = []
  /// Whether nobody waits for the report any longer; looked at between files and objects, on any thread.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// Number of worker threads; at least 1.
  public var workers: Int

  /// A request with the defaults of the command line.
  public init(targets: [Target], mode: Mode = .files, workers: Int) {
    self.targets = targets
    self.mode = mode
    self.workers = workers
  }
}

extension ScanRequest {
  /// Ends a scan that was cancelled: what it has is a part, and must not look like the whole.
  ///
  /// - Throws: ``ScanError`` when ``isCancelled`` says so.
  func checkCancellation() throws(ScanError) {
    if isCancelled() { throw ScanError("the scan was cancelled") }
  }

  /// How much of containers is read.
  var containerBounds: ContainerBounds {
    var bounds = ContainerBounds()
    bounds.depth = archives.depth ?? bounds.depth
    bounds.size = archives.size ?? bounds.size
    bounds.memberSize = archives.memberSize ?? bounds.memberSize
    bounds.members = archives.members ?? bounds.members
    bounds.ratio = archives.ratio ?? bounds.ratio
    bounds.seconds = archives.seconds ?? bounds.seconds
    bounds.isStrict = archives.isStrict ?? bounds.isStrict
    return bounds
  }

  /// Opens containers for one worker; `nil` when none are opened.
  var containerReader: ContainerReader? {
    let bounds = containerBounds
    return bounds.depth > 0
      ? ContainerReader(bounds, limits: FileReader.Limits(overlap: TextScanner.overlap), isCancelled: isCancelled) : nil
  }
}

/// How far a scan is; counts only grow.
public struct ScanProgress: Sendable {
  /// Files that were read.
  public var files = 0
  /// Blobs of git that were read.
  public var blobs = 0
  /// Commits that were read.
  public var commits = 0
  /// Bytes of contents that were read.
  public var bytes = 0
  /// What is to come, when known: files or blobs.
  public var total: Int?

  /// Nothing done yet.
  public init() {}
}

/// A scan that could not start: wrong usage or configuration. Exit code 2.
public struct ScanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, where, and how to fix it.
  public var description: String

  /// Creates an error.
  ///
  /// - Parameter description: See ``description``.
  public init(_ description: String) {
    self.description = description
  }
}
