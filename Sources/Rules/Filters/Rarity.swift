import ByteSearch
import CModels

/// How unlike words, identifiers and paths a string is: the mean surprise of its characters under a character trigram
/// model of ordinary text and code (`Scripts/fit-rarity` makes it from word lists, documentation and sources).
///
/// Measured on the model: dictionary words are at 3.3 bits per character (median; 95 % are under 6.3), identifiers and
/// paths at 3 to 5, random hexadecimal digits at 5, random small letters at 7.5 to 8, random letters and digits at 8.5 to 9.
/// Digits count 3.3 bits more than their place in the model, so a run of digits alone is at 4 to 5.
public enum Rarity {
  /// Mean surprise in bits per byte of `bytes`; 0 for an empty span.
  public static func surprise(_ bytes: Span<UInt8>) -> Float {
    guard !bytes.isEmpty else { return 0 }
    var total = 0
    forEachSurprise(in: bytes) { _, surprise in total += surprise }
    return Float(total) / (16 * Float(bytes.count))
  }

  /// Bytes of the stretch whose mean is the peak.
  private static let stretch = 8

  /// Mean surprise in bits per byte, and the largest mean of any eight bytes in a row.
  public static func measure(_ bytes: Span<UInt8>) -> (mean: Float, peak: Float) {
    guard !bytes.isEmpty else { return (0, 0) }
    var recent = [8 of Int](repeating: 0)
    var (total, running, peak) = (0, 0, 0)
    forEachSurprise(in: bytes) { index, surprise in
      total += surprise
      running += surprise - recent[index % stretch]
      recent[index % stretch] = surprise
      if index >= stretch - 1 { peak = max(peak, running) }
    }
    let mean = Float(total) / (16 * Float(bytes.count))
    return (mean, bytes.count < stretch ? mean : Float(peak) / Float(16 * stretch))
  }

  /// Visits the surprise of each byte, in sixteenths of a bit.
  @inline(__always)
  private static func forEachSurprise(in bytes: Span<UInt8>, _ body: (Int, Int) -> Void) {
    let model = Self.model
    let symbols = Self.symbols.span
    var (first, second) = (0, 0)
    var small = false
    for index in bytes.indices {
      let byte = bytes[index]
      var surprise = 0
      // A capital after a small letter begins a word.
      if small, byte &- 65 < 26 {
        surprise = model[first << 10 | second << 5]
        (first, second) = (second, 0)
      }
      let third = Int(symbols[Int(byte)])
      surprise += model[first << 10 | second << 5 | third] + (third == digit ? digitChoice : 0)
      (first, second) = (second, third)
      small = byte &- 97 < 26
      body(index, surprise)
    }
  }

  /// Bits per byte under which a string of any length reads as words: 1 in 100 random hexadecimal strings of 32 digits
  /// falls below, and so do 80 of 100 identifiers.
  public static let wordThreshold: Float = 4.3

  /// Whether `bytes` read as words, an identifier or a path rather than as something random.
  ///
  /// The bound grows with the length, since a short word may be rare but a long text of words is not, and is lower for
  /// strings with many digits: 1 in 100 random strings of 8 letters falls below it, 1 in 1,000 of 16, and next to no
  /// random hexadecimal string; 85 of 100 dictionary words do.
  public static func looksLikeWords(_ bytes: Span<UInt8>) -> Bool { surprise(bytes) < wordBound(for: bytes) }

  /// Bits per byte under which `bytes` read as words.
  public static func wordBound(for bytes: Span<UInt8>) -> Float {
    var digits = 0
    for index in bytes.indices where bytes[index] >= 48 && bytes[index] <= 57 { digits += 1 }
    return digits * 6 > bytes.count ? 4.0 : 4.7 + Float(min(bytes.count, 24)) / 24
  }

  /// Symbol of a digit, and what choosing one of ten costs, in sixteenths of a bit.
  private static let digit = 27
  private static let digitChoice = 53

  private static let model = FittedTable(start: rarity_model(), count: rarity_model_size())

  /// The reduced alphabet: 1...26 letters without case, digits, joiners, dots, slashes, all else; 0 begins a word.
  private static let symbols: [UInt8] = {
    var table = [UInt8](repeating: 31, count: 256)
    for letter in 0..<26 {
      table[65 + letter] = UInt8(1 + letter)
      table[97 + letter] = UInt8(1 + letter)
    }
    for value in 48...57 { table[value] = UInt8(digit) }
    for joiner in "_- ".utf8 { table[Int(joiner)] = 28 }
    for dot in ".:".utf8 { table[Int(dot)] = 29 }
    for slash in "/\\".utf8 { table[Int(slash)] = 30 }
    return table
  }()
}
