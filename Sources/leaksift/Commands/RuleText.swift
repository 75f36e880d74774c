import Findings
import Reports
import Rules
import Text

extension Rule {
  /// The rule in one line, its id first.
  var listLine: String {
    let name = id.padded(to: 40)
    return "\(name) \(severity.name.padded(to: 8)) \(confidence.name.padded(to: 6)) \(title)"
  }

  /// The rule as an object of `rules list -f json`.
  var json: JSONValue {
    .object([
      ("id", .string(id)), ("title", .string(title)), ("description", .string(summary)),
      ("severity", .string(severity.name)), ("confidence", .string(confidence.name)),
      ("keywords", .array((keywords + context).map(JSONValue.string))), ("tags", .array(tags.map(JSONValue.string))),
      ("docs_url", .string(docsURL ?? "")), ("revoke_url", .string(revokeURL ?? "")),
      ("steps", .array(steps.map(JSONValue.string))),
      ("verify", .array(verification.map(\.json))), ("revoke", .array(revocation.map(\.json))),
    ])
  }

  /// Everything about the rule, one property a line, named as in rule files.
  var page: String {
    var rows: [(name: String, values: [String])] = [
      ("id", [id]), ("title", [title]), ("description", [summary]), ("severity", [severity.name]),
      ("confidence", [confidence.name]), ("regex", [regex ?? ""]), ("path", [path ?? ""]), ("keywords", keywords),
      ("context", context),
    ]
    rows += [
      ("secretGroup", secretGroup > 0 ? ["\(secretGroup)"] : []), ("entropy", entropy.map { ["\($0)"] } ?? []),
      ("checksum", [checksum?.rawValue ?? ""]), ("required", required.map(\.id)), ("specificity", ["\(specificity)"]),
      ("placeholders", placeholders), ("tags", tags), ("docs_url", [docsURL ?? ""]),
      ("revoke_url", [revokeURL ?? ""]), ("samples", samples), ("steps", steps), ("formerly", formerly),
      ("verify", verification.map(\.line)), ("revoke", revocation.map(\.line)),
    ]
    return rows.map { name, values in
      values.filter { !$0.isEmpty }.enumerated().map { index, value in
        (index == 0 ? name : "").padded(to: 13) + " " + value + "\n"
      }.joined()
    }.joined()
  }
}

extension RequestStep {
  /// What is asked and where the vendor describes it, as an object of `rules list -f json`.
  fileprivate var json: JSONValue {
    [
      "method": .string(effectiveMethod), "url": .string(url), "source": source.isEmpty ? nil : .string(source),
      "parts": .array(parts.map(JSONValue.string)), "take": .array(take.map(JSONValue.string)),
      "active": .array(active.map(JSONValue.string)), "inactive": .array(inactive.map(JSONValue.string)),
      "identity": .array(
        [("account", account), ("user", user), ("scopes", scopes), ("expires", expires)]
          .filter { !$0.1.isEmpty }.map { .string($0.0) }),
      "control": .boolean(control == .madeUp),
    ]
  }

  /// The same in a line.
  fileprivate var line: String { "\(effectiveMethod) \(url)" }
}

extension String {
  /// The text padded with spaces to a number of characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
