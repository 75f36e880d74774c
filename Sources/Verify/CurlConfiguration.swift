/// A request in the words of curl's `--config`, which it reads from its standard input: arguments and environment variables
/// are seen by others.
///
/// Everything.curl.dev, "Config file": a value is in double quotes, with `\\ \" \t \n \r \v` escaped. A line feed in a value
/// would begin another option, and the first lines that curl 7 to 8 read of a value end there; so ``write`` refuses control
/// characters other than those of a body, which are escaped.
struct CurlConfiguration {
  private(set) var text = ""

  /// - Parameters:
  ///   - seconds: How long the whole request may take.
  ///   - longestAnswer: In bytes; curl sees only what the answer announces, so the reader counts as well.
  /// - Returns: `nil` when a value has a control character.
  init?(_ request: HTTPRequest, seconds: Double, longestAnswer: Int) {
    add("url", request.url)
    // HEAD by `request` alone would wait for a body.
    if request.method == "HEAD" { line("head") } else { add("request", request.method) }
    for header in request.headers { add("header", header) }
    if let credentials = request.credentials { add("user", credentials) }
    if let signature = request.signature {
      let parts = signature.split(separator: "/")
      add("aws-sigv4", "aws:amz:\(parts.first ?? ""):\(parts.last ?? "")")
    }
    let texts = [request.method, request.url, request.credentials ?? "", request.pinnedAddress ?? ""]
    guard (texts + request.headers).allSatisfy(Self.isPlain) else { return nil }
    if let body = request.body { add("data-raw", body) }
    if let address = request.pinnedAddress {
      let parts = request.host.split(separator: ":")
      add("resolve", "\(parts[0]):\(parts.count > 1 ? parts[1] : "443"):\(address)")
    }
    add("max-time", "\(seconds)")
    add("connect-timeout", "\(seconds)")
    add("max-filesize", "\(longestAnswer)")
    add("proto", "=https")
    add("max-redirs", "0")
    // Braces and brackets are no patterns, and `..` in a path stays.
    for option in ["silent", "include", "globoff", "path-as-is", "suppress-connect-headers"] { line(option) }
  }

  private mutating func line(_ line: String) { text += line + "\n" }

  private mutating func add(_ option: String, _ value: String) {
    var escaped = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      default: escaped.unicodeScalars.append(character)
      }
    }
    line("\(option) = \"\(escaped)\"")
  }

  /// Whether a text has no control character.
  static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}
