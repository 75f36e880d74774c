import Findings
import Text

/// Basic credentials (RFC 7617): base64 of printable `user:password`.
struct BasicAuth: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let login = Self.login(in: secret.dropFirst(Self.prefixLength(of: secret))) else { return .invalid }
    return .valid([Self.user(of: login)].compactMap { $0 })
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let prefixLength = Self.prefixLength(of: sample)
    let symbols = sample.dropFirst(prefixLength).filter { $0 != UInt8(ascii: "=") }.count
    let head = Array("svc:".utf8)
    let filler = max(8, symbols * 3 / 4 - head.count)
    return sample.prefix(prefixLength)
      + Base64.encode(head + generator.characters(filler, of: Alphabet.alphanumeric))
  }

  /// Reads base64 of printable text with a colon and something beside it.
  static func login(in text: some Collection<UInt8>) -> (user: [UInt8], password: [UInt8])? {
    guard let bytes = Base64.decode(text, .either), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes.count > 1,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), String(validating: bytes, as: UTF8.self) != nil
    else { return nil }
    return (Array(bytes[..<colon]), Array(bytes[(colon + 1)...]))
  }

  /// The user name, unless it may be the secret itself: some services take a token as user and a filler as password.
  static func user(of login: (user: [UInt8], password: [UInt8])) -> Detail? {
    guard login.user.count <= 32, login.password.count >= 3,
      !["x-oauth-basic", "api_token", "token", "api", "password"].contains(login.password.text)
    else { return nil }
    return .shown("user", login.user.text)
  }

  private static func prefixLength(of secret: [UInt8]) -> Int {
    secret.lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
  }
}

/// Docker's `config.json`: registry logins as JSON, as base64 of that JSON (Kubernetes), or one login's `auth` value.
struct DockerAuth: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    if let first = secret.first(where: { !$0.isWhitespace }), first == UInt8(ascii: "{") || first == UInt8(ascii: "\"")
    {
      return Self.judgeText(secret, first == UInt8(ascii: "{"))
    }
    guard let decoded = Base64.decode(secret, .either) else { return .invalid }
    if decoded.first(where: { !$0.isWhitespace }) == UInt8(ascii: "{") { return Self.judgeText(decoded, true) }
    return BasicAuth().judge(secret)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let auth = Base64.encode(Array("svc:".utf8) + generator.characters(20, of: Alphabet.alphanumeric)).text
    let logins = #""auths":{"registry.example.org":{"auth":"\#(auth)"}}"#
    switch sample.first {
    case UInt8(ascii: "{"): return Array("{\(logins)}".utf8)
    case UInt8(ascii: "\""): return Array(logins.utf8)
    default:
      let isObject = sample.starts(with: "eyJ") || sample.starts(with: "ewo")
      return isObject ? Base64.encode(Array("{\(logins)}".utf8)) : BasicAuth().completed(sample, using: &generator)
    }
  }

  private static func judgeText(_ text: [UInt8], _ isComplete: Bool) -> ChecksumVerdict {
    let whole = isComplete ? text : Array("{".utf8) + text + Array("}".utf8)
    guard let object = JSONValue(parsing: whole) else { return isComplete ? .invalid : .unknown }
    let registries = object["auths"]?.members ?? object.members ?? [:]
    let used = registries.filter { holdsLogin($0.value) }.keys.sorted()
    return used.isEmpty ? .invalid : .valid(used.compactMap { .shown("registry", $0) })
  }

  private static func holdsLogin(_ entry: JSONValue) -> Bool {
    if let auth = entry["auth"]?.string, BasicAuth.login(in: Array(auth.utf8)) != nil { return true }
    return ["identitytoken", "registrytoken", "password"].contains { entry[$0]?.string?.isEmpty == false }
  }
}
