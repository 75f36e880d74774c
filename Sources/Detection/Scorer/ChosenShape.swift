import Text

/// What shows that a person made a value up: a word with digits behind it, a mark at the end, a year, digits in the place
/// of letters, neighbours on the keyboard.
struct ChosenShape {
  /// Values beyond this many bytes are not typed by hand.
  private static let longest = 64

  /// Letters before anything else.
  private(set) var lettersAtStart = 0
  /// Whether the first of them is the only capital among them.
  private(set) var isCapitalised = false
  /// Words as letter case and other characters part them.
  private(set) var words = 0
  /// Letters of the longest of them.
  private(set) var longestWord = 0
  /// Digits at the end, before marks.
  private(set) var digitsAtEnd = 0
  /// Punctuation at the end.
  private(set) var marksAtEnd = 0
  /// Whether the digits at the end are a year of 1950 to 2039.
  private(set) var endsWithYear = false
  /// Digits and marks that stand for a letter between two letters: `p4ssw0rd`.
  private(set) var lettersReplaced = 0
  /// Most characters in a row that are beside the one before on a keyboard: `qwer`, `1qaz`.
  private(set) var keyboardRun = 0

  init(_ value: Span<UInt8>) {
    guard value.count <= Self.longest else { return }
    measureStart(value)
    measureEnd(value)
    measureWords(value)
    measureNeighbours(value)
  }

  private mutating func measureStart(_ value: Span<UInt8>) {
    var capitals = 0
    while lettersAtStart < value.count, value[lettersAtStart].isLetter {
      if value[lettersAtStart].isUppercase { capitals += 1 }
      lettersAtStart += 1
    }
    isCapitalised = lettersAtStart > 1 && capitals == 1 && value[0].isUppercase
  }

  private mutating func measureEnd(_ value: Span<UInt8>) {
    var end = value.count
    while end > 0, isMark(value[end - 1]) { end -= 1 }
    marksAtEnd = value.count - end
    let last = end
    while end > 0, value[end - 1].isDigit { end -= 1 }
    digitsAtEnd = last - end
    guard digitsAtEnd == 4 else { return }
    let decade = (end..<end + 3).reduce(0) { $0 * 10 + Int(value[$1] - UInt8(ascii: "0")) }
    endsWithYear = (195...203).contains(decade)
  }

  private func isMark(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && byte < 0x7F && !byte.isLetterOrDigit && byte != UInt8(ascii: "_")
  }

  /// A capital begins a word unless it follows one and no small letter comes after it.
  private mutating func measureWords(_ value: Span<UInt8>) {
    var length = 0
    for index in value.indices {
      guard value[index].isLetter else {
        length = 0
        continue
      }
      let beginsWord =
        length == 0
        || (value[index].isUppercase
          && (value[index - 1].isLowercase || (index + 1 < value.count && value[index + 1].isLowercase)))
      if beginsWord { words += 1 }
      length = beginsWord ? 1 : length + 1
      longestWord = max(longestWord, length)
    }
  }

  private mutating func measureNeighbours(_ value: Span<UInt8>) {
    var run = 0
    for index in value.indices.dropFirst() {
      run = Keyboard.areNeighbours(value[index - 1], value[index]) ? run + 1 : 0
      keyboardRun = max(keyboardRun, run)
      guard index + 1 < value.count, value[index - 1].isLetter, value[index + 1].isLetter else { continue }
      if standsForLetter(value[index]) { lettersReplaced += 1 }
    }
  }

  private func standsForLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5"),
      UInt8(ascii: "7"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "!"):
      true
    default: false
    }
  }
}

/// The rows of an American keyboard.
private enum Keyboard {
  /// Row times 16 and place in it, by byte in lower case; 255 for what is on none of the rows.
  private static let places: [UInt8] = {
    var places = [UInt8](repeating: 255, count: 256)
    for (row, keys) in ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].enumerated() {
      for (place, key) in keys.utf8.enumerated() { places[Int(key)] = UInt8(row * 16 + place) }
    }
    return places
  }()

  /// Whether two different keys are beside, above or below each other.
  static func areNeighbours(_ first: UInt8, _ second: UInt8) -> Bool {
    let (first, second) = (places[Int(first.lowercased)], places[Int(second.lowercased)])
    guard first != 255, second != 255, first != second else { return false }
    let rows = Int(first >> 4) - Int(second >> 4)
    let columns = Int(first & 15) - Int(second & 15)
    return (-1...1).contains(rows) && (-1...1).contains(columns)
  }
}
