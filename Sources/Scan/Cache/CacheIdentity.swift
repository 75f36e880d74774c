import Findings
import GitObjects
import Rules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What decides whether an object has candidates, beside its content: the program, the rules, the kind of repository.
enum CacheIdentity {
  /// - Returns: `nil` when the program cannot read itself.
  static func digest(_ rules: RuleSet, _ format: ObjectFormat) -> Digest? {
    guard let program = programDigest() else { return nil }
    return Digest(of: rules.identity + Array("\(format)".utf8), after: program)
  }

  /// The digest of the running program, so that no other build of it takes over what this one judged.
  private static func programDigest() -> Digest? {
    guard let path = programPath() else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var digest = Digest(of: [])
    while true {
      let count = systemRead(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? digest : nil }
      digest = Digest(of: piece[..<count], after: digest)
    }
  }

  private static func programPath() -> String? {
    #if canImport(Darwin)
      var path = [CChar](repeating: 0, count: Int(PATH_MAX))
      var size = UInt32(path.count)
      return _NSGetExecutablePath(&path, &size) == 0 ? path.withUnsafeBufferPointer(String.init(cString:)) : nil
    #else
      return "/proc/self/exe"
    #endif
  }
}
