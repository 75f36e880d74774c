import Content
import Testing

/// `.gitignore` patterns.
struct PathPatternTests {
  @Test(arguments: [
    ("*.pem", "a/b/key.pem", true), ("/*.pem", "a/key.pem", false), ("a/**/z", "a/z", true),
    ("a/**/z", "a/b/c/z", true),
    ("a/**", "a/b/c", true), ("**/b", "b", true), ("b/", "a/b/c", true), ("b/", "a/b", false), ("a?c", "abc", true),
    ("a?c", "a/c", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[]x]y", "]y", true), ("\\*", "*", true),
    ("\\*", "a", false), ("a[", "a[", true), ("a*b*c", "aXbYc", true), ("foo", "foobar", false),
    ("x/y", "a/x/y", false),
  ])
  func `a pattern matches what git's would`(pattern: String, path: String, isHidden: Bool) throws {
    let parsed = try #require(PathPattern(pattern))
    #expect((PathPattern.index(hiding: path, among: [parsed]) != nil) == isHidden)
  }

  @Test func `the last pattern wins, but not below a hidden folder`() throws {
    let patterns = try ["*.log", "!keep.log", "build/", "!build/keep.log"].map { try #require(PathPattern($0)) }
    #expect(PathPattern.index(hiding: "a/x.log", among: patterns) == 0)
    #expect(PathPattern.index(hiding: "a/keep.log", among: patterns) == nil)
    #expect(PathPattern.index(hiding: "build/keep.log", among: patterns) == 2)
  }

  @Test(.timeLimit(.minutes(1))) func `a pattern made to be slow is not`() throws {
    let pattern = try #require(PathPattern(String(repeating: "*a", count: 200) + "b"))
    #expect(PathPattern.index(hiding: String(repeating: "a", count: 2_000), among: [pattern]) == nil)
  }
}
