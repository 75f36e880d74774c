import Text

/// PuTTY's key files (PuTTY manual, appendix C): header lines, public and private lines in base64, a MAC.
enum PuTTYKey {
  /// Reads a file; `nil` when its private lines are not base64.
  ///
  /// - Returns: `unknown` when the text ends before the private part, as a match of the first lines does.
  static func judge(_ text: [UInt8]) -> ChecksumVerdict {
    let lines = PEMText.unescaped(text[...]).split(separator: UInt8(ascii: "\n")).map(PEMText.trimmed)
    guard let encryption = value(of: "Encryption:", in: lines), let place = privatePlace(in: lines) else {
      return .unknown
    }
    let body = lines[place.start...].prefix(place.count)
    guard body.count == place.count, let bytes = Base64.decode(Array(body.joined())), bytes.count >= 16 else {
      return .invalid
    }
    let type = lines.first?.split(separator: UInt8(ascii: " ")).last?.text
    return .valid(KeyStructure(format: "PuTTY", algorithm: type, isEncrypted: encryption != "none").details)
  }

  /// A file with random contents that keeps the sample's version number.
  static func made(like sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let version = sample.starts(with: "PuTTY-User-Key-File-3") ? 3 : 2
    let mac = generator.characters(version == 3 ? 64 : 40, of: Alphabet.lowerHex).text
    let lines = [
      "PuTTY-User-Key-File-\(version): ssh-ed25519", "Encryption: none", "Comment: key", "Public-Lines: 1",
      Base64.encode(generator.bytes(48)).text, "Private-Lines: 1", Base64.encode(generator.bytes(36)).text,
      "Private-MAC: \(mac)",
    ]
    return Array(lines.joined(separator: "\n").utf8)
  }

  private static func value(of name: StaticString, in lines: [ArraySlice<UInt8>]) -> String? {
    lines.first { $0.starts(with: name) }.map { PEMText.trimmed($0.dropFirst(name.utf8CodeUnitCount)).text }
  }

  /// Where the private lines start, and how many the file claims.
  private static func privatePlace(in lines: [ArraySlice<UInt8>]) -> (start: Int, count: Int)? {
    guard let count = value(of: "Private-Lines:", in: lines).flatMap({ Int($0) }), (1...1000).contains(count),
      let line = lines.firstIndex(where: { $0.starts(with: "Private-Lines:") })
    else { return nil }
    return (line + 1, count)
  }
}
