public import Findings

/// Where a text comes from.
public struct TextOrigin: Sendable {
  /// Path relative to what is scanned, as git or the file system has it; `-` for standard input, `commit/ID` for a
  /// message.
  public var path: [UInt8]
  /// The commit that introduced the text; `nil` where none did.
  public var commit: Commit?
  /// The layer of a container image that the text is in, such as `sha256:` and 64 hexadecimal digits.
  public var layer: String?

  /// Creates an origin from its parts.
  public init(path: [UInt8], commit: Commit? = nil, layer: String? = nil) {
    self.path = path
    self.commit = commit
    self.layer = layer
  }

  /// The path for reports: bytes that are not UTF-8 as `\xNN`.
  public var displayPath: String { PathText.display(path) }
}
