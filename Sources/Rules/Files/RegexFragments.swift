import Text

/// The `[fragments]` of one rule file: named parts of regexes, so that no long expression is written twice.
///
/// `{{name}}` in a regex of the file stands for the text of the fragment `name`. With
///
///     [fragments]
///     uuid = '''[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}'''
///     uuid_key = '''\bkey=({{uuid}})\b'''
///
/// the regex `{{uuid_key}}|\bid=({{uuid}})\b` has three times the text of `uuid` in it. A fragment may use fragments that
/// are declared above it, so that there is no cycle. `{{` before anything but a declared name is regex text, since
/// files of gitleaks contain it.
final class RegexFragments {
  /// A fragment with the text that takes the place of its name.
  private struct Fragment {
    var name: String
    var text: String
    /// Where it is declared, 1-based.
    var line: Int
    var isUsed = false
  }

  /// In the order of the text.
  private var fragments: [Fragment] = []

  /// Declares a fragment.
  ///
  /// - Parameter text: Its text, in which the fragments that it uses are expanded.
  func declare(_ name: String, text: String, line: Int) {
    fragments.append(Fragment(name: name, text: text, line: line))
  }

  /// Whether a name can be written between braces: a letter, then letters, digits, `_` and `-`.
  static func isName(_ name: some StringProtocol) -> Bool {
    guard name.utf8.first?.isLetter == true else { return false }
    return name.utf8.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: "-") }
  }

  /// A regex with the text of each fragment in place of its name. Names are compared without letter case, as keys are.
  ///
  /// - Complexity: O(length of the regex · number of fragments).
  func expanding(_ regex: String) -> String {
    visit(regex) { name in
      guard let index = fragments.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
      fragments[index].isUsed = true
      return fragments[index].text
    }
  }

  /// The names between double braces in a regex that no fragment has; none in a file without fragments, where all such
  /// braces are regex text.
  func undeclaredNames(in regex: String) -> [String] {
    guard !fragments.isEmpty else { return [] }
    var names: [String] = []
    _ = visit(regex) { name in
      if !fragments.contains(where: { $0.name.lowercased() == name.lowercased() }) { names.append(String(name)) }
      return nil
    }
    return names
  }

  /// Names and lines of the fragments that no regex and no fragment used so far.
  var unused: [(name: String, line: Int)] {
    fragments.filter { !$0.isUsed }.map { ($0.name, $0.line) }
  }

  /// The names of all fragments, in the order of the text.
  var names: [String] { fragments.map(\.name) }

  /// The regex in which each `{{name}}` is replaced by what `replacement` returns, or kept where that is `nil`.
  private func visit(_ regex: String, _ replacement: (Substring) -> String?) -> String {
    var result = ""
    var rest = regex[...]
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
      let name = rest[open.upperBound..<close.lowerBound]
      guard Self.isName(name), let text = replacement(name) else {
        // `{{{name}}` has a name after its second brace.
        let next = rest.index(after: open.lowerBound)
        result += rest[..<next]
        rest = rest[next...]
        continue
      }
      result += rest[..<open.lowerBound] + text
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
