// Classes of ASCII bytes. All are inlined: texts are classified byte by byte.
extension UInt8 {
  /// `0` to `9`.
  @inlinable @inline(__always) package var isDigit: Bool { self &- 0x30 < 10 }
  /// `A` to `Z`.
  @inlinable @inline(__always) package var isUppercase: Bool { self &- 0x41 < 26 }
  /// `a` to `z`.
  @inlinable @inline(__always) package var isLowercase: Bool { self &- 0x61 < 26 }
  /// A letter of either case.
  @inlinable @inline(__always) package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  /// A letter or digit.
  @inlinable @inline(__always) package var isLetterOrDigit: Bool { isLetter || isDigit }
  /// A character of base64's standard alphabet (RFC 4648, section 4), padding not included.
  @inlinable @inline(__always) package var isBase64Digit: Bool { isLetterOrDigit || self == 0x2B || self == 0x2F }
  /// A letter, digit or underscore: what `\w` matches.
  @inlinable @inline(__always) package var isWordByte: Bool { isLetterOrDigit || self == 0x5F }
  /// A hexadecimal digit of either case.
  @inlinable @inline(__always) package var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
  /// A space or tab.
  @inlinable @inline(__always) package var isBlank: Bool { self == 0x20 || self == 0x09 }
  /// A space, or one of tab, line feed, vertical tab, form feed and carriage return.
  @inlinable @inline(__always) package var isWhitespace: Bool { self == 0x20 || self &- 0x09 < 5 }
  /// One of `(`, `[` and `{`.
  @inlinable @inline(__always) package var isOpeningBracket: Bool { self == 0x28 || self == 0x5B || self == 0x7B }
  /// One of `)`, `]` and `}`.
  @inlinable @inline(__always) package var isClosingBracket: Bool { self == 0x29 || self == 0x5D || self == 0x7D }
  /// One of `"`, `'` and the backtick.
  @inlinable @inline(__always) package var isQuote: Bool { self == 0x22 || self == 0x27 || self == 0x60 }
  /// The letter in lower case; any other byte unchanged.
  @inlinable @inline(__always) package var lowercased: UInt8 { isUppercase ? self | 0x20 : self }
  /// The letter in upper case; any other byte unchanged.
  @inlinable @inline(__always) package var uppercased: UInt8 { isLowercase ? self & 0xDF : self }
}
