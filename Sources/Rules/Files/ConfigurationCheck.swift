import Findings
import Platform
import Text

/// Finds settings without effect: allowlists that hide nothing, rules that nothing reaches, keywords that no match can
/// contain, fragments that nothing uses.
public enum ConfigurationCheck {
  /// Remarks beyond those of ``RuleFile/parse(_:name:isStrict:)``, in the order of the text.
  ///
  /// - Parameter base: The rules that the file extends; empty when it is alone.
  public static func remarks(on file: RuleFile, base: RuleSet) -> [RuleFileIssue] {
    var remarks = FileRemarks(file: file.name)
    let ids = Set(base.ids)
    for (index, draft) in file.rules.enumerated() {
      if let regex = draft.values.regex { checkKeywords(draft, regex, isChild: ids.contains(draft.id), &remarks) }
      checkReach(draft, in: file, before: file.rules[..<index], &remarks)
      for list in draft.values.allowlists { checkAllowlist(list, of: draft, &remarks) }
      checkRepeated(draft.values.allowlists, &remarks)
    }
    for list in file.allowlists { checkAllowlist(list, of: nil, &remarks) }
    checkRepeated(file.allowlists, &remarks)
    return (remarks.issues + file.unusedFragments).sorted { ($0.line, $0.message) < ($1.line, $1.message) }
  }

  // MARK: - Rules

  private static func checkKeywords(
    _ draft: RuleDraft, _ regex: String, isChild: Bool, _ remarks: inout FileRemarks
  ) {
    let width = RegexWidth(regex)
    for keyword in draft.values.keywords where !width.canContain(keyword) {
      remarks.add(
        "rule \"\(draft.id)\": keyword \"\(keyword)\" can be in no match of the regex: the rule is only tried in "
          + "texts that happen to contain it; remove the keyword or fix the regex", line: draft.line)
    }
    if draft.values.keywords.isEmpty, draft.values.context.isEmpty, !isChild {
      remarks.add(
        "rule \"\(draft.id)\" has no keywords: its regex is tried on every text, which is slow", line: draft.line)
    }
  }

  private static func checkReach(
    _ draft: RuleDraft, in file: RuleFile, before: ArraySlice<RuleDraft>, _ remarks: inout FileRemarks
  ) {
    if file.extending.disabledRules.contains(draft.id) {
      remarks.add(
        "rule \"\(draft.id)\" is named by \"disabledRules\" and defined too: that concerns the extended rule alone",
        line: draft.line)
    }
    if let twin = before.first(where: { isTwin($0, draft) }) {
      remarks.add(
        "rule \"\(draft.id)\" is unreachable: rule \"\(twin.id)\" on line \(twin.line) has the same regex and path",
        line: draft.line)
    }
    if let regex = draft.values.regex, let entropy = draft.values.entropy, let longest = RegexWidth(regex).maximum,
      longest > 0, Double(longest).binaryLogarithm <= entropy
    {
      remarks.add(
        "rule \"\(draft.id)\" is unreachable: no text of at most \(longest) bytes has an entropy above \(entropy)",
        line: draft.line)
    }
    let isRequired = file.rules.contains { $0.values.required.contains { $0.id == draft.id } }
    if draft.values.skipReport, !isRequired {
      remarks.add(
        "rule \"\(draft.id)\" is never reported (\"skipReport\") and no rule of the file requires it", line: draft.line)
    }
  }

  private static func isTwin(_ left: RuleDraft, _ right: RuleDraft) -> Bool {
    let (first, second) = (left.rule, right.rule)
    return first.regex != nil && first.regex == second.regex && first.path == second.path
      && first.context == second.context && first.required == second.required
      && first.specificity == second.specificity && !second.skipReport
  }

  // MARK: - Allowlists

  private static func checkAllowlist(_ list: Allowlist, of draft: RuleDraft?, _ remarks: inout FileRemarks) {
    for commit in list.commits where ![40, 64].contains(commit.utf8.count) || !commit.allSatisfy(\.isHexDigit) {
      remarks.add(
        "\(owner(draft))commit \"\(commit)\" has no effect: commits are compared by their full id of 40 digits",
        of: list)
    }
    guard let width = draft?.values.regex.map({ RegexWidth($0) }) else { return }
    if let longest = width.maximum {
      for word in list.stopwords where word.utf8.count > longest {
        remarks.add("\(owner(draft))stopword \"\(word)\" has no effect: no match is that long", of: list)
      }
      for regex in list.regexes where list.target != .line && RegexWidth(regex).minimum > longest {
        remarks.add("\(owner(draft))regex \"\(regex)\" has no effect: it needs more bytes than any match has", of: list)
      }
    }
    for word in list.stopwords where !width.canContain(word) && word.utf8.count <= width.maximum ?? .max {
      remarks.add("\(owner(draft))stopword \"\(word)\" has no effect: it can be in no match", of: list)
    }
  }

  private static func checkRepeated(_ lists: [Allowlist], _ remarks: inout FileRemarks) {
    for (index, list) in lists.enumerated() {
      guard let first = lists[..<index].first(where: { $0 == list }) else { continue }
      remarks.add("allowlist: it has no effect: it says the same as the one at \(first.origin.place)", of: list)
    }
  }

  private static func owner(_ draft: RuleDraft?) -> String {
    draft.map { "rule \"\($0.id)\": allowlist: " } ?? "allowlist: "
  }
}

/// Remarks on one file.
private struct FileRemarks {
  let file: String
  var issues: [RuleFileIssue] = []

  init(file: String) {
    self.file = file
  }

  mutating func add(_ message: String, line: Int) {
    issues.append(RuleFileIssue(file: file, line: line, message: message))
  }

  mutating func add(_ message: String, of list: Allowlist) {
    add(message, line: list.origin.line)
  }
}
