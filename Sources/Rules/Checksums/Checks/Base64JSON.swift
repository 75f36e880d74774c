import Findings
import Text

/// Tokens that contain a JSON object in base64 after their prefix.
struct Base64JSON: SecretCheck {
  /// What one kind of token contains.
  struct Form: Sendable {
    /// Names that must all be members; empty for any object.
    let names: [String]
    /// The object that a sample gets, with `?` for a random character; `nil` to build on what the sample starts with.
    let model: String?
    /// Member to show, and its name in reports.
    var shown: (member: String, name: String)?
  }

  /// One of these forms must fit.
  let forms: [Form]

  static let anyObject = Base64JSON(forms: [Form(names: [], model: nil)])

  /// Grafana cloud access policies (`glc_`) and former API keys.
  static let grafanaCloud = Base64JSON(forms: [
    Form(
      names: ["o", "n", "k", "m"],
      model: #"{"o":"104321","n":"stack-write","k":"\#(String(repeating: "?", count: 24))","m":{"r":"us"}}"#,
      shown: ("o", "organization id")),
    Form(names: ["k", "n", "id"], model: #"{"k":"\#(String(repeating: "?", count: 32))","n":"viewer","id":1}"#),
  ])

  /// 1Password service accounts.
  static let onePassword = Base64JSON(forms: [
    Form(
      names: ["signInAddress", "userAuth", "secretKey"],
      model: """
        {"signInAddress":"example.1password.com","userAuth":{"method":"SRPg-4096","alg":"PBES2g-HS256",\
        "iterations":650000,"salt":"??????????????????????"},"email":"??????????????@1passwordserviceaccounts.com",\
        "srpX":"????????????????????????????????","secretKey":"??????????????????????????????????"}
        """,
      shown: ("signInAddress", "address"))
  ])

  /// Cloudflare tunnels: account, tunnel and secret.
  static let cloudflareTunnel = Base64JSON(forms: [
    Form(
      names: ["a", "t", "s"],
      model: """
        {"a":"????????????????????????????????","t":"????????-????-????-????-????????????",\
        "s":"????????????????????????????????????????????"}
        """)
  ])

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let object = EncodedObject(in: secret)?.value, let members = object.members,
      let form = forms.first(where: { $0.names.allSatisfy { members[$0] != nil } })
    else { return .invalid }
    guard let shown = form.shown, let value = members[shown.member]?.string,
      let detail = Detail.shown(shown.name, value)
    else { return .valid([]) }
    return .valid([detail])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let run = EncodedObject.run(in: sample) else { return sample }
    let models = forms.compactMap(\.model).map { Base64.encode(Self.filled($0, using: &generator)) }
    let made =
      models.first { $0.prefix(8).elementsEqual(sample[run].prefix(8)) } ?? models.first
      ?? EncodedObject.rebuilt(from: sample[run], using: &generator)
    return sample[..<run.lowerBound] + made + sample[run.upperBound...]
  }

  /// A model with its question marks replaced by random hexadecimal digits.
  static func filled(_ model: String, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    var filled = Array(model.utf8)
    for place in filled.indices where filled[place] == UInt8(ascii: "?") {
      filled[place] = generator.characters(1, of: Alphabet.lowerHex)[0]
    }
    return filled
  }
}

/// A JSON object in base64 inside a token.
struct EncodedObject {
  let value: JSONValue
  /// Where the base64 ends.
  let end: Int

  /// Finds the object after any prefix; text after it may follow after `.`, `_` or `-`.
  init?(in secret: [UInt8]) {
    guard let start = Self.start(in: secret) else { return nil }
    let stop = secret[start...].firstIndex { !Self.isSymbol($0) } ?? secret.count
    // `_` and `-` may be digits of base64url, or may part the object from a signature: the first and the last are tried.
    let marks = secret[start..<stop].indices.filter { "_-".utf8.contains(secret[$0]) }
    let ends = [stop] + [marks.first, marks.last].compactMap { $0 }
    for end in ends {
      guard let bytes = Base64.decode(secret[start..<end], .either), let value = JSONValue(parsing: bytes),
        value.members != nil
      else { continue }
      self.value = value
      self.end = end
      return
    }
    return nil
  }

  /// The part of a random sample that stands for the object, without a signature after a lone underscore.
  static func run(in sample: [UInt8]) -> Range<Int>? {
    guard let start = start(in: sample) else { return nil }
    let stop = sample[start...].firstIndex { !isSymbol($0) } ?? sample.count
    let marks = sample[start..<stop].indices.filter { "_-".utf8.contains(sample[$0]) }
    return start..<(marks.count == 1 && sample[marks[0]] == UInt8(ascii: "_") ? marks[0] : stop)
  }

  /// Base64 of an object that begins as `sample` does and is about as long.
  static func rebuilt(from sample: ArraySlice<UInt8>, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let symbols = sample.prefix { $0 != UInt8(ascii: "=") }
    let bytes = Base64.decode(symbols.prefix(symbols.count / 4 * 4), .either) ?? []
    var kept = Array(bytes.prefix { (0x20...0x7E).contains($0) })
    while !kept.isEmpty {
      for closing in [#"":""#, #":""#, #"":1,"v":""#, #""v":""#, "\"", ""] {
        var filler = max(8, bytes.count - kept.count - closing.utf8.count - 2)
        filler += (6 - (kept.count + closing.utf8.count + filler + 2) % 3) % 3
        var made = kept + Array(closing.utf8)
        made += generator.characters(filler, of: Alphabet.alphanumeric) + Array("\"}".utf8)
        if JSONValue(parsing: made)?.members != nil { return Base64.encode(made) }
      }
      kept.removeLast()
    }
    return Array(sample)
  }

  private static func start(in secret: [UInt8]) -> Int? {
    let openings: [StaticString] = ["eyJ", "ewo", "ew0K", "eyA"]
    return openings.lazy.compactMap { secret.firstRange(of: $0)?.lowerBound }.first
  }

  private static func isSymbol(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || "+/=_-".utf8.contains(byte) }
}
