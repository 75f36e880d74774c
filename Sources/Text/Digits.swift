/// Numbers as digits of a fixed width, most significant first, padded with `0`.
package enum Digits {
  /// Digits, capital letters, then small ones.
  package static func base62(_ number: UInt32, width: Int) -> [UInt8] { write(UInt64(number), radix: 62, width: width) }

  /// Digits and small letters.
  package static func base36(_ number: UInt32, width: Int) -> [UInt8] {
    write(UInt64(number), radix: 36, width: width, lower)
  }

  /// Eight small hexadecimal digits.
  package static func hex(_ number: UInt32) -> [UInt8] { write(UInt64(number), radix: 16, width: 8, lower) }

  /// Eight capital hexadecimal digits.
  package static func upperHex(_ number: UInt32) -> [UInt8] { write(UInt64(number), radix: 16, width: 8) }

  /// Decimal digits of a number, padded with `0`.
  package static func decimal(_ number: UInt64, width: Int) -> [UInt8] { write(number, radix: 10, width: width) }

  private static let upper = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let lower = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  private static func write(_ number: UInt64, radix: UInt64, width: Int, _ symbols: [UInt8] = upper) -> [UInt8] {
    var (rest, digits) = (number, [UInt8]())
    for _ in 0..<width {
      digits.append(symbols[Int(rest % radix)])
      rest /= radix
    }
    return digits.reversed()
  }
}
