import Rules
import Text

/// What browsers, mail programs, notebooks, compilers and databases write.
extension EncodedHome {
  static let webPages = [
    EncodedHome("JWT, in a header", "call.sh", "base64", others: ["jwt"]) {
      let claims = Written.base64url(#"{"sub":"app","key":"\#($0)"}"#)
      let token = "\(Written.base64url(#"{"alg":"HS256","typ":"JWT"}"#)).\(claims).\(Samples.random(43, seed: 91))"
      return "curl -H 'Authorization: Bearer \(token)' https://api.example.org\n"
    },
    EncodedHome("data: URL in base64", "index.html", "base64") {
      "<script src=\"data:text/javascript;base64,\(Written.base64("const key = \"\($0)\";"))\"></script>\n"
    },
    EncodedHome("data: URL in percent-encoding", "index.html", "percent") {
      "<a href=\"data:application/json,\(Written.percent(#"{"key":"\#($0)"}"#))\">settings</a>\n"
    },
    EncodedHome("data: URL in both", "index.html", "percent+base64") {
      let run = Written.base64("~~>???\(String(repeating: " and so on", count: 90)) \($0)")
      return "<a href=\"data:application/octet-stream;base64,\(Written.percent(run))\">settings</a>\n"
    },
    EncodedHome("source map", "app.js", line: 2, "base64") {
      let map = #"{"version":3,"sourcesContent":["const key = '\#($0)'\nrun(key)"],"mappings":"AAAA"}"#
      return "run()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,\(Written.base64(map))\n"
    },
    EncodedHome("query of a URL", "access.log", "percent") {
      "GET /login?next=\(Written.percent("https://app.example.org/?key=\($0)")) HTTP/1.1\n"
    },
    EncodedHome("recorded traffic", "session.har", "base64") {
      "{\"content\":{\"mimeType\":\"application/json\",\"text\":\"\(Written.base64(#"{"key":"\#($0)"}"#))\"}}\n"
    },
    EncodedHome("HTML attribute with JSON", "page.html", nil) {
      "<div data-props=\"{&quot;stripe&quot;:&quot;\($0)&quot;}\"></div>\n"
    },
    EncodedHome("HTML with decimal entities", "page.html", "entities") {
      "<p>\($0.utf8.map { "&#\($0);" }.joined())</p>\n"
    },
    EncodedHome("XML with hexadecimal entities", "web.xml", line: 2, "entities") {
      "<config>\n  <value>\(Written.bytes($0, as: "&#x@;"))</value>\n</config>\n"
    },
    EncodedHome("HTML with entities that do not end", "page.html", "entities") {
      "<p>\($0.utf8.map { "&#\($0)" }.joined())</p>\n"
    },
    EncodedHome("what escape() of JavaScript writes", "page.js", "percent") {
      "var key = unescape('\(Written.bytes($0, as: "%u00@"))')\n"
    },
    EncodedHome("string of C with short octal numbers", "key.c", "backslash") {
      "const char *key = \"\($0.utf8.map { #"\\#(String($0, radix: 8))"# }.joined())\";\n"
    },
    EncodedHome("XML with some entities", "web.xml", "entities") {
      "<value>\($0.replacing("_", with: "&#95;"))</value>\n"
    },
  ]

  static let documents = [
    EncodedHome("mail in base64", "note.eml", line: 5, "base64") {
      mail("base64", Written.lines(Written.base64(Written.letter($0)), of: 76))
    },
    EncodedHome("mail in base64, as sent", "note.eml", line: 5, "base64") {
      mail("base64", Written.lines(Written.base64(Written.letter($0)), of: 76)).replacing("\n", with: "\r\n")
    },
    EncodedHome("mail in quoted-printable", "note.eml", line: 5, "quoted-printable") {
      mail("quoted-printable", "Gr=C3=BC=C3=9Fe, the key=3D\($0) is yours")
    },
    EncodedHome("mail in quoted-printable, broken", "note.eml", line: 5, "quoted-printable") {
      mail(
        "quoted-printable",
        "Gr=C3=BC=C3=9Fe, here is the key that you wanted to have: \($0.prefix(17))=\n\($0.dropFirst(17))")
    },
    EncodedHome("notebook", "analysis.ipynb", line: 3, nil) {
      notebook(source: "[\n\"import api\\n\",\"token = \\\"\($0)\\\"\\n\"]", text: "[\"<api>\"]")
    },
    EncodedHome("notebook, a line with the secret", "analysis.ipynb", line: 2, "backslash") {
      notebook(source: "\"import api\\n\($0)\\nrun()\"", text: "[\"<api>\"]")
    },
    EncodedHome("notebook, output", "analysis.ipynb", line: 3, nil) {
      notebook(source: "[\"print(token)\"]", text: "[\"\($0)\\n\"]")
    },
    EncodedHome("property list", "Info.plist", line: 3, "base64") {
      let run = Written.base64(#"{"stripe": "\#($0)", "and": "more words, so that it has lines"}"#)
      return "<key>Settings</key>\n<data>\n\t\(Written.lines(run, of: 68))\n</data>\n"
    },
  ]

  private static func mail(_ encoding: String, _ body: String) -> String {
    "Subject: the key\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \(encoding)\n\n\(body)\n"
  }

  /// A notebook with an image beside what a cell wrote.
  private static func notebook(source: String, text: String) -> String {
    var generator = SeededGenerator(seed: 5)
    let image = Written.base64((0..<3000).map { _ in UInt8.random(in: 0...255, using: &generator) })
    return """
      {"cells": [{"cell_type": "code",
      "source": \(source),
      "outputs": [{"name": "stdout", "text": \(text)}, {"data": {"image/png": "\(image)"}}]}]}
      """
  }

  static let code = [
    EncodedHome("Java with escapes", "Api.java", "backslash") {
      "String key = \"\(Written.bytes($0, as: #"\u00@"#))\";\n"
    },
    EncodedHome("Java with some escapes", "Api.java", "backslash") {
      "String key = \"\($0.replacing("_", with: #"\u005f"#))\";\n"
    },
    EncodedHome("JavaScript with escapes", "api.js", "backslash") {
      "const key = \"\(Written.bytes($0, as: #"\x@"#))\";\n"
    },
    EncodedHome("JavaScript with escapes in braces", "api.js", "backslash") {
      "const key = \"\(Written.bytes($0, as: #"\u{@}"#))\";\n"
    },
    EncodedHome("JavaScript with base64", "api.js", "base64") { "const key = atob(\"\(Written.base64($0))\")\n" },
    EncodedHome("C with octal escapes", "api.c", "backslash") {
      "const char key[] = \"\($0.utf8.map { "\\" + ($0 < 64 ? "0" : "") + String($0, radix: 8) }.joined())\";\n"
    },
  ]

  static let dumps = [
    EncodedHome("MySQL dump", "dump.sql", "hex") { "INSERT INTO `s` VALUES (1,0x\(Written.hex($0)),NULL);\n" },
    EncodedHome("SQL dump", "dump.sql", "hex") { "INSERT INTO s VALUES (1, X'\(Written.hex($0).uppercased())');\n" },
    EncodedHome("PostgreSQL dump", "dump.sql", "hex") { "INSERT INTO s VALUES (1, '\\x\(Written.hex($0))');\n" },
    EncodedHome("PostgreSQL dump with COPY", "dump.sql", line: 2, "hex") {
      "COPY s (a, b) FROM stdin;\n1\t\\\\x\(Written.hex($0))\n\\.\n"
    },
    EncodedHome("SQL Server dump", "dump.sql", "hex+utf-16") {
      let wide = Hexadecimal.text(of: Written.utf16($0))
      return "INSERT [s] VALUES (1, CAST(0x\(wide) AS NVARCHAR(MAX)))\n"
    },
  ]
}
