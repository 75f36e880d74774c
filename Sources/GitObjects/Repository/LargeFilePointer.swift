/// What a repository has in place of a file that Git LFS stores (git-lfs, docs/spec.md, "The Pointer").
public struct LargeFilePointer: Hashable, Sendable {
  /// The SHA-256 of the file's content.
  public let id: ObjectID
  /// Bytes of the file's content.
  public let size: Int

  /// - Returns: `nil` for every other content.
  /// - Complexity: A few comparisons for nearly all of them.
  public init?(_ content: Span<UInt8>) {
    guard content.count < Self.sizeLimit, content.count > Self.start.count,
      Self.start.indices.allSatisfy({ content[$0] == Self.start[$0] })
    else { return nil }
    let text = content.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    var lines = text.split(whereSeparator: \.isNewline)[...]
    guard let version = lines.popFirst(), Self.versions.contains(String(version.dropFirst(Self.start.count))) else {
      return nil
    }
    var values: [Substring: Substring] = [:]
    for line in lines {
      guard let space = line.firstIndex(of: " ") else { return nil }
      values[line[..<space]] = line[line.index(after: space)...]
    }
    guard let hash = values["oid"], hash.hasPrefix(Self.hash), let size = values["size"].flatMap({ Int($0) }),
      size >= 0,
      let id = ObjectID(String(hash.dropFirst(Self.hash.count))), id.format == .sha256
    else { return nil }
    self.id = id
    self.size = size
  }

  /// Pointers are shorter than this, in bytes.
  private static let sizeLimit = 1_024
  private static let start = Array("version ".utf8)
  private static let hash = "sha256:"
  /// The specification's, and what releases before it wrote.
  private static let versions: Set<String> = [
    "https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1", "http://git-media.io/v/2",
  ]
}
