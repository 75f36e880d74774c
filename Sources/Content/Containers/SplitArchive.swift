import GitObjects
import Text

/// The parts of an archive that was cut, but for the first one, which begins like the archive: nothing else is known of them
/// than their names.
public enum SplitArchive {
  /// Whether a name has the number of a part: `a.z02`, or `a.7z.002`.
  public static func isPart(named name: Span<UInt8>) -> Bool {
    guard name.count > 4, name[name.count - 4] == UInt8(ascii: "."), name[name.count - 2].isDigit,
      name[name.count - 1].isDigit
    else { return false }
    let first = name[name.count - 3]
    guard first.isDigit else { return first | 0x20 == UInt8(ascii: "z") }
    return endings.contains { name.hasBytes($0, at: name.count - 4 - $0.count) }
  }

  private static let endings = [".7z", ".zip", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".iso"]
    .map { Array($0.utf8) }

  /// - Parameters:
  ///   - path: Of something whose bytes show no container.
  ///   - head: Its first bytes; a text is none, whatever it is called.
  static func kind(of path: [UInt8], _ head: Span<UInt8>) -> ContainerKind? {
    isPart(named: PathText.name(of: path).span) && looksBinary(head) ? .closed("a later part of a split archive") : nil
  }
}
