/// One assignment of an environment file.
public struct DotEnvEntry: Sendable, Equatable {
  /// The setting's name.
  public var name: String
  /// Without its quotes, escapes of a double-quoted value resolved.
  public var value: [UInt8]
  /// Where the value is in the text, without its quotes.
  public var range: Range<Int>
  /// Line of the value's first byte, 1-based.
  public var line: Int
  /// Column of the value's first byte, 1-based, in bytes.
  public var column: Int
  /// Line of the value's last byte, 1-based.
  public var endLine: Int
  /// Column after the value's last byte.
  public var endColumn: Int

  /// The value as text; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: value, as: UTF8.self) }
}
