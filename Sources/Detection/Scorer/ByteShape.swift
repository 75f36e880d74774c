import Text

/// How often which bytes and classes of bytes are in a value.
struct ByteCounts {
  private var counts = [128 of UInt16](repeating: 0)
  private(set) var digits = 0
  private(set) var upper = 0
  private(set) var lower = 0
  private(set) var vowels = 0
  private(set) var hexadecimal = 0
  private(set) var nonASCII = 0
  private(set) var distinct = 0

  mutating func add(_ byte: UInt8) {
    guard byte < 128 else {
      nonASCII += 1
      return
    }
    if counts[Int(byte)] == 0 { distinct += 1 }
    counts[Int(byte)] &+= 1
    if byte.isDigit {
      digits += 1
      hexadecimal += 1
    } else if byte.isLetter {
      if byte.isUppercase { upper += 1 } else { lower += 1 }
      addLetter(byte | 0x20)
    }
  }

  private mutating func addLetter(_ letter: UInt8) {
    if letter <= UInt8(ascii: "f") { hexadecimal += 1 }
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): vowels += 1
    default: break
    }
  }

  subscript(_ scalar: Unicode.Scalar) -> Int { Int(counts[Int(UInt8(ascii: scalar))]) }
}

/// Classes that a byte belongs to, as numbers for the trees.
enum ByteClass {
  static func of(_ byte: UInt8) -> Int {
    switch byte {
    case 0: 0
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): 1
    case UInt8(ascii: " "), UInt8(ascii: "\t"): 2
    case UInt8(ascii: "\""): 3
    case UInt8(ascii: "'"): 4
    case UInt8(ascii: "`"): 5
    case UInt8(ascii: "\\"): 6
    case UInt8(ascii: "="): 7
    case UInt8(ascii: ":"): 8
    case UInt8(ascii: ">"): 9
    case UInt8(ascii: "|"): 10
    case UInt8(ascii: "@"): 11
    case UInt8(ascii: "&"): 12
    case UInt8(ascii: "-"): 13
    case UInt8(ascii: "/"): 14
    case UInt8(ascii: "%"): 15
    case UInt8(ascii: ","): 16
    case UInt8(ascii: ";"): 17
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): 18
    case UInt8(ascii: "("): 19
    case UInt8(ascii: "["), UInt8(ascii: "{"): 20
    case UInt8(ascii: "<"): 21
    case UInt8(ascii: "."): 22
    case UInt8(ascii: "$"), UInt8(ascii: "#"): 23
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 24
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 25
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 26
    case 128...255: 28
    default: 27
    }
  }
}

/// Runs and changes along a value.
struct RunLengths {
  private(set) var classChanges = 0
  private(set) var caseChanges = 0
  private(set) var longestLower = 0
  private(set) var longestLetters = 0
  private(set) var longestDigits = 0
  private(set) var longestRepeat = 0
  /// Neighbours that are one apart, as in `abc` or `321`.
  private(set) var steps = 0
  private var lower = 0
  private var letters = 0
  private var digits = 0
  private var same = 0
  private var previous: UInt8?

  mutating func add(_ byte: UInt8) {
    lower = byte.isLowercase ? lower + 1 : 0
    letters = byte.isLetter ? letters + 1 : 0
    digits = byte.isDigit ? digits + 1 : 0
    same = byte == previous ? same + 1 : 1
    longestLower = max(longestLower, lower)
    longestLetters = max(longestLetters, letters)
    longestDigits = max(longestDigits, digits)
    longestRepeat = max(longestRepeat, same)
    if let previous { compare(previous, byte) }
    previous = byte
  }

  private mutating func compare(_ previous: UInt8, _ byte: UInt8) {
    if kind(previous) != kind(byte) { classChanges += 1 }
    if previous.isLetter, byte.isLetter, previous.isUppercase != byte.isUppercase {
      caseChanges += 1
    }
    let step = Int(byte) - Int(previous)
    if step == 1 || step == -1 { steps += 1 }
  }

  private func kind(_ byte: UInt8) -> Int { byte.isDigit ? 0 : byte.isLetter ? 1 : 2 }
}
