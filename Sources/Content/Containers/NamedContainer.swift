import Text

/// Containers of which nothing but their names says what they are: parts of an archive that was cut, but for the first one,
/// which begins like the archive, and files of Brotli, whose format has no sign (RFC 7932).
public enum NamedContainer {
  /// Whether a name is one's.
  public static func mayBe(named name: Span<UInt8>) -> Bool { self.name(of: name) != nil }

  /// - Parameters:
  ///   - path: Of something whose bytes show no container.
  ///   - head: Its first bytes; a text is none, whatever it is called.
  static func kind(of path: [UInt8], _ head: Span<UInt8>) -> ContainerKind? {
    guard let name = name(of: PathText.name(of: path).span), !head.beginsLikeText else { return nil }
    return .closed(name)
  }

  /// What a container with such a name is called in reports.
  private static func name(of file: Span<UInt8>) -> String? {
    if isPart(file) { return "a later part of a split archive" }
    return file.count > 3 && file.hasBytes(Array(".br".utf8), at: file.count - 3) ? "compressed with Brotli" : nil
  }

  /// Whether a name has the number of a part: `a.z02`, or `a.7z.002`.
  private static func isPart(_ name: Span<UInt8>) -> Bool {
    guard name.count > 4, name[name.count - 4] == UInt8(ascii: "."), name[name.count - 2].isDigit,
      name[name.count - 1].isDigit
    else { return false }
    let first = name[name.count - 3]
    guard first.isDigit else { return first | 0x20 == UInt8(ascii: "z") }
    return endings.contains { name.hasBytes($0, at: name.count - 4 - $0.count) }
  }

  private static let endings = [".7z", ".zip", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".iso"]
    .map { Array($0.utf8) }
}
