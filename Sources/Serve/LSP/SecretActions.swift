import Findings
import Scan
import Text

/// The code actions for one secret of a document.
struct SecretActions {
  let secret: TextSecret
  let document: OpenDocument
  let uri: String
  let language: SourceLanguage?

  var all: [JSONValue] { [environment, hiding, explanation].compactMap(\.self) }

  private func action(_ title: String, _ edits: [JSONValue], isPreferred: Bool) -> JSONValue {
    [
      "title": .string(title), "kind": "quickfix", "isPreferred": .boolean(isPreferred),
      "diagnostics": [secret.diagnostic(in: document)],
      "edit": ["changes": .object([(uri, .array(edits))])],
    ]
  }

  private func edit(_ range: Range<Int>, _ text: String) -> JSONValue {
    ["range": document.json(range), "newText": .string(text)]
  }

  // MARK: - From the environment

  /// Reads the value from the environment where the secret is a whole string of a language that is known.
  private var environment: JSONValue? {
    guard let form = language?.environment, secret.decodedFrom == nil, let literal = literal else { return nil }
    let name = variable(before: literal.lowerBound)
    var edits = [edit(literal, form.replacing("NAME", with: name))]
    if form.hasPrefix("os.environ") { edits += pythonImport }
    return action("Read \(name) from the environment instead", edits, isPreferred: true)
  }

  /// The secret with its quotes, when they are right around it.
  private var literal: Range<Int>? {
    let (text, range) = (document.text, secret.range)
    guard range.lowerBound > 0, range.upperBound < text.count else { return nil }
    let (before, after) = (text[range.lowerBound - 1], text[range.upperBound])
    guard before == after, before.isQuote, !text[range].contains(UInt8(ascii: "\n")) else { return nil }
    let literal = range.lowerBound - 1..<range.upperBound + 1
    // Of three quotes, only the innermost are around it.
    let outer = literal.lowerBound > 0 ? text[literal.lowerBound - 1] : 0
    return outer == before || outer.isWordByte ? nil : literal
  }

  /// The name of what the value is given to, else that of the rule: `SMTP_PASSWORD`.
  private func variable(before end: Int) -> String {
    let line = document.range(ofLine: document.position(of: end).line)
    let before = document.text[line.lowerBound..<end]
    let words = before.split { !$0.isWordByte }.map { String(decoding: $0, as: UTF8.self) }
    let named = words.last { word in word.utf8.first.map { !$0.isDigit } ?? false }
    let isGiven = before.last { !$0.isWhitespace }.map { "=:(,[>".utf8.contains($0) } ?? false
    let name = isGiven ? named ?? secret.rule.id : secret.rule.id
    return Self.variable(name)
  }

  /// A name as variables of the environment are written.
  static func variable(_ name: String) -> String {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in name.utf8 {
      if byte.isUppercase, previous.isLowercase || previous.isDigit { result.append(UInt8(ascii: "_")) }
      result.append(byte.isLetterOrDigit ? byte.uppercased : UInt8(ascii: "_"))
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Imports `os` before the first import that may follow another, where no line does.
  private var pythonImport: [JSONValue] {
    var place: Int?
    for line in 0..<document.lineCount {
      let range = document.range(ofLine: line)
      let text = String(decoding: document.text[range], as: UTF8.self)
      if text == "import os" || text.hasPrefix("import os,") || text.hasPrefix("import os ") { return [] }
      let isImport = text.hasPrefix("import ") || text.hasPrefix("from ") && !text.hasPrefix("from __future__")
      if place == nil, isImport { place = range.lowerBound }
    }
    return place.map { [edit($0..<$0, "import os\n")] } ?? []
  }

  // MARK: - Hiding

  /// Puts a comment beside the secret, or above one of several lines.
  private var hiding: JSONValue? {
    guard let comment = language?.comment else { return nil }
    let first = document.position(of: secret.range.lowerBound).line
    let line = document.range(ofLine: first)
    let reason = "reason=\"say why it is no secret\""
    if secret.range.upperBound <= line.upperBound {
      let text = " \(comment.start) leaksift:allow \(reason)\(comment.end)"
      return action("Hide with a reason", [edit(line.upperBound..<line.upperBound, text)], isPreferred: false)
    }
    let indent = String(decoding: document.text[line].prefix { $0.isBlank }, as: UTF8.self)
    let text = "\(indent)\(comment.start) leaksift:allow-next-line \(reason)\(comment.end)\n"
    return action("Hide with a reason", [edit(line.lowerBound..<line.lowerBound, text)], isPreferred: false)
  }

  private var explanation: JSONValue {
    [
      "title": "Explain this secret", "kind": "quickfix",
      "command": [
        "title": "Explain this secret", "command": .string(LanguageServer.explainCommand),
        "arguments": [.string(uri), document.position(of: secret.range.lowerBound).json],
      ],
    ]
  }
}
