import CPage
import Findings
import Text

/// The style sheet and the script that the page carries, from `Sources/CPage`, and the policy that allows these two alone.
enum PageAssets {
  /// The bytes are constants of the binary, whose sizes C tells.
  static let style = text(page_style(), page_style_size())
  static let script = text(page_script(), page_script_size())

  /// A content security policy (CSP Level 3) under which nothing is loaded and nothing else runs, should escaping ever fail.
  static let policy =
    "default-src 'none'; style-src '\(hash(of: style))'; script-src '\(hash(of: script))'; base-uri 'none'; "
    + "form-action 'none'"

  private static func text(_ start: UnsafePointer<UInt8>?, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// `sha256-` and base64, as the policy names a text between tags.
  private static func hash(of text: String) -> String {
    let digits = Digest.sha256(of: Array(text.utf8)).drop { $0 != ":" }.dropFirst()
    return "sha256-" + String(decoding: Base64.encode(Hexadecimal.bytes(of: digits.utf8) ?? []), as: UTF8.self)
  }
}
