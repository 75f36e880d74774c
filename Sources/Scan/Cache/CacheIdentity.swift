import Findings
import GitObjects
import Platform
import Rules

/// What decides whether an object has candidates, beside its content: the program, the rules, how deep encodings are
/// decoded, what is read of archives, the kind of repository.
enum CacheIdentity {
  /// - Returns: `nil` when the program cannot read itself.
  static func digest(_ rules: ScanRules, _ archives: ArchiveSettings, _ format: ObjectFormat) -> Digest? {
    guard let program = programDigest() else { return nil }
    let settings = Array("\(format) \(rules.decodeDepth) \(archives)".utf8)
    return Digest(of: rules.set.identity + settings, after: program)
  }

  /// The digest of the running program, so that no other build of it takes over what this one judged.
  private static func programDigest() -> Digest? {
    guard let path = ThisProcess.programPath, let file = try? Descriptor(reading: path) else { return nil }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var digest = Digest(of: [])
    while let count = try? file.read(into: &piece, from: 0, count: piece.count) {
      if count == 0 { return digest }
      digest = Digest(of: piece[..<count], after: digest)
    }
    return nil
  }
}
