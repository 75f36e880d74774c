import Content
import GitObjects

/// The members that the former versions of a container have: what is in one of them is not new. The text of a file that is
/// no container, or is stored by Git LFS, is a member without a name.
struct FormerMembers {
  private var contents: Set<Member> = []
  private var names: Set<[UInt8]> = []

  private struct Member: Hashable {
    var name: [UInt8]
    var digest: Int
  }

  /// - Parameter read: The content of a former version; `nil` where it cannot be read, so that more counts as new.
  /// - Complexity: Decompresses the former versions.
  init(
    _ versions: [FormerFile], by containers: ContainerReader, _ largeFiles: LargeFileStore,
    read: (FormerFile) -> [UInt8]?
  ) {
    for version in versions {
      guard let content = read(version) else { continue }
      var digest = TextDigest()
      let outcome = containers.read(content, path: version.path, largeFiles: largeFiles) { chunk, origin in
        digest.add(chunk)
        guard chunk.isLast else { return }
        let name = Self.name(origin.path, in: version.path)
        contents.insert(Member(name: name, digest: digest.take()))
        names.insert(name)
      }
      guard outcome == nil else { continue }
      // A file that Git LFS stores now was a text before.
      digest.add(TextChunk(BlobText.decoded(content).span))
      contents.insert(Member(name: [], digest: digest.take()))
    }
  }

  /// Whether a former version has a member of the same name and text.
  func contains(_ path: [UInt8], in container: [UInt8], _ digest: Int) -> Bool {
    contents.contains(Member(name: Self.name(path, in: container), digest: digest))
  }

  /// Whether a former version has a member of the same name.
  func containsName(of path: [UInt8], in container: [UInt8]) -> Bool { names.contains(Self.name(path, in: container)) }

  private static func name(_ path: [UInt8], in container: [UInt8]) -> [UInt8] { Array(path.dropFirst(container.count)) }
}

/// Tells texts apart while one scan runs, of which the chunks are cut at the same places.
struct TextDigest {
  private var hasher = Hasher()

  mutating func add(_ chunk: TextChunk) {
    chunk.bytes.withUnsafeBufferPointer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The digest of what was added, and the start of another one.
  mutating func take() -> Int {
    defer { hasher = Hasher() }
    return hasher.finalize()
  }
}
