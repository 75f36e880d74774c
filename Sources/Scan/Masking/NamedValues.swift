import Detection
import Findings
import Rules
import Text

/// Finds the values that a line gives to names of credentials, whatever they look like.
///
/// A value is left readable when it plainly is none: a reference, a call, a placeholder, a number, a type's name.
struct NamedValues {
  private let line: [UInt8]
  /// Whether a name such as `value` is one of a credential, since the line speaks of one.
  private let isAboutCredentials: Bool
  private var found: [Range<Int>] = []

  /// The values of a line, in no order.
  static func ranges(in line: [UInt8]) -> [Range<Int>] {
    var values = NamedValues(line)
    guard values.isAboutCredentials || line.contains(UInt8(ascii: "@")) else { return [] }
    values.search()
    return values.found
  }

  private init(_ line: [UInt8]) {
    self.line = line
    isAboutCredentials = CredentialWords.occur(in: 0..<line.count, of: line.span)
  }

  private mutating func search() {
    for place in line.indices {
      switch line[place] {
      case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ">"): addValue(behind: place)
      case UInt8(ascii: "("): addArguments(behind: place)
      case UInt8(ascii: " "), UInt8(ascii: "\t"): addArgument(behind: place)
      case UInt8(ascii: "@"): addLogin(before: place)
      default: break
      }
    }
  }

  // MARK: - Names

  private mutating func addValue(behind mark: Int) {
    guard let strength = strength(ofNameBefore: mark) else { return }
    addValue(from: mark + 1, strength)
  }

  /// `set_password("…")`
  private mutating func addArguments(behind bracket: Int) {
    guard bracket > 0, Self.isNameByte[Int(line[bracket - 1])], let strength = strength(ofNameBefore: bracket) else {
      return
    }
    addElements(from: bracket + 1, strength)
  }

  /// `--password …`, `password …` in files that have no operator.
  private mutating func addArgument(behind blank: Int) {
    guard blank + 1 < line.count, !isBlank(blank + 1), let strength = strength(ofNameBefore: blank) else { return }
    let name = nameRange(before: blank)
    let end = endOfBareValue(from: blank + 1)
    let value = line[blank + 1..<end]
    let isOption = name.lowerBound > 0 && line[name.lowerBound] == UInt8(ascii: "-")
    guard
      isOption || value.count >= 6 && value.contains(where: { $0.isDigit }) && value.contains(where: { $0.isLetter })
    else { return }
    addValue(from: blank + 1, strength)
  }

  private enum Strength {
    /// The name may mean something else: `key`, `auth`, `value`.
    case weak
    case strong
  }

  private func strength(ofNameBefore end: Int) -> Strength? {
    let name = nameRange(before: end)
    guard !name.isEmpty else { return nil }
    guard CredentialWords.occur(in: name, of: line.span) else {
      let text = String(decoding: line[name], as: UTF8.self).lowercased()
      return isAboutCredentials && Self.holders.contains(text) ? .weak : nil
    }
    return Self.strongWords.contains { ByteText.contains(line.span.extracting(name), $0.span) } ? .strong : .weak
  }

  private static let strongWords = CredentialTerm.words(for: .masksValue).map { Array($0.utf8) }
  private static let holders: Set<String> = ["value", "val", "default", "content", "text", "string", "data"]

  /// The identifier before an operator, with what may be between them passed over.
  private func nameRange(before end: Int) -> Range<Int> {
    var last = end
    while last > 0, end - last < 8, Self.isBetween[Int(line[last - 1])] { last -= 1 }
    var first = last
    while first > 0, Self.isNameByte[Int(line[first - 1])] { first -= 1 }
    return first..<last
  }

  // MARK: - Values

  private mutating func addValue(from start: Int, _ strength: Strength) {
    var place = start
    while place < line.count, isBlank(place) || ":=>~".utf8.contains(line[place]) { place += 1 }
    let open = line[place...].firstIndex { !"[{(".utf8.contains($0) && !$0.isBlank } ?? line.count
    if open > place, line[place..<open].contains(where: { !$0.isBlank }) {
      return addElements(from: open, strength)
    }
    if let text = quotedText(at: place) {
      add(text, strength, isQuoted: true)
    } else {
      addBare(from: place, strength)
    }
  }

  private mutating func addBare(from start: Int, _ strength: Strength) {
    let end = endOfBareValue(from: start)
    let value = start..<max(start, end)
    if isHarmless(line[value], strength, isQuoted: false) { return }
    if let call = line[value].firstIndex(of: UInt8(ascii: "(")), line[value.lowerBound..<call].allSatisfy(isCallByte) {
      return addElements(from: call + 1, strength)
    }
    let scheme = String(decoding: line[value], as: UTF8.self).lowercased()
    if Self.schemes.contains(scheme), end < line.count { return addBare(from: end + 1, .strong) }
    add(trimmed(value), strength, isQuoted: false)
  }

  /// Words of an `Authorization` header that come before the value.
  private static let schemes: Set<String> = [
    "basic", "bearer", "token", "digest", "negotiate", "ntlm", "apikey", "key",
  ]

  /// The texts of a list, a map or a call, but for the names of a map.
  private mutating func addElements(from start: Int, _ strength: Strength) {
    var place = start
    while place < line.count {
      if let text = quotedText(at: place) {
        let next = line[min(line.count, text.upperBound + 1)...].first { !$0.isBlank }
        let isName = next == UInt8(ascii: ":") || next == UInt8(ascii: "=")
        if !isName { add(text, strength, isQuoted: true) }
        place = text.upperBound + 1
      } else {
        let end = line[place...].firstIndex { Self.isElementEnd[Int($0)] } ?? line.count
        // `&options`, `*name`: references.
        let element = line[place..<end].drop { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "*") }
        if !element.allSatisfy({ Self.isNameByte[Int($0)] && !$0.isDigit }) {
          add(place..<end, strength, isQuoted: false)
        }
        place = max(end, place + 1)
      }
    }
  }

  /// What is between the quotes that begin at a place, up to the line's end when they do not close; backslashes and the
  /// letters of raw and byte strings before them do not matter.
  private func quotedText(at place: Int) -> Range<Int>? {
    var start = place
    while start < line.count, start - place < 4, Self.isBeforeQuote[Int(line[start])] { start += 1 }
    guard start < line.count, line[start].isQuote else { return nil }
    let isEscaped = start > 0 && line[start - 1] == UInt8(ascii: "\\")
    var end = start + 1
    while end < line.count, line[end] != line[start] {
      if line[end] == UInt8(ascii: "\\") {
        if isEscaped, end + 1 < line.count, line[end + 1] == line[start] { break }
        end += 1
      }
      end += 1
    }
    return start + 1..<max(start + 1, min(end, line.count))
  }

  /// A bare value ends at a blank, at a tag, or where the next name of a list begins: `a=…&b=…`.
  private func endOfBareValue(from start: Int) -> Int {
    var end = start
    while end < line.count, !isBlank(end), line[end] != UInt8(ascii: "<") {
      if "&;,".utf8.contains(line[end]), isName(from: end + 1) { break }
      end += 1
    }
    return end
  }

  private func isName(from start: Int) -> Bool {
    let end = line[start...].firstIndex { !Self.isNameByte[Int($0)] } ?? line.count
    return end > start && end < line.count && line[end] == UInt8(ascii: "=")
  }

  /// Without what closes the text around it.
  private func trimmed(_ value: Range<Int>) -> Range<Int> {
    var end = value.upperBound
    while end > value.lowerBound, ",;)]}>\"'`".utf8.contains(line[end - 1]) { end -= 1 }
    return value.lowerBound..<end
  }

  /// `://user:…@host`.
  private mutating func addLogin(before mark: Int) {
    let start = line[..<mark].lastIndex { !Self.isLoginByte[Int($0)] } ?? -1
    guard start >= 2, line[start] == UInt8(ascii: "/"), line[start - 1] == line[start],
      line[start - 2] == UInt8(ascii: ":")
    else { return }
    let login = start + 1..<mark
    let colon = line[login].firstIndex(of: UInt8(ascii: ":"))
    add(colon.map { $0 + 1..<mark } ?? login, colon == nil ? .weak : .strong, isQuoted: true)
  }

  // MARK: - Harmless ones

  private mutating func add(_ value: Range<Int>, _ strength: Strength, isQuoted: Bool) {
    if !isHarmless(line[value], strength, isQuoted: isQuoted) { found.append(value) }
  }

  private func isHarmless(_ value: ArraySlice<UInt8>, _ strength: Strength, isQuoted: Bool) -> Bool {
    if value.isEmpty || value.allSatisfy({ $0 == UInt8(ascii: "*") }) { return true }
    if value.count <= 6, !isQuoted, value.allSatisfy({ $0.isDigit }) { return true }
    let bytes = Array(value)
    let isWord = value.allSatisfy { Self.isNameByte[Int($0)] && !$0.isDigit }
    if strength == .weak, isWord ? Rarity.looksLikeWords(bytes.span) : isPathOrPhrase(bytes) { return true }
    if isWord, CredentialWords.occur(in: bytes.indices, of: bytes.span) { return true }
    if isWord, !isQuoted, Self.types.contains(String(decoding: bytes, as: UTF8.self).lowercased()) { return true }
    let reason = PlaceholderFilter.reason(for: bytes, contextual: true)
    return reason != nil && reason != .defaultLogin
  }

  private func isPathOrPhrase(_ value: [UInt8]) -> Bool {
    (value.contains(UInt8(ascii: "/")) || value.contains(UInt8(ascii: " "))) && RandomRuns.ranges(in: value).isEmpty
  }

  private static let types: Set<String> = [
    "string", "str", "int", "integer", "bool", "boolean", "bytes", "byte", "char", "text", "varchar", "number", "any",
    "object", "optional", "data", "null", "nil", "none", "true", "false", "undefined", "self", "this", "required",
    "return", "value", "default",
  ]

  // MARK: - Bytes

  private func isBlank(_ place: Int) -> Bool { line[place].isBlank }
  private func isCallByte(_ byte: UInt8) -> Bool { Self.isNameByte[Int(byte)] || byte == UInt8(ascii: ":") }

  private static let isNameByte = table { $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  /// What may be between a name and its operator, of which there may be several bytes.
  private static let isBetween = table { "\"'`\\ \t])}:=?!+|".utf8.contains($0) }
  private static let isBeforeQuote = table { "\\@$bBrRuUfFLNs".utf8.contains($0) }
  private static let isElementEnd = table { $0.isBlank || $0.isQuote || ",;()[]{}:=".utf8.contains($0) }
  private static let isLoginByte = table { !$0.isBlank && !$0.isQuote && $0 != UInt8(ascii: "/") }

  private static func table(_ holds: (UInt8) -> Bool) -> [Bool] { (UInt8.min...UInt8.max).map(holds) }
}
