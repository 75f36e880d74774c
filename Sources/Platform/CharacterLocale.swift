#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// What C functions take for the encoding of names: ASCII, until UTF-8 is set.
package enum CharacterLocale {
  /// Makes names UTF-8 for the whole process, and changes nothing else of its locale.
  ///
  /// libarchive drops names that the locale cannot represent. `C.UTF-8` is part of the C library, also of a static one.
  package static func useUTF8() { _ = isUTF8 }

  // Apple's systems call it `UTF-8`.
  private static let isUTF8 = setlocale(LC_CTYPE, "C.UTF-8") != nil || setlocale(LC_CTYPE, "UTF-8") != nil
}
