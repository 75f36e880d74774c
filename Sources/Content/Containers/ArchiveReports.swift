/// What the reader says of members and of damage.
extension ArchiveReader {
  /// One member, before its content is read.
  struct Member {
    /// Any bytes but NUL; empty when the container does not say.
    var name: [UInt8]
    /// Whether it has content to be read, whatever type its header says: archivers differ in what they call a file.
    var isFile: Bool
    /// Whether that is a regular file's.
    var isRegular: Bool
    /// Where a symbolic link leads; empty for all else.
    var target: [UInt8]
    var isEncrypted = false
    /// As the container states it; `nil` when it does not.
    var size: Int?
  }

  enum Step {
    case member(Member)
    case end
    case failed(Failure)
  }

  /// What libarchive, or the container's input, reports.
  struct Failure {
    /// Of libarchive, which may have none, else a whole reason.
    var words: String
    var isOfInput = false
    /// Whether it is a method that libarchive does not have, rather than damage.
    var isUnsupported = false
    /// Whether a password would be needed.
    var isEncrypted = false
    /// Whether no other member can be read either.
    var endsContainer: Bool

    /// As a reason.
    var damage: String { isOfInput ? words : words.isEmpty ? "it is damaged" : "it is damaged (\(words))" }
  }
}

extension ArchiveReader.Failure {
  /// - Parameter reported: The error's text, as libarchive 3.6 has it.
  init(reported: String, endsContainer: Bool) {
    // After damage it may say no more than that it was called once more.
    let words = reported.hasPrefix("INTERNAL ERROR") ? "" : reported
    func mentions(_ parts: [String]) -> Bool { parts.contains { words.contains($0) } }
    self.init(
      words: words, isUnsupported: mentions(Self.unsupported),
      isEncrypted: mentions(["rypt", "assphrase"]) && !words.hasPrefix("Truncated"), endsContainer: endsContainer)
  }

  /// How methods are reported that it lacks; the same words with others, such as "Unsupported header version", are about
  /// damage.
  private static let unsupported = [
    "Unsupported ZIP compression", "Unsupported CAB compression", "Unexpected codec", "Unknown codec",
    "Unsupported form of BCJ2", "Multivolume", "but currently not supported",
  ]
}
