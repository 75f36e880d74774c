import FileTestSupport
import Testing
import Text

/// A kind of file in which secrets are encoded.
struct EncodedHome: CustomTestStringConvertible {
  let testDescription: String
  /// The name that such a file has.
  let file: String
  /// Where the encoded secret begins, 1-based.
  let line: Int
  /// What ``Occurrence/decodedFrom`` says; `nil` for a secret that is written plainly.
  let layers: String?
  /// Rules that find something else in it.
  let others: Set<String>
  /// The file, given the secret.
  let text: @Sendable (String) throws -> String

  init(
    _ name: String, _ file: String, line: Int = 1, _ layers: String?, others: Set<String> = [],
    text: @escaping @Sendable (String) throws -> String
  ) {
    (testDescription, self.file, self.line, self.layers, self.others, self.text) =
      (name, file, line, layers, others, text)
  }

  static let all = kubernetes + registries + machines + pipelines + webPages + documents + code + dumps
}

/// Ways to write a text.
enum Written {
  static func base64(_ text: String) -> String { base64(Array(text.utf8)) }
  static func base64(_ bytes: [UInt8]) -> String { String(decoding: Base64.encode(bytes), as: UTF8.self) }

  static func base64url(_ text: String) -> String {
    String(decoding: Base64.encode(text.utf8, .url, padded: false), as: UTF8.self)
  }

  static func hex(_ text: String) -> String { Hexadecimal.text(of: Array(text.utf8)) }

  static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

  static func gzip(_ text: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write("text", text)
    try folder.shell("gzip -n text")
    return try folder.bytes("text.gz") ?? []
  }

  /// Lines of some width, each but the first after an indentation.
  static func lines(_ text: String, of width: Int, indented: Int = 0) -> String {
    let bytes = Array(text.utf8)
    let lines = stride(from: 0, to: bytes.count, by: width).map {
      String(decoding: bytes[$0..<min($0 + width, bytes.count)], as: UTF8.self)
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indented))
  }

  /// As JSON has it inside a string.
  static func json(_ text: String) -> String {
    text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#).replacing("\n", with: #"\n"#)
  }

  static func percent(_ text: String) -> String {
    text.utf8.map {
      $0.isLetterOrDigit || $0 == UInt8(ascii: "_") ? String(UnicodeScalar($0)) : "%" + Hexadecimal.uppercased($0)
    }
    .joined()
  }

  /// Each byte in a form, in which `@` is its hexadecimal digits.
  static func bytes(_ text: String, as form: String) -> String {
    text.utf8.map { form.replacing("@", with: Hexadecimal.text(of: [$0])) }.joined()
  }

  /// A script for cloud-init, the environment file of an application, and a page of words.
  static func cloudConfig(_ secret: String) -> String {
    "#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    content: |\n      STRIPE_KEY=\(secret)\n"
  }
  static func environment(_ secret: String) -> String { "LOG_LEVEL=info\nSTRIPE_KEY=\(secret)\nPORT=8080\n" }
  static func letter(_ secret: String) -> String {
    "Hello,\n\nhere is the key of which we spoke yesterday; please use it with care:\n\(secret)\n\nSee you\n"
  }
}
