import Findings
import Text

/// JSON Web Tokens (RFC 7519): header with `alg`, payload and a signature as long as the algorithm makes it (RFC 7518).
struct JSONWebToken: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let parts = Self.token(in: secret).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let header = parts.first.flatMap(Self.object), let algorithm = header["alg"]?.string else { return .invalid }
    // An encrypted token (RFC 7516) shows nothing but its header.
    if parts.count == 5 { return header["enc"] == nil ? .invalid : .unknown }
    guard parts.count == 3, let payload = Self.object(parts[1]), Self.fits(parts[2], algorithm) else { return .invalid }
    return .valid(Self.details(algorithm, payload))
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let token = Self.token(in: sample)
    let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let header = parts.first.flatMap { Self.object($0)?["alg"] == nil ? nil : Array($0) }
    let payload = parts.dropFirst().first.flatMap { Self.object($0) == nil ? nil : Array($0) }
    let algorithm = header.flatMap { Self.object($0[...])?["alg"]?.string } ?? "HS256"
    let subject = generator.characters(12, of: Alphabet.alphanumeric).text
    let claims = #"{"sub":"\#(subject)","iss":"https://login.example.org","iat":1767225600,"exp":1798761600}"#
    let made: [[UInt8]] = [
      header ?? Base64.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8), .url, padded: false),
      payload ?? Base64.encode(Array(claims.utf8), .url, padded: false),
      Base64.encode(generator.bytes(Self.signatureLength(algorithm) ?? 256), .url, padded: false),
    ]
    return Array(sample[..<token.startIndex]) + made.joined(separator: ".".utf8)
  }

  /// Whether a value looks like a token: segments of base64 of which the first is no JSON, or JSON with a parameter of
  /// RFC 7515's header. Other signed values begin with JSON too, such as session cookies.
  static func isClaimed(by value: [UInt8]) -> Bool {
    guard value.starts(with: "eyJ"), let dot = value.firstIndex(of: UInt8(ascii: ".")) else { return false }
    guard value.allSatisfy({ $0.isLetterOrDigit || "-_.".utf8.contains($0) }) else { return false }
    guard let header = object(value[..<dot]) else { return true }
    return ["alg", "typ", "kid", "enc"].contains { header[$0] != nil }
  }

  /// The token without a prefix such as `Bearer `.
  private static func token(in secret: [UInt8]) -> ArraySlice<UInt8> {
    let start = secret.firstRange(of: "eyJ") ?? secret.firstRange(of: "ewo")
    return secret[(start?.lowerBound ?? 0)...]
  }

  private static func object(_ part: ArraySlice<UInt8>) -> JSONValue? {
    guard let value = Base64.decode(part, .url).flatMap({ JSONValue(parsing: $0) }), value.members != nil else {
      return nil
    }
    return value
  }

  /// Bytes of a signature; `nil` where the key decides or the algorithm is not registered.
  private static func signatureLength(_ algorithm: String) -> Int? {
    switch algorithm {
    case "HS256": 32
    case "HS384": 48
    case "HS512", "ES256", "ES256K", "EdDSA": 64
    case "ES384": 96
    case "ES512": 132
    default: nil
    }
  }

  private static func fits(_ signature: ArraySlice<UInt8>, _ algorithm: String) -> Bool {
    guard let bytes = Base64.decode(signature, .url) else { return false }
    if algorithm.lowercased() == "none" { return bytes.isEmpty }
    if let length = signatureLength(algorithm) { return bytes.count == length }
    let isRSA = algorithm.hasPrefix("RS") || algorithm.hasPrefix("PS")
    return isRSA ? bytes.count >= 128 : !bytes.isEmpty
  }

  private static func details(_ algorithm: String, _ payload: JSONValue) -> [Detail] {
    var details = [Detail.shown("algorithm", algorithm)]
    details.append(payload["iss"]?.string.flatMap { .shown("issuer", $0) })
    details.append(payload["role"]?.string.flatMap { .shown("role", $0) })
    details.append(payload["exp"]?.integer.flatMap(calendarDate).map { Detail(name: "expires", value: $0) })
    return details.compactMap { $0 }
  }
}

extension Detail {
  /// A detail whose value comes from scanned bytes: only short printable ASCII is shown.
  static func shown(_ name: String, _ value: String) -> Detail? {
    guard !value.isEmpty, value.utf8.count <= 100, Array(value.utf8).isPrintableASCII else { return nil }
    return Detail(name: name, value: value)
  }
}
