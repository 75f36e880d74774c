internal import Platform

/// Runs `git` without a shell, with settings that a scanned repository cannot turn against the user.
public struct Git: Sendable {
  /// What to do with the environment variables that name a repository's parts (`GIT_DIR`, `GIT_INDEX_FILE`, ...).
  public enum RepositoryVariables: Sendable {
    /// Keep them, as a hook needs: git sets them for the hook's own repository.
    case honoured
    /// Remove them, for every repository but the one that a hook runs in.
    case ignored
  }

  /// The directory that git runs in; nil means the process's own.
  public let directory: String?
  /// The repository's own folder; nil lets git find it from ``directory``.
  public let gitDirectory: String?
  /// What to do with the variables that name a repository's parts.
  public let repositoryVariables: RepositoryVariables
  /// Whether git may connect to other repositories, over a network or not.
  public let mayConnect: Bool

  /// How long git may neither read nor write before it is ended: in a damaged repository it can run forever.
  let patience: Duration

  /// Configures git; nothing is run yet.
  ///
  /// - Parameters:
  ///   - directory: Where git runs, as with `-C`; nil means the process's own directory.
  ///   - gitDirectory: The repository's own folder, as with `--git-dir`; nil lets git find it.
  ///   - repositoryVariables: Whether `GIT_DIR` and the like are honoured.
  ///   - mayConnect: Whether git may connect to other repositories. Otherwise it does not fetch objects that a partial
  ///     clone left out either.
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

  /// Runs one git command and returns its output.
  ///
  /// - Parameters:
  ///   - arguments: The subcommand and its arguments, UTF-8.
  ///   - input: Bytes for git's standard input; empty for none.
  ///   - accepting: Exit statuses that are not failures.
  /// - Throws: ``GitProcessError`` when git is not installed, cannot be started, is killed, or exits with another status.
  public func run(
    _ arguments: [String], input: [UInt8] = [], accepting: Set<Int32> = [0]
  ) throws(GitProcessError) -> GitOutput {
    var output: [UInt8] = []
    let end = try spawn(arguments, input: input) { piece in
      piece.withUnsafeBufferPointer { output.append(contentsOf: $0) }
    }
    try end.check(Self.commandName(arguments), accepting: accepting)
    return GitOutput(
      status: end.status, standardOutput: output, standardError: end.standardError,
      standardErrorIsCut: end.standardErrorIsCut)
  }

  private func spawn(
    _ arguments: [String], input: [UInt8], receive: (Span<UInt8>) -> Void
  ) throws(GitProcessError) -> ChildEnd {
    let name = Self.commandName(arguments)
    var location: [String] = []
    if let directory { location += ["-C", directory] }
    if let gitDirectory { location.append("--git-dir=\(gitDirectory)") }
    var child: ChildProcess
    do throws(SystemError) {
      child = try ChildProcess(
        "git", arguments: ["git"] + location + GitEnvironment.safeSettings + ownership + arguments,
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
      },
      receive: { piece in
        receive(piece)
        return true
      })
    if let obstacle { throw .blocked(command: name, path: obstacle) }
    if end.cause == .silence { throw .stuck(command: name, seconds: Int(patience.components.seconds)) }
    return end
  }

  /// What lets git open a repository of another user that is scanned; in a hook git has opened its own already.
  private var ownership: [String] {
    guard gitDirectory == nil, repositoryVariables == .ignored, !mayConnect else { return [] }
    return ForeignRepository.settings(for: directory ?? ".")
  }

  /// "git" and the subcommand; other arguments may contain credentials, as a URL does.
  private static func commandName(_ arguments: [String]) -> String {
    guard let first = arguments.first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else { return "git" }
    return "git \(first)"
  }
}

/// The output of a git command.
public struct GitOutput: Sendable {
  /// Exit status, one of those that the caller accepts.
  public let status: Int32
  /// Everything that git wrote to standard output.
  public let standardOutput: [UInt8]
  /// The last bytes that git wrote to standard error, at most 64 KiB.
  public let standardError: [UInt8]
  /// Whether git wrote more to standard error than was kept.
  public let standardErrorIsCut: Bool
}
