import Findings
import Reports
import Rules
import Scan
import Text

extension Command {
  static let rules = Command(
    name: "rules", summary: "Look at the rules", subcommands: [.rulesList, .rulesShow, .rulesCheck, .rulesTest])

  private static let rulesList = Command(
    name: "list", summary: "Print every rule: id, severity, confidence, title",
    flagGroups: [FlagGroup(title: "Options", flags: [.listFormat, .configuration])],
    action: { (arguments, console) throws(CommandFailure) in
      let set = try usedRules(arguments.value(.configuration), console)
      let rules = (0..<set.count).map(set.rule(at:)).sorted { $0.id < $1.id }
      if arguments.value(.listFormat) == "json" {
        try console.write(JSONValue.array(rules.map(\.json)).pretty)
      } else {
        try console.write(Escaping.visibleLines(rules.map(\.listLine).joined(separator: "\n")) + "\n")
      }
      return .clean
    })

  private static let rulesShow = Command(
    name: "show", summary: "Print all that a rule says",
    operands: Operands(usage: "ID", value: .ruleID, count: 1...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.configuration])],
    action: { (arguments, console) throws(CommandFailure) in
      let set = try usedRules(arguments.value(.configuration), console)
      for id in arguments.operands {
        let own = set.index(of: id).map { [$0] }
        let indices = own ?? PeerRuleIDs.rules(for: id).compactMap(set.index(of:))
        if indices.isEmpty {
          throw CommandFailure(
            "unknown rule `\(id)`\(PeerRuleIDs.hint(for: id, among: set.ids))\nSee `leaksift rules list`.")
        }
        for index in indices { try console.write(Escaping.visibleLines(set.ruleWithSamples(at: index).page)) }
      }
      return .clean
    })

  private static let rulesCheck = Command(
    name: "check", summary: "Check a rule file: errors end with 2, remarks do not",
    details: ["Without FILE the one that `leaksift scan` would use in the working directory is checked."],
    operands: Operands(usage: "[FILE]", value: .file, count: 0...1),
    action: { (arguments, console) throws(CommandFailure) in
      let set = try usedRules(arguments.operands.first, console)
      try console.write("\(Counting.count(set.count, "rule")) can be used\n")
      return .clean
    })

  private static let rulesTest = Command(
    name: "test", summary: "Try each rule on texts made from its own samples: broken promises end with 1",
    details: ["Samples must be found in ten surroundings, near-misses nowhere. Values are made up anew in each run."],
    operands: Operands(usage: "[FILE]", value: .file, count: 0...1),
    action: { (arguments, console) throws(CommandFailure) in
      let set = try usedRules(arguments.operands.first, console)
      let failures: [String]
      do throws(ScanError) { failures = try testRules(set) } catch { throw CommandFailure(error.description) }
      for failure in failures { try console.write(Escaping.visibleLines(failure) + "\n") }
      try console.write(
        "\(Counting.count(set.count, "rule")) tried, \(Counting.count(failures.count, "promise")) broken\n")
      return failures.isEmpty ? .clean : .findings
    })
}

extension Flag {
  fileprivate static let listFormat = Flag(
    "format", short: "f", "FORMAT", .word(["text", "json"]), help: "Form of the list")
}

/// The rules that a scan of the working directory would use; remarks on their file go to standard error.
private func usedRules(_ path: String?, _ console: Console) throws(CommandFailure) -> RuleSet {
  do throws(ScanError) {
    let loaded = try rulesInUse(configuration: path, folder: ".")
    for warning in loaded.warnings { console.report("\(warning)") }
    return loaded.rules
  } catch {
    throw CommandFailure(error.description)
  }
}
