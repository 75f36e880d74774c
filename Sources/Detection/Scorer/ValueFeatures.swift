import Rules
import Text

/// Features of the value alone.
struct ValueFeatures: ~Escapable {
  let value: Span<UInt8>
  private(set) var shape = ByteCounts()

  @_lifetime(copy value)
  init(_ value: Span<UInt8>) {
    self.value = value
    for index in value.indices { shape.add(value[index]) }
  }

  func fill(_ vector: inout FeatureVector) {
    fillShares(&vector)
    fillRuns(&vector)
    fillPunctuation(&vector)
    fillKinds(&vector)
    fillWords(&vector)
    fillLongestRun(&vector)
    fillPublic(&vector)
    fillChosen(&vector)
  }

  private func fillShares(_ vector: inout FeatureVector) {
    let count = Float(max(1, value.count))
    vector[.length] = Float(value.count)
    vector[.digitShare] = Float(shape.digits) / count
    vector[.upperShare] = Float(shape.upper) / count
    vector[.lowerShare] = Float(shape.lower) / count
    vector[.otherShare] = Float(value.count - shape.digits - shape.upper - shape.lower) / count
    vector[.vowelShare] = Float(shape.vowels) / Float(max(1, shape.upper + shape.lower))
    vector[.entropy] = Float(Entropy.bitsPerByte(value))
    let surprise = Rarity.measure(value)
    vector[.surprise] = surprise.mean
    vector[.totalSurprise] = surprise.mean * count
    vector[.peakSurprise] = surprise.peak
    vector[.distinctBytes] = Float(shape.distinct)
    vector[.nonASCII] = Float(shape.nonASCII)
  }

  private func fillRuns(_ vector: inout FeatureVector) {
    var runs = RunLengths()
    for index in value.indices { runs.add(value[index]) }
    vector[.classChanges] = Float(runs.classChanges)
    vector[.caseChanges] = Float(runs.caseChanges)
    vector[.longestLowerRun] = Float(runs.longestLower)
    vector[.longestLetterRun] = Float(runs.longestLetters)
    vector[.longestDigitRun] = Float(runs.longestDigits)
    vector[.longestRepeat] = Float(runs.longestRepeat)
    vector[.sequenceShare] = Float(runs.steps) / Float(max(1, value.count - 1))
  }

  private func fillPunctuation(_ vector: inout FeatureVector) {
    vector[.spaces] = Float(shape[" "])
    vector[.dots] = Float(shape["."])
    vector[.underscores] = Float(shape["_"])
    vector[.hyphens] = Float(shape["-"])
    vector[.slashes] = Float(shape["/"])
    vector[.colons] = Float(shape[":"])
    vector[.equalSigns] = Float(shape["="])
    vector[.dollars] = Float(shape["$"])
    vector[.percents] = Float(shape["%"])
    vector[.openBrackets] = Float(shape["["])
    vector[.openBraces] = Float(shape["{"])
    vector[.openParentheses] = Float(shape["("])
    vector[.angles] = Float(shape["<"] + shape[">"])
    vector[.ats] = Float(shape["@"])
    vector[.stars] = Float(shape["*"])
    vector[.pluses] = Float(shape["+"])
    vector[.backslashes] = Float(shape["\\"])
    vector[.punctuation] = Float(shape["!"] + shape["#"] + shape["^"] + shape["&"] + shape["?"] + shape["~"])
  }

  private func fillKinds(_ vector: inout FeatureVector) {
    let letters = shape.upper + shape.lower
    let plain = letters + shape.digits
    vector[.isHexadecimal] = shape.hexadecimal == value.count && shape.digits > 0 ? 1 : 0
    vector[.isUUID] = value.count == 36 && shape["-"] == 4 && shape.hexadecimal == 32 ? 1 : 0
    vector[.isWord] = letters == value.count ? 1 : 0
    vector[.isIdentifier] = plain + shape["_"] == value.count && !startsWithDigit ? 1 : 0
    vector[.isDotted] = plain + shape["_"] + shape["."] == value.count && shape["."] > 0 && !startsWithDigit ? 1 : 0
    vector[.isBase64] = plain + shape["+"] + shape["/"] + shape["="] == value.count && value.count % 4 == 0 ? 1 : 0
    vector[.isDigits] = shape.digits == value.count ? 1 : 0
    vector[.firstClass] = value.isEmpty ? 0 : Float(ByteClass.of(value[0]))
    vector[.lastClass] = value.isEmpty ? 0 : Float(ByteClass.of(value[value.count - 1]))
    vector[.decodesToPair] = Base64Pair.isHeld(by: value) ? 1 : 0
  }

  private var startsWithDigit: Bool { !value.isEmpty && value[0].isDigit }

  /// The longest run of letters and digits: the random part of a value with a scheme, a user or JSON around it.
  private func fillLongestRun(_ vector: inout FeatureVector) {
    var longest = 0..<0
    var start = 0
    for index in 0...value.count
    where index == value.count || !(value[index].isLetter || value[index].isDigit) {
      if index - start > longest.count { longest = start..<index }
      start = index + 1
    }
    let run = value.extracting(longest)
    vector[.keyLength] = Float(run.count)
    vector[.keySurprise] = Rarity.surprise(run)
    var digits = 0
    for index in run.indices where run[index].isDigit { digits += 1 }
    vector[.keyDigits] = Float(digits)
  }

  private func fillPublic(_ vector: inout FeatureVector) {
    vector[.isPublicMaterial] = Float(KnownStarts.publicMaterial.longest(in: value))
    let listed = shape.digits + shape[" "] + shape[","] + shape["x"] + shape["X"]
    vector[.isNumberList] = shape[","] >= 7 && listed + shape.lower + shape.upper >= value.count ? 1 : 0
  }

  private func fillWords(_ vector: inout FeatureVector) {
    let words = Vocabulary.value.count(in: 0..<min(value.count, 256), of: value)
    vector[.placeholderWords] = words(Vocabulary.InValue.placeholder)
    vector[.credentialWords] = words(Vocabulary.InValue.credential)
    vector[.codeWords] = words(Vocabulary.InValue.code)
    vector[.humanWords] = words(Vocabulary.InValue.human)
    vector[.technicalWords] = words(Vocabulary.InValue.technical)
    vector[.wordCover] = Float(words.covered) / Float(max(1, min(value.count, 256)))
  }

  private func fillChosen(_ vector: inout FeatureVector) {
    let shape = ChosenShape(value)
    vector[.lettersAtStart] = Float(shape.lettersAtStart)
    vector[.isCapitalised] = shape.isCapitalised ? 1 : 0
    vector[.words] = Float(shape.words)
    vector[.longestWord] = Float(shape.longestWord)
    vector[.digitsAtEnd] = Float(shape.digitsAtEnd)
    vector[.marksAtEnd] = Float(shape.marksAtEnd)
    vector[.endsWithYear] = shape.endsWithYear ? 1 : 0
    vector[.lettersReplaced] = Float(shape.lettersReplaced)
    vector[.keyboardRun] = Float(shape.keyboardRun)
  }
}
