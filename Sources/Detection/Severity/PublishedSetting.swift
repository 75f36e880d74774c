import Findings
import Text

/// A setting that a bundler publishes, found by the name in front of a secret: `NEXT_PUBLIC_KEY=…` in a file of settings,
/// a Dockerfile or a workflow, `process.env.VITE_KEY = "…"`, `import.meta.env.VITE_KEY ?? "…"`, `"name": "VITE_KEY", "value": "…"`.
struct PublishedSetting {
  /// Bytes before the secret in which the name is.
  private static let reach = 200

  /// Whether the name also says that the value is meant to be seen.
  let isPublicByDesign: Bool

  /// - Parameter lookedAt: Grows to what the answer depends on.
  init?(of secret: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    let floor = max(0, secret.lowerBound - Self.reach)
    var start = TextLines.start(of: secret.lowerBound, in: text, limit: Self.reach)
    // A pair of YAML has its name on the line before: `name: VITE_KEY`, then `value: …`.
    if start > floor, Self.isValueLabel(start..<secret.lowerBound, in: text) {
      start = TextLines.start(of: start - 1, in: text, limit: start - 1 - floor)
    }
    lookedAt.formUnion(start - 1..<secret.upperBound)
    guard let name = Self.publishedName(in: start..<secret.lowerBound, of: text) else { return nil }
    guard Self.assigns(name.upperBound..<secret.lowerBound, from: start, in: text) else { return nil }
    let bytes = text.extracting(name).withUnsafeBufferPointer { Array($0) }
    isPublicByDesign = PublishedName.isPublicByDesign(bytes)
  }

  /// The last published name in a range.
  private static func publishedName(in range: Range<Int>, of text: Span<UInt8>) -> Range<Int>? {
    var end = range.upperBound
    while end > range.lowerBound {
      guard text[end - 1].isWordByte else {
        end -= 1
        continue
      }
      var start = end
      while start > range.lowerBound, text[start - 1].isWordByte { start -= 1 }
      // Nearly all words end here: the names are in upper case.
      if text[start].isUppercase {
        let name = text.extracting(start..<end).withUnsafeBufferPointer { Array($0) }
        if PublishedName.isPublished(name) { return start..<end }
      }
      end = start
    }
    return nil
  }

  /// Whether only `value:` and the like is before the secret on its line.
  private static func isValueLabel(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    let shown = text.extracting(range).withUnsafeBufferPointer { $0.prefix { $0 != UInt8(ascii: ":") } }
    return shown.count < range.count && shown.filter(\.isLetter).map(\.lowercased) == valueLabel
  }

  /// Whether what is between a name and a secret makes the secret the name's value, or a part of it.
  private static func assigns(_ gap: Range<Int>, from start: Int, in text: Span<UInt8>) -> Bool {
    var place = gap.lowerBound
    func skip(while isSkipped: (UInt8) -> Bool) -> [UInt8] {
      let first = place
      while place < gap.upperBound, isSkipped(text[place]) { place += 1 }
      return text.extracting(first..<place).withUnsafeBufferPointer { Array($0) }
    }
    func sign() -> [UInt8] { skip(while: isBetween).filter(isOfOperator) }
    var found = sign()
    if found.isEmpty || found == [UInt8(ascii: ",")] {
      let labelStart = place
      if skip(while: \.isLetter).map(\.lowercased) == valueLabel { found = sign() } else { place = labelStart }
    }
    guard operators.contains(found) || found.isEmpty && isInstruction(at: start, in: text) else { return false }
    // The beginning of the value, as `postgres://user:`.
    _ = skip { !$0.isWhitespace && !$0.isQuote && !";,".utf8.contains($0) }
    return place == gap.upperBound
  }

  private static let valueLabel = Array("value".utf8)
  private static let operators = Set(["=", ":", ":=", "=>", "||", "??", "||=", "??=", "?="].map { Array($0.utf8) })

  private static func isOfOperator(_ byte: UInt8) -> Bool { "=:|?>,".utf8.contains(byte) }

  /// Whether a byte is one of those between name and value: `process.env["VITE_KEY"] = \"…`.
  private static func isBetween(_ byte: UInt8) -> Bool {
    byte.isWhitespace || byte.isQuote || isOfOperator(byte) || "])\\".utf8.contains(byte)
  }

  /// Whether the line is `ENV NAME value` of a Dockerfile, which has no sign between the two.
  private static func isInstruction(at start: Int, in text: Span<UInt8>) -> Bool {
    let word = Array("env ".utf8)
    return start + word.count <= text.count && word.indices.allSatisfy { text[start + $0].lowercased == word[$0] }
  }
}
