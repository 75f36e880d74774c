import Findings
import Platform
import Rules
import Scan
import Text

/// One secret from standard input.
enum SecretInput {
  /// Longest input, in bytes.
  private static let longest = 1 << 20

  /// Reads the secret, and what its requests need beside it.
  ///
  /// - Parameters:
  ///   - rule: Id of the rule whose requests are meant.
  ///   - configuration: Rule file that the user names.
  /// - Throws: When there is no such rule, or no secret.
  static func read(rule: String, configuration: String?) throws(CommandFailure) -> (FoundSecret, RuleSet) {
    let rules: RuleSet
    do throws(ScanError) { rules = try rulesInUse(configuration: configuration, folder: ".").rules } catch {
      throw CommandFailure(error.description)
    }
    guard rules.index(of: rule) != nil else {
      throw CommandFailure(
        "unknown rule `\(rule)`\(PeerRuleIDs.hint(for: rule, among: rules.ids))\nSee `leaksift rules list`.")
    }
    guard let bytes = try? OpenStream.input.readToEnd(limit: longest) else {
      throw CommandFailure("cannot read standard input, or it is longer than 1 MB")
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    guard let secret = lines.first, !secret.isEmpty else {
      throw CommandFailure(
        "standard input has no secret; write it on the first line: `leaksift verify --rule \(rule) <FILE`")
    }
    lines.removeFirst()
    var parts: [String: String] = [:]
    for line in lines where !line.isEmpty {
      let text = String(decoding: line, as: UTF8.self)
      guard let sign = text.firstIndex(of: "=") else {
        throw CommandFailure("a line of standard input after the secret is not NAME=VALUE")
      }
      parts[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
    do throws(ScanError) {
      return (try namedSecret(Array(secret), ofRule: rule, parts: parts, rules: rules), rules)
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
