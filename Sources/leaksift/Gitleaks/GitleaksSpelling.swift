/// Rewrites a command line of gitleaks, which its parser takes in more spellings, into those of leaksift's parser.
///
/// There, options may come before the command, switches may have `=true` or `=false`, `-f=json` is `-f json`, and
/// `--redact` may lack its value: https://pkg.go.dev/github.com/spf13/pflag.
enum GitleaksSpelling {
  /// - Parameter words: What follows the program's name.
  static func rewritten(_ words: [String]) -> [String] {
    let commands = Command.gitleaks.subcommands
    let flags = commands.flatMap(\.flags)
    var options: [String] = []
    var operands: [String] = []
    var command: String?
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += ["--"] + rest
        break
      } else if word.hasPrefix("-"), word != "-", !isCommand(word) {
        let (spelled, flag) = spelled(word, flags)
        options += spelled
        if flag?.valueName != nil, spelled.count == 1, !spelled[0].contains("="), let value = rest.popFirst() {
          // A value may begin with dashes, as in `--log-opts --all`.
          if let flag, spelled[0].hasPrefix("--") {
            options[options.count - 1] = flag.long + "=" + value
          } else {
            options.append(value)
          }
        }
      } else if command == nil {
        command = word
      } else {
        operands.append(word)
      }
    }
    return (command.map { [$0] } ?? []) + options + operands
  }

  /// `--version` and `--help` are commands.
  private static func isCommand(_ word: String) -> Bool { Command.version.aliases.contains(word) && word != "-V" }

  /// One option as leaksift's parser takes it, and the option itself.
  private static func spelled(_ word: String, _ flags: [Flag]) -> ([String], Flag?) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    let flag = flags.first { $0.spellings.contains(parts[0]) }
    guard let flag else { return joined(word, flags) }
    if flag.name == Flag.redact.name, parts.count == 1 { return (["--redact=100"], flag) }
    if parts.count == 1 { return ([word], flag) }
    if flag.valueName != nil { return ([flag.long + "=" + parts[1]], flag) }
    switch parts[1].lowercased() {
    case "true", "t", "1": return ([flag.long], flag)
    case "false", "f", "0": return ([], flag)
    default: return ([word], flag)
    }
  }

  /// `-vf json`: the last letter may take the next word.
  private static func joined(_ word: String, _ flags: [Flag]) -> ([String], Flag?) {
    guard !word.hasPrefix("--"), let last = word.last else { return ([word], nil) }
    let letters = word.dropFirst().dropLast()
    let areSwitches = letters.allSatisfy { letter in flags.contains { $0.short == letter && $0.valueName == nil } }
    return ([word], areSwitches ? flags.first { $0.short == last } : nil)
  }
}
