import Testing

@testable import Detection

/// Which names may be those of files that a rule reports for their path.
struct PathRuleNamesTests {
  static let endings: [(regex: String, endings: [String]?)] = [
    (#"(?i)\.(?:p12|pfx)$"#, [".p12", ".pfx"]), (#"\.(jks|keystore)$"#, [".jks", ".keystore"]),
    (#"(?:^|/)config/(?:master|credentials/[a-z0-9_]{1,40})\.key$"#, [".key"]), (#"(?:^|/)id_rsa$"#, ["id_rsa"]),
    (#"a\d$"#, nil), (#"a\dkey$"#, ["key"]), (#"(?:key|p.m)$"#, nil), (#"(?:key|)$"#, nil), (#"(?:a|b)?key$"#, ["key"]),
    (#"^keys/"#, nil), (#"\.key"#, nil), (#"x|\.key$"#, nil), (#"\.key\$"#, nil), (#"[ab]$"#, nil), (#"a+$"#, nil),
    (#"(?:a\|b)$"#, nil), ("$", nil),
  ]

  @Test(arguments: endings) func `the end of a regex tells how names end`(_ regex: String, _ endings: [String]?) {
    #expect(PathRuleNames.endings(of: regex) == endings)
  }

  private func matches(_ name: String, _ paths: [String]) -> Bool {
    PathRuleNames(paths).mayMatch(Array(name.utf8).span)
  }

  @Test func `names are told apart by their ends, in any letter case`() {
    let paths = [#"(?i)\.(?:p12|keystore)$"#, #"(?:^|/)id_rsa$"#]
    for name in ["a.p12", "A.P12", "x.keystore", ".keystore", "id_rsa", "my.KEYSTORE"] { #expect(matches(name, paths)) }
    // Of longer ends the last eight bytes tell.
    #expect(matches("keystore", paths))
    for name in ["", "a", "p12", "a.p1", "a.p12x", "rsa", "README", "é"] { #expect(!matches(name, paths)) }
    #expect(!matches("a.p12", []))
  }

  @Test func `where a regex does not tell, or there are too many, every name may match`() {
    #expect(matches("README", [#"\.key$"#, "^keys/"]))
    #expect(matches("README", (0..<17).map { "\\.k\($0)$" }))
    #expect(!matches("README", (0..<16).map { "\\.k\($0)$" }))
  }
}
