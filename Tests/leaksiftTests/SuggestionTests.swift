import Testing

@testable import leaksift

struct SuggestionTests {
  static let known = ["staged", "since", "show-secrets", "history", "no-ignore"]

  @Test(arguments: [
    ("stagde", "staged"), ("stagedd", "staged"), ("SINCE", "since"), ("hist", "history"), ("no-ingore", "no-ignore"),
    ("show-secret", "show-secrets"),
  ])
  func `a slip of the finger is understood`(_ typed: String, _ meant: String) {
    #expect(suggestion(for: typed, among: Self.known, prefix: "--") == "; did you mean `--\(meant)`?")
  }

  @Test(arguments: ["", "x", "zebra", "completely-different"])
  func `a word unlike all others has no match`(_ typed: String) {
    #expect(suggestion(for: typed, among: Self.known) == "")
  }
}
