import Testing

@testable import DotEnv

/// How the text of an environment file becomes settings.
struct DotEnvParserTests {
  private func pairs(_ text: String, isShell: Bool = false) -> [String] {
    DotEnvParser.parse(Array(text.utf8), isShell: isShell).map { "\($0.name)=\($0.text)" }
  }

  static let lines: [(String, [String])] = [
    ("A=b", ["A=b"]), ("A = b ", ["A=b"]), ("  export A=b", ["A=b"]), ("exportA=b", ["exportA=b"]), ("A=", ["A="]),
    ("A: b c", ["A=b c"]), ("A=b#c", ["A=b#c"]), ("A=b # c", ["A=b"]), ("A= # c", ["A="]), ("# A=b", []), ("", []),
    ("A=\"b # c\" # d", ["A=b # c"]), ("A='b \"c\"'", ["A=b \"c\""]), ("A=`b 'c'`", ["A=b 'c'"]),
    ("A=\"b\\nc\\\"d\\\\\"", ["A=b\nc\"d\\"]), ("A='b\\nc'", ["A=b\\nc"]), ("a.b-c=d", ["a.b-c=d"]),
    ("A=b=c==", ["A=b=c=="]),
    ("A", []), ("=b", []), ("1A=b", []), ("source x", []), ("A=\"unclosed", ["A=\"unclosed"]), ("A='", ["A='"]),
    ("A=\"\\", ["A=\"\\"]), ("A=b\r\nC=\"d\"\r\nE=\r\n", ["A=b", "C=d", "E="]),
    ("A=\"b\nc\nd\"\nE=f", ["A=b\nc\nd", "E=f"]),
    ("A='it\nB=c'd\nE=f", ["A='it", "B=c'd", "E=f"]), ("A=don't\nB='c'", ["A=don't", "B=c"]),
  ]

  @Test(arguments: lines)
  func `a line is read as the dotenv libraries do`(text: String, expected: [String]) {
    #expect(pairs(text) == expected)
  }

  @Test func `a shell script may have several assignments on a line`() {
    let text = "export A=b C='d e'; export F=g # h\nPATH_add bin\nuse nix\nX=$(cat y) && Z=1\n"
    #expect(pairs(text, isShell: true) == ["A=b", "C=d e", "F=g", "X=$(cat"])
  }

  @Test func `places are counted in bytes from one`() throws {
    let text = "# grün\nA=\"grün\"\nKEY=\"one\ntwo\" \nexport LAST='x'"
    let entries = DotEnvParser.parse(Array(text.utf8))
    try #require(entries.map(\.name) == ["A", "KEY", "LAST"])
    #expect([entries[0].line, entries[0].column, entries[0].endLine, entries[0].endColumn] == [2, 4, 2, 9])
    #expect([entries[1].line, entries[1].column, entries[1].endLine, entries[1].endColumn] == [3, 6, 4, 4])
    #expect([entries[2].line, entries[2].column, entries[2].endLine, entries[2].endColumn] == [5, 14, 5, 15])
    for entry in entries { #expect(Array(text.utf8)[entry.range].elementsEqual(entry.value)) }
  }

  @Test func `any bytes are read without a crash or a hang`() {
    var state: UInt64 = 42
    let alphabet = Array("A=b'\"`\\\n\r #;:export \t&\u{0}é".utf8)
    for _ in 0..<2_000 {
      let text = (0..<60).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
      for isShell in [false, true] {
        for entry in DotEnvParser.parse(text, isShell: isShell) {
          #expect(entry.range.upperBound <= text.count && entry.line >= 1 && entry.column >= 1)
        }
      }
    }
  }

  @Test(arguments: [
    ".env", ".ENV", ".env.local", ".env.production", ".env.production.local", "prod.env", ".envrc", ".env.bak",
    "a.b.env", ".flaskenv", ".dev.vars", ".dev.vars.staging", ".env~", ".env (copy)", ".env (copy 2)", ".env copy",
    ".env copy 2", ".env - Copy", ".env - Copy (2)", ".env (1)", "Copy of .env", "#.env#", ".env.orig", ".env.swp",
    ".env.save", "prod.env~", ".env.local (copy)",
  ])
  func `environment files are judged`(name: String) {
    #expect(DotEnvName.isJudged(name.utf8))
    let bytes = Array(name.utf8)
    let isJudged = DotEnvName.isJudged(bytes.span)
    #expect(isJudged)
  }

  @Test(arguments: [
    ".env.example", ".env.sample", ".env.template", ".env.dist", ".env.defaults", ".env.production.example",
    ".env.example.local", "example.env", "env", "environment", ".environment", ".env.d.ts", "x.envrc", ".env.vault", "",
    ".env.example~",
    ".environment copy", "env (copy)", "dev.vars",
  ])
  func `templates and other files are not`(name: String) {
    #expect(!DotEnvName.isJudged(name.utf8))
  }
}
