/// A shell that completions can be written for.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  static let names = allCases.map(\.rawValue)

  /// The completion script of a program.
  func completions(for program: Command) -> String {
    switch self {
    case .bash: bashCompletions(for: program)
    case .zsh: zshCompletions(for: program)
    case .fish: fishCompletions(for: program)
    }
  }
}

extension Command {
  /// The command and all below it, each with its names from the program down.
  func walk(path: [String] = []) -> [(path: [String], command: Command)] {
    let own = path + [name]
    return [(own, self)] + subcommands.flatMap { $0.walk(path: own) }
  }
}

/// Shell command that prints the ids of all rules, one a line.
let ruleIDsCommand = "leaksift rules list 2>/dev/null | cut -d ' ' -f 1"

/// Shell command that prints the id of each rule, a separator and the rule's title.
///
/// - Parameter separator: As awk writes it, such as `\t`.
func ruleTitlesCommand(separator: String) -> String {
  #"leaksift rules list 2>/dev/null | awk '{ id = $1; sub(/^[^ ]+ +[^ ]+ +[^ ]+ +/, ""); print id "\#(separator)" $0 }'"#
}

/// Shell command that prints the names of branches and tags, one a line.
let revisionsCommand = "git for-each-ref --format='%(refname:short)' 2>/dev/null"

/// The text in single quotes of a POSIX shell.
func shellQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
