internal import Platform

/// The environment and settings that git runs with.
enum GitEnvironment {
  /// Options before the subcommand, so that no setting of a scanned repository runs a program or changes the output.
  static let safeSettings = [
    "--no-pager", "--no-optional-locks", "--no-replace-objects",
    "-c", "core.fsmonitor=false",
    "-c", "core.quotePath=false",
    "-c", "color.ui=false",
    "-c", "advice.detachedHead=false",
    "-c", "log.showSignature=false",
  ]

  /// Variables that are always set: messages in English, no prompts, no download of missing objects.
  private static let fixed = [
    "LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1", "GIT_PAGER": "cat",
  ]

  /// Variables that are always removed: they change the meaning of commands, run programs, or redirect output.
  private static let unwanted: Set<String> = [
    "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT",
    "GIT_TRACE2_PERF", "GIT_TRACE_PACKET", "GIT_TRACE_SETUP", "GIT_TRACE_PERFORMANCE", "GIT_REDIRECT_STDIN",
    "GIT_REDIRECT_STDOUT", "GIT_REDIRECT_STDERR",
  ]

  /// Variables that belong to one repository, as listed by `git rev-parse --local-env-vars`.
  private static let repositoryVariables: Set<String> = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
    "GIT_QUARANTINE_PATH", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
  ]

  /// Allows no protocol, since git before 2.39.4 ignores `GIT_NO_LAZY_FETCH` (git(1), `GIT_ALLOW_PROTOCOL`).
  private static let disconnected = ["GIT_ALLOW_PROTOCOL": ""]

  /// The child's environment as `NAME=value` strings.
  static func variables(honouringRepository honoured: Bool, mayConnect: Bool) -> [String] {
    let fixed = mayConnect ? fixed : fixed.merging(disconnected) { $1 }
    var result = fixed.map { "\($0.key)=\($0.value)" }
    for variable in ThisProcess.environment {
      let name = String(variable.prefix { $0 != "=" })
      let dropped = fixed[name] != nil || unwanted.contains(name) || (!honoured && repositoryVariables.contains(name))
      if !dropped { result.append(variable) }
    }
    return result
  }
}
