import Testing
import Text

/// The classes of bytes, compared with those of Unicode for all 256 values.
struct ASCIITests {
  @Test(arguments: UInt8.min ... .max)
  func `a byte has the classes of its character, when it is ASCII`(byte: UInt8) {
    let character = Character(Unicode.Scalar(byte))
    let isASCII = byte < 0x80
    #expect(byte.isDigit == ("0"..."9" ~= character))
    #expect(byte.isUppercase == ("A"..."Z" ~= character && isASCII))
    #expect(byte.isLowercase == ("a"..."z" ~= character && isASCII))
    #expect(byte.isLetter == (isASCII && character.isLetter))
    #expect(byte.isLetterOrDigit == (isASCII && (character.isLetter || character.isNumber)))
    #expect(byte.isWordByte == (byte.isLetterOrDigit || character == "_"))
    #expect(byte.isHexDigit == (isASCII && character.isHexDigit))
    #expect(byte.isBlank == (character == " " || character == "\t"))
    #expect(byte.isWhitespace == (isASCII && character.isWhitespace))
    #expect(byte.isQuote == "\"'`".contains(character))
    if isASCII {
      #expect(String(Unicode.Scalar(byte.lowercased)) == character.lowercased())
      #expect(String(Unicode.Scalar(byte.uppercased)) == character.uppercased())
    } else {
      #expect(byte.lowercased == byte && byte.uppercased == byte)
    }
  }
}
