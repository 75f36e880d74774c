import Text

/// Which members of a tar are layers of a container image, and their digests.
///
/// In an OCI layout, which `docker save` writes since version 25, a layer is the member `blobs/sha256/DIGEST`
/// (image-spec 1.1, image-layout.md). Before, it was `ID/layer.tar` with an id of its own: `manifest.json` names the
/// layers in order (crane and ko call them `DIGEST.tar.gz`, by what they are compressed), and the image's configuration their digests (`rootfs.diff_ids`) in the same.
struct ImageLayers {
  private var digests: [[UInt8]: [UInt8]] = [:]

  /// What layers that say nothing themselves are called.
  init() {}

  /// The digest of a layer, as 64 hexadecimal digits; `nil` where it is unknown.
  func digest(of member: [UInt8]) -> [UInt8]? { digests[Self.plain(member)] ?? Self.digest(inPath: member) }

  /// A name without the `./` that some programs put before all of them; empty for the folder itself.
  private static func plain(_ name: [UInt8]) -> [UInt8] {
    var rest = name[...]
    while rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
    return Array(rest)
  }

  /// Whether a member is the folder that all others are in, which says nothing.
  static func isTop(_ name: [UInt8]) -> Bool { plain(name).isEmpty }

  /// The digest that a path in an OCI layout ends with.
  static func digest(inPath path: [UInt8]) -> [UInt8]? {
    let digest = path.suffix(digestLength)
    let folder = "blobs/sha256/".utf8
    guard digest.count == digestLength, digest.allSatisfy(\.isHexDigit) else { return nil }
    let before = path.dropLast(digestLength)
    guard before.suffix(folder.count).elementsEqual(folder) else { return nil }
    let rest = before.dropLast(folder.count)
    return rest.isEmpty || rest.last == PathText.slash ? Array(digest) : nil
  }

  /// Whether an archive that begins with a member may be of the older form, so that it is worth reading twice.
  static func mayBeNamedElsewhere(_ first: [UInt8]) -> Bool {
    let first = plain(first)
    return first.elementsEqual("manifest.json".utf8) || first.elementsEqual("repositories".utf8)
      || first.prefix(while: \.isHexDigit).count == digestLength || first.starts(with: digestMark)
  }

  /// What a configuration's name begins with where it has no `.json` at its end, as go-containerregistry writes it.
  private static let digestMark = "sha256:".utf8

  /// Reads the descriptions in an archive of the older form.
  ///
  /// - Parameter isStopped: Whether there is no time left.
  init(_ archive: ContainerInput, isStopped: @escaping () -> Bool) {
    let reader = ArchiveReader(.tar, archive, isStopped: isStopped)
    var descriptions: [[UInt8]: JSONValue] = [:]
    while case .member(let member) = reader.next() {
      let name = Self.plain(member.name)
      let isDescription = name.suffix(5).elementsEqual(".json".utf8) || name.starts(with: Self.digestMark)
      guard member.isFile, isDescription, let size = member.size, 0...Self.longestDescription ~= size,
        descriptions.count < Self.mostDescriptions
      else { continue }
      var text = [UInt8](repeating: 0, count: size)
      var filled = 0
      while filled < size {
        let got = reader.read(into: &text, from: filled, count: size - filled)
        if got == 0 { break }
        filled += got
      }
      if filled == size, let value = JSONValue(parsing: text) { descriptions[name] = value }
    }
    for image in descriptions[Array("manifest.json".utf8)]?.elements ?? [] {
      guard let name = image["Config"]?.string, let layers = image["Layers"]?.elements,
        let ids = descriptions[Self.plain(Array(name.utf8))]?["rootfs"]?["diff_ids"]?.elements,
        ids.count == layers.count
      else { continue }
      for (layer, id) in zip(layers, ids) {
        guard let path = layer.string, let id = id.string, id.hasPrefix("sha256:") else { continue }
        let digest = Array(id.utf8.dropFirst(7))
        if digest.count == Self.digestLength, digest.allSatisfy(\.isHexDigit) {
          digests[Self.plain(Array(path.utf8))] = digest
        }
      }
    }
  }

  /// The name of a layer in paths: `sha256-` and the first twelve digits.
  static func name(_ digest: [UInt8]) -> [UInt8] { Array("sha256-".utf8) + digest.prefix(12) }

  private static let digestLength = 64
  private static let longestDescription = 4 << 20
  private static let mostDescriptions = 64
}
