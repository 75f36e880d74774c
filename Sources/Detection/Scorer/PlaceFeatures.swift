import Rules
import Text

/// Features of the value's place: what is beside it, on its line and around.
struct PlaceFeatures {
  let surroundings: Surroundings
  let name: CandidateName

  /// Fills in what depends on the value, its name and the bytes between and beside them.
  func fillBeside(_ vector: inout FeatureVector, text: Span<UInt8>) {
    fillEdges(&vector, text: text)
    fillGap(&vector, text: text)
    fillEchoes(&vector, text: text)
  }

  /// Fills in what depends on the line and the lines around; from ``Feature/firstOfLines`` on.
  func fillLines(_ vector: inout FeatureVector, text: Span<UInt8>) {
    fillRepeats(&vector, text: text)
    fillLine(&vector, text: text)
    fillLineWords(&vector, text: text)
    fillAround(&vector, text: text)
  }

  // MARK: - Beside the value

  private func fillEdges(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let secret = surroundings.secret
    vector[.before] = secret.lowerBound > 0 ? Float(ByteClass.of(text[secret.lowerBound - 1])) : 1
    vector[.after] = secret.upperBound < text.count ? Float(ByteClass.of(text[secret.upperBound])) : 1
    vector[.secondAfter] = secret.upperBound + 1 < text.count ? Float(ByteClass.of(text[secret.upperBound + 1])) : 1
    vector[.isURIUserinfo] = isURIUserinfo(text) ? 1 : 0
  }

  private func isURIUserinfo(_ text: Span<UInt8>) -> Bool {
    let secret = surroundings.secret
    guard secret.upperBound < text.count, text[secret.upperBound] == UInt8(ascii: "@") else { return false }
    guard secret.lowerBound > 0, text[secret.lowerBound - 1] == UInt8(ascii: ":") else { return false }
    let start = max(surroundings.line.lowerBound, secret.lowerBound - 60)
    return (start..<secret.lowerBound).contains { text[$0] == UInt8(ascii: "/") }
  }

  private func fillGap(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let gap = min(name.range.upperBound, surroundings.secret.lowerBound)..<surroundings.secret.lowerBound
    var kind = 0
    for index in gap {
      let byte = text[index]
      if byte.isQuote { vector[.gapHasQuote] += 1 }
      if byte == UInt8(ascii: "(") { vector[.gapHasCall] = 1 }
      if byte.isBlank { vector[.gapHasSpace] += 1 }
      kind = max(kind, operatorKind(byte, at: index, in: text))
    }
    vector[.gapLength] = Float(gap.count)
    vector[.operatorKind] = Float(kind)
  }

  /// Ranks operators so that the most telling one of a gap is kept.
  private func operatorKind(_ byte: UInt8, at index: Int, in text: Span<UInt8>) -> Int {
    let next = index + 1 < text.count ? text[index + 1] : 0
    switch byte {
    case UInt8(ascii: "="):
      if next == UInt8(ascii: "=") || (index > 0 && text[index - 1] == UInt8(ascii: "!")) { return 9 }
      return next == UInt8(ascii: ">") ? 7 : 8
    case UInt8(ascii: ":"): return next == UInt8(ascii: ":") ? 2 : 6
    case UInt8(ascii: ">"): return 4
    case UInt8(ascii: ","): return 5
    case UInt8(ascii: "("): return 3
    case UInt8(ascii: "|"): return 4
    case UInt8(ascii: "?"): return 2
    case UInt8(ascii: " "), UInt8(ascii: "\t"): return 1
    default: return 0
    }
  }

  private func fillEchoes(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let (value, label) = (text.extracting(valueStart), text.extracting(name.range))
    vector[.valueHoldsName] = ByteText.contains(value, label) ? 1 : 0
    vector[.nameHoldsValue] = ByteText.contains(label, value) ? 1 : 0
    vector[.valueIsLongestWord] = Float(wordsIn(surroundings.secret, text))
  }

  /// As much of the value as is looked for elsewhere.
  private var valueStart: Range<Int> { surroundings.secret.clamped(to: 0..<surroundings.secret.lowerBound + 64) }

  /// How often the value and its name are in the lines around.
  private func fillRepeats(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let (value, label) = (text.extracting(valueStart), text.extracting(name.range))
    guard value.count >= 3 else { return }
    let around = ByteText.count(of: value, in: text.extracting(surroundings.before))
    vector[.aroundValue] = Float(around + ByteText.count(of: value, in: text.extracting(surroundings.after)))
    guard label.count >= 3 else { return }
    let names = ByteText.count(of: label, in: text.extracting(surroundings.before))
    vector[.aroundName] = Float(names + ByteText.count(of: label, in: text.extracting(surroundings.after)))
  }

  private func wordsIn(_ range: Range<Int>, _ text: Span<UInt8>) -> Int {
    var count = 0
    var inside = false
    for index in range {
      let isLetter = text[index].isLetter
      if isLetter, !inside { count += 1 }
      inside = isLetter
    }
    return count
  }

  // MARK: - The line

  private func fillLine(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let line = surroundings.line
    var shape = ByteCounts()
    for index in line where index < surroundings.secret.lowerBound || index >= surroundings.secret.upperBound {
      shape.add(text[index])
    }
    vector[.lineLength] = Float(line.count)
    vector[.column] = Float(surroundings.secret.lowerBound - line.lowerBound)
    vector[.indent] = Float(line.prefix { text[$0].isBlank }.count)
    vector[.isComment] = commentKind(text)
    vector[.quotesOnLine] = Float(shape["\""] + shape["'"])
    vector[.parenthesesOnLine] = Float(shape["("])
    vector[.bracesOnLine] = Float(shape["{"] + shape["["])
    vector[.anglesOnLine] = Float(shape["<"])
    vector[.equalsOnLine] = Float(shape["="])
    vector[.colonsOnLine] = Float(shape[":"])
    vector[.commasOnLine] = Float(shape[","])
    vector[.nonASCIIOnLine] = Float(shape.nonASCII)
    vector[.semicolonEnd] = line.isEmpty ? 0 : Float(ByteClass.of(text[line.upperBound - 1]))
    vector[.isBare] = isBare(text) ? 1 : 0
    vector[.lineSurprise] = Rarity.surprise(text.extracting(surroundings.lead.suffix(64)))
  }

  /// Whether the value is in no quotes, neither its own nor those of a longer text that began on its line.
  private func isBare(_ text: Span<UInt8>) -> Bool {
    var (double, single, back) = (false, false, false)
    for index in surroundings.lead {
      switch text[index] {
      case UInt8(ascii: "\""): double.toggle()
      case UInt8(ascii: "'"): single.toggle()
      case UInt8(ascii: "`"): back.toggle()
      default: continue
      }
    }
    return !double && !single && !back
  }

  /// Class of the first visible byte if it may begin a comment or list item, else 0.
  private func commentKind(_ text: Span<UInt8>) -> Float {
    guard let first = surroundings.line.first(where: { !text[$0].isBlank }) else { return 0 }
    switch text[first] {
    case UInt8(ascii: "#"): return 1
    case UInt8(ascii: "/"): return 2
    case UInt8(ascii: "*"): return 3
    case UInt8(ascii: "-"): return first + 1 < text.count && text[first + 1] == UInt8(ascii: "-") ? 4 : 5
    case UInt8(ascii: ";"): return 6
    case UInt8(ascii: "<"): return 7
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return 8
    case UInt8(ascii: "{"), UInt8(ascii: "["): return 9
    case UInt8(ascii: "$"), UInt8(ascii: ">"): return 10
    default: return 0
    }
  }

  private func fillLineWords(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let lead = Vocabulary.line.count(in: surroundings.lead, of: text)
    let trail = Vocabulary.line.count(in: surroundings.trail, of: text)
    func sum(_ group: Vocabulary.InLine) -> Float { lead(group) + trail(group) }
    vector[.lineCode] = sum(.code)
    vector[.lineDeclaration] = sum(.declaration)
    vector[.lineCheck] = sum(.check)
    vector[.lineProse] = sum(.prose)
    vector[.lineLogin] = sum(.login)
    vector[.lineShell] = sum(.shell)
    vector[.lineHeader] = sum(.header)
    vector[.lineText] = sum(.text)
    vector[.wordsBefore] = lead(Vocabulary.InLine.credential)
    vector[.wordsAfter] = trail(Vocabulary.InLine.credential)
  }

  // MARK: - The lines around

  private func fillAround(_ vector: inout FeatureVector, text: Span<UInt8>) {
    let before = Vocabulary.line.count(in: surroundings.before, of: text)
    let after = Vocabulary.line.count(in: surroundings.after, of: text)
    func sum(_ group: Vocabulary.InLine) -> Float { before(group) + after(group) }
    vector[.aroundCredential] = sum(.credential)
    vector[.aroundLogin] = sum(.login)
    vector[.aroundHost] = sum(.host)
    vector[.aroundCheck] = sum(.check)
    vector[.aroundExample] = sum(.example)
    vector[.aroundText] = sum(.text)
    vector[.aroundCode] = sum(.code) + sum(.declaration)
    vector[.cipherWords] = sum(.cipher)
    vector[.aroundSurprise] = Rarity.surprise(text.extracting(surroundings.before))
    vector[.sameStart] = Float(sameStart(text))
  }

  /// Bytes that the line and the one before have in common at their start: tables and translations repeat themselves.
  private func sameStart(_ text: Span<UInt8>) -> Int {
    guard !surroundings.before.isEmpty else { return 0 }
    let end = surroundings.before.upperBound - 1
    let start = TextLines.start(of: end, in: text, limit: Surroundings.reach)
    var same = 0
    while start + same < end, surroundings.line.lowerBound + same < surroundings.secret.lowerBound,
      text[start + same] == text[surroundings.line.lowerBound + same]
    {
      same += 1
    }
    return same
  }
}

/// Searches in short texts, without letter case.
package enum ByteText {
  /// Whether a text has another one of three bytes at least.
  package static func contains(_ text: Span<UInt8>, _ needle: Span<UInt8>) -> Bool {
    needle.count >= 3 && count(of: needle, in: text) > 0
  }

  static func count(of needle: Span<UInt8>, in text: Span<UInt8>) -> Int {
    guard !needle.isEmpty, needle.count <= text.count else { return 0 }
    let first = needle[0].lowercased
    var count = 0
    for start in 0...(text.count - needle.count) where text[start].lowercased == first {
      var length = 1
      while length < needle.count, text[start + length].lowercased == needle[length].lowercased {
        length += 1
      }
      if length == needle.count { count += 1 }
    }
    return count
  }
}
