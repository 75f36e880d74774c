import Text

extension PlaceholderFilter {
  /// Whether a value counts, or follows the alphabet or the keyboard; punctuation between the characters does not matter.
  static func isSequence(_ value: Span<UInt8>, contextual: Bool) -> Bool {
    Steps(value).isMostOf(value, contextual: contextual)
  }

  /// One to two characters over and over, or a longer text at least twice.
  static func hasPeriod(_ value: Span<UInt8>) -> Bool {
    let count = value.count
    guard count >= 3 else { return count > 0 && !value[0].isLetterOrDigit && value[0] < 0x80 }
    let longest = count >= 12 ? min(16, count / 2) : (count >= 4 ? 2 : 1)
    for period in 1...longest {
      var place = period
      while place < count, value[place] == value[place - period] { place += 1 }
      if place == count { return true }
    }
    return false
  }

  static func isNearlyOneCharacter(_ value: Span<UInt8>, contextual: Bool) -> Bool {
    var counts = InlineArray<256, UInt16>(repeating: 0)
    var (distinct, most, fillers, run, longestRun) = (0, UInt16(0), 0, 0, 0)
    for index in value.indices {
      let byte = value[index]
      if counts[Int(byte)] == 0 { distinct += 1 }
      counts[Int(byte)] &+= 1
      most = max(most, counts[Int(byte)])
      guard isFiller(byte) else {
        run = 0
        continue
      }
      fillers += 1
      run = index > 0 && value[index - 1] == byte ? run + 1 : 1
      longestRun = max(longestRun, run)
    }
    let count = value.count
    if count >= 4, fillers * 5 > count * 3, distinct <= 4 { return true }
    // No alphabet of ten or more characters comes up with so few of them by chance.
    let fewest = count >= 32 ? 7 : count >= 24 ? 6 : count >= 16 ? 5 : count >= 12 ? 4 : count >= 8 ? 3 : 0
    if distinct < fewest || (!contextual && longestRun >= 6) { return true }
    return count >= 12 && Int(most) * 5 > count * 3
  }

  /// Characters that people fill slots with.
  private static func isFiller(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "*"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"),
      UInt8(ascii: "#"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  private static let famous = LiteralSet([
    "deadbeef", "cafebabe", "badc0ffee", "baadf00d", "feedface", "0ff1ce", "14159265", "71828182", "41421356",
    "DEADBEEF", "CAFEBABE", "BADC0FFEE", "BAADF00D", "FEEDFACE",
  ])

  /// Famous hexadecimal words or the digits of pi, e and the root of two, in a value of such digits or as half of it.
  static func containsFamousDigits(_ value: Span<UInt8>) -> Bool {
    let isHex = value.indices.allSatisfy { value[$0].isHexDigit }
    // None of them is half of a longer value.
    if !isHex, value.count > 2 * famous.longest { return false }
    guard let length = famous.match(in: value) else { return false }
    return isHex || length * 2 >= value.count
  }
}

/// Counts how many letters and digits of a value follow from the ones before.
private struct Steps {
  private var characters = 0
  private var expected = 0
  private var repeated = 0
  private var run = 1
  private var longestRun = 1

  init(_ value: Span<UInt8>) {
    var (before, last): (UInt8, UInt8) = (0, 0)
    for index in value.indices where value[index].isLetterOrDigit {
      let byte = value[index].lowercased
      characters += 1
      let follows = Self.follows(byte, last)
      if follows || Self.isSuccessor(byte, before) { expected += 1 } else if byte == last { repeated += 1 }
      run = follows ? run + 1 : 1
      longestRun = max(longestRun, run)
      (before, last) = (last, byte)
    }
  }

  func isMostOf(_ value: Span<UInt8>, contextual: Bool) -> Bool {
    guard characters >= 5, characters * 3 >= value.count * 2 else { return false }
    let possible = characters - 1
    if expected * 4 >= possible * 3 || (characters >= 16 && expected * 10 >= possible * 6) { return true }
    // `00001111-2222-...`: too short a value could do so by chance.
    if characters >= 16, (expected + repeated) * 4 >= possible * 3 { return true }
    return longestRun >= 10 && (!contextual || longestRun * 2 >= value.count)
  }

  private static func follows(_ byte: UInt8, _ last: UInt8) -> Bool {
    isSuccessor(byte, last) || isSuccessor(last, byte) || isRightOf(byte, last)
  }

  private static func isSuccessor(_ byte: UInt8, _ last: UInt8) -> Bool {
    byte == last &+ 1 || (last == UInt8(ascii: "9") && (byte == UInt8(ascii: "0") || byte == UInt8(ascii: "a")))
      || (last == UInt8(ascii: "f") && byte == UInt8(ascii: "0"))
      || (last == UInt8(ascii: "z")
        && (byte == UInt8(ascii: "a") || byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1")))
  }

  /// Whether a letter is right of another in a row of the keyboard.
  private static func isRightOf(_ byte: UInt8, _ last: UInt8) -> Bool {
    // The right neighbour of each letter from `a` to `z`; both are in lower case here.
    let neighbours: StaticString = "snvfrghjokl..mp.wtdyibecux"
    return last.isLowercase && neighbours.utf8Start[Int(last - UInt8(ascii: "a"))] == byte
  }
}
