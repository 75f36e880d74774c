import Platform
import Reports
import Rules
import Scan

/// A command line of gitleaks as a request to leaksift.
struct GitleaksLine {
  var request: ScanRequest
  var plan: ReportPlan
  /// The options of the report, in leaksift's own terms.
  var reportArguments: Arguments
  /// What the user should know of options that mean something else here.
  var remarks: [String] = []

  /// - Parameter git: The first line that git prints in a folder; `nil` when git says that there is none.
  init(
    _ arguments: Arguments, git: (String, [String]) throws(CommandFailure) -> String?
  ) throws(CommandFailure) {
    let path = arguments.value(.source) ?? arguments.operands.first ?? "."
    request = ScanRequest(targets: [.path(path)], workers: ThisProcess.processorCount)
    try Self.chooseMode(arguments, path, git, &request, &remarks)
    request.command = arguments.shown
    request.pathsBeginWithTarget = true
    request.configuration = arguments.value(.configuration)
    request.baseline = arguments.value(.baselinePath)
    request.findsBaseline = false
    request.ignoreFile = arguments.value(.ignoreFile)
    request.honoursInlineComments = !arguments.contains(.ignoreComments)
    request.usesPeerRuleIDs = true
    request.onlyRules = arguments.values(.enableRule).flatMap { $0.split(separator: ",").map { String($0) } }
    request.honoursGitEnvironment = request.mode != .files && path == "."
    let showsSecrets = (arguments.number(.redact) ?? 0) == 0 && Self.writesFile(arguments)
    request.showSecrets = showsSecrets
    if arguments.options.contains(where: { $0.name == "follow-symlinks" }) {
      remarks.append("--follow-symlinks has no effect: symbolic links are never followed")
    }
    request.decodeDepth = arguments.number(.maxDecodeDepth) ?? request.decodeDepth
    request.archives.depth = arguments.number(.maxArchiveDepth) ?? 0
    if arguments.options.contains(where: { $0.name == "report-template" })
      || arguments.value(.reportFormat) == "template"
    {
      throw CommandFailure("template reports are not written; use `--report-format json` and a JSON tool")
    }
    reportArguments = try Self.report(arguments, showsSecrets: showsSecrets)
    plan = try ReportPlan(reportArguments)
    request.excludedFiles = plan.absolutePaths
  }

  private static func writesFile(_ arguments: Arguments) -> Bool {
    arguments.value(.reportPath).map { $0 != "-" } ?? false
  }

  // MARK: - What to scan

  private static func chooseMode(
    _ arguments: Arguments, _ path: String, _ git: (String, [String]) throws(CommandFailure) -> String?,
    _ request: inout ScanRequest, _ remarks: inout [String]
  ) throws(CommandFailure) {
    let command = arguments.commandPath.last ?? ""
    if command == "stdin" || arguments.contains(.pipe) {
      request.targets = [.standardInput]
    } else if command == "dir" || arguments.contains(.noGit) {
      request.includeIgnored = true
    } else if arguments.contains(.gitleaksStaged) {
      request.mode = .staged
    } else if command == "protect" || arguments.contains(.preCommit) {
      remarks.append("without --staged the files are scanned as they are, not only what has changed in them")
    } else {
      request.mode = try GitLogOptions(arguments.value(.logOptions) ?? "").mode { words throws(CommandFailure) in
        try git(path, words)
      }
    }
  }

  // MARK: - What to report

  /// gitleaks takes the format from `-f`, else from the file's ending, else JSON; without a file nothing is written.
  private static func report(_ arguments: Arguments, showsSecrets: Bool) throws(CommandFailure) -> Arguments {
    var report = Arguments(commandPath: arguments.commandPath)
    if let path = arguments.value(.reportPath) {
      let ending = path.split(separator: ".").last.map { String($0) } ?? ""
      let names = ["csv": "gitleaks-csv", "junit": "junit", "xml": "junit", "sarif": "sarif"]
      let format = names[arguments.value(.reportFormat) ?? ending] ?? "gitleaks"
      report.options = [.init(name: Flag.format.name, value: format), .init(name: Flag.output.name, value: path)]
    }
    if showsSecrets { report.options.append(.init(name: Flag.showSecrets.name, value: "")) }
    if let code = arguments.value(.exitCode) { report.options.append(.init(name: Flag.exitCode.name, value: code)) }
    let detail = arguments.contains(.verbose) ? Flag.verbose : Flag.quiet
    if arguments.value(.reportPath) == nil || arguments.contains(.verbose) {
      report.options.append(.init(name: detail.name, value: ""))
    }
    return report
  }
}

/// The options for `git log` that gitleaks passes on.
struct GitLogOptions: Equatable {
  /// Options that do not change which contents are new, or only leave some out.
  private static let idle: Set<String> = [
    "--full-history", "--no-merges", "--first-parent", "-m", "--cc", "-c", "-p", "-U0", "--reverse", "--date-order",
    "--topo-order", "--no-color", "--branches", "--remotes", "--tags",
  ]

  private var isAll = false
  private var revisions: [String] = []
  private var count: Int?
  private var since: String?

  init(_ text: String) throws(CommandFailure) {
    var words = Self.split(text)[...]
    while let word = words.popFirst() {
      let (name, value) = Self.parts(word)
      switch name {
      case "--all": isAll = true
      case "--since", "--after": since = value ?? words.popFirst()
      case "-n", "--max-count": count = (value ?? words.popFirst()).flatMap { Int($0) }
      case _ where Self.idle.contains(name) || name.hasPrefix("--diff-merges"): break
      case _ where word.hasPrefix("-"):
        guard let number = Int(word.dropFirst()), number > 0 else { throw Self.refusal(word) }
        count = number
      case _ where word.hasPrefix("^"): throw Self.refusal(word)
      default: revisions.append(word)
      }
    }
    if revisions.count > 1 { throw Self.refusal(revisions[1]) }
  }

  /// The scan that looks at the same commits, or at more when git's selection has no counterpart.
  ///
  /// - Parameter git: The first line that git prints; `nil` when git says that there is none.
  func mode(_ git: ([String]) throws(CommandFailure) -> String?) throws(CommandFailure) -> ScanRequest.Mode {
    if let range = revisions.first, range.contains("..") { return .range(range) }
    let tip = revisions.first ?? "HEAD"
    if let count {
      let base = "\(tip)~\(count)"
      let exists = try git(["rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}"]) != nil
      return exists ? .range("\(base)..\(tip)") : .history(branch: tip)
    }
    if let since {
      let base = try git(["rev-list", "-1", "--before=\(since)", "--end-of-options", tip]) ?? ""
      return base.isEmpty ? .history(branch: tip) : .range("\(base)..\(tip)")
    }
    return isAll || revisions.isEmpty ? .history(branch: nil) : .history(branch: tip)
  }

  private static func refusal(_ word: String) -> CommandFailure {
    CommandFailure(
      "--log-opts: `\(word)` is not understood; write A..B, one revision, --all, --since=DATE or -N, or use "
        + "`leaksift scan --range A..B`")
  }

  private static func parts(_ word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  /// Splits at blanks; quotes keep words together.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
