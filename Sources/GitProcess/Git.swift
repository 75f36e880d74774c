internal import Platform

/// Runs `git` without a shell, in one directory and with settings that a scanned repository cannot turn against the user.
public struct Git: Sendable {
  /// How the variables are treated that point git at a repository (`GIT_DIR`, `GIT_INDEX_FILE`, ...).
  public enum RepositoryVariables: Sendable {
    /// Kept, as a hook needs: git sets them for the hook's own repository.
    case honoured
    /// Dropped, as for every other repository than the one a hook runs in.
    case ignored
  }

  /// Directory that git works in; nil is the process's own.
  public let directory: String?
  /// The repository's own folder; nil lets git find it from ``directory``.
  public let gitDirectory: String?
  /// Treatment of the variables that name a repository.
  public let repositoryVariables: RepositoryVariables
  /// Whether git may ask other repositories, over a network or not.
  public let mayConnect: Bool

  /// How long git may show no sign of life before it is ended: a damaged repository can keep it busy without end.
  let patience: Duration

  /// - Parameters:
  ///   - directory: Where git works, as with `-C`; nil is the process's own directory.
  ///   - gitDirectory: The repository's own folder, as with `--git-dir`; nil lets git find it.
  ///   - repositoryVariables: Whether `GIT_DIR` and its kin are honoured.
  ///   - mayConnect: Whether git may ask other repositories. Else no object that a partial clone left out is fetched
  ///     in passing.
  public init(
    in directory: String? = nil, gitDirectory: String? = nil, repositoryVariables: RepositoryVariables = .ignored,
    mayConnect: Bool = false
  ) {
    self.init(
      in: directory, gitDirectory: gitDirectory, repositoryVariables: repositoryVariables, mayConnect: mayConnect,
      patience: .seconds(600))
  }

  init(
    in directory: String?, gitDirectory: String? = nil, repositoryVariables: RepositoryVariables = .ignored,
    mayConnect: Bool = false, patience: Duration
  ) {
    self.patience = patience
    self.directory = directory
    self.gitDirectory = gitDirectory
    self.repositoryVariables = repositoryVariables
    self.mayConnect = mayConnect
  }

  /// Runs one git command to its end and returns what it wrote.
  ///
  /// - Parameters:
  ///   - arguments: The subcommand and its arguments, UTF-8.
  ///   - input: Bytes for git's standard input; empty for none.
  ///   - accepting: Exit statuses that are answers rather than failures.
  /// - Throws: ``GitProcessError`` when git is missing, cannot be started, dies, or exits with another status.
  public func run(
    _ arguments: [String], input: [UInt8] = [], accepting: Set<Int32> = [0]
  ) throws(GitProcessError) -> GitOutput {
    var output: [UInt8] = []
    let end = try spawn(arguments, input: input) { (chunk: Span<UInt8>) in
      chunk.withUnsafeBufferPointer { output.append(contentsOf: $0) }
      return true
    }
    try end.check(Self.commandName(arguments), accepting: accepting)
    return GitOutput(
      status: end.status, standardOutput: output, standardError: end.standardError,
      standardErrorIsCut: end.standardErrorIsCut)
  }

  /// Runs one git command and hands over its output piece by piece, so that none of it piles up in memory.
  ///
  /// - Parameters:
  ///   - arguments: The subcommand and its arguments, UTF-8.
  ///   - input: Bytes for git's standard input; empty for none.
  ///   - accepting: Exit statuses that are answers rather than failures.
  ///   - receive: Takes the next piece of output, of any length; false ends git early, which is not a failure.
  /// - Returns: The exit status; nil when `receive` ended git.
  @discardableResult
  public func stream(
    _ arguments: [String], input: [UInt8] = [], accepting: Set<Int32> = [0],
    receive: (Span<UInt8>) -> Bool
  ) throws(GitProcessError) -> Int32? {
    let end = try spawn(arguments, input: input, receive: receive)
    if end.cause == .receiver { return nil }
    try end.check(Self.commandName(arguments), accepting: accepting)
    return end.status
  }

  private func spawn(
    _ arguments: [String], input: [UInt8], receive: (Span<UInt8>) -> Bool
  ) throws(GitProcessError) -> ChildEnd {
    let name = Self.commandName(arguments)
    var place: [String] = []
    if let directory { place += ["-C", directory] }
    if let gitDirectory { place.append("--git-dir=\(gitDirectory)") }
    var child: ChildProcess
    do throws(SystemError) {
      child = try ChildProcess(
        "git", arguments: ["git"] + place + GitEnvironment.safeSettings + arguments,
        environment: GitEnvironment.variables(
          honouringRepository: repositoryVariables == .honoured, mayConnect: mayConnect),
        leadsGroup: !mayConnect, patience: patience)
    } catch {
      throw error == .noEntry ? .gitMissing : .notStarted(command: name, cause: error)
    }
    var obstacle: String?
    let end = child.communicate(
      input: input,
      isBlocked: {
        obstacle = mayConnect ? nil : RepositoryFIFO.first(for: self)
        return obstacle != nil
      }, receive: receive)
    if let obstacle { throw .blocked(command: name, path: obstacle) }
    if end.cause == .silence { throw .stuck(command: name, seconds: Int(patience.components.seconds)) }
    return end
  }

  /// The subcommand alone: other arguments may hold credentials, as a URL does.
  private static func commandName(_ arguments: [String]) -> String {
    guard let first = arguments.first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else { return "git" }
    return "git \(first)"
  }
}

/// What a finished git command left behind.
public struct GitOutput: Sendable {
  /// Exit status, one of those the caller accepts.
  public let status: Int32
  /// Everything git wrote to standard output.
  public let standardOutput: [UInt8]
  /// The last bytes git wrote to standard error, at most 64 KiB.
  public let standardError: [UInt8]
  /// Whether git wrote more to standard error than was kept.
  public let standardErrorIsCut: Bool
}
