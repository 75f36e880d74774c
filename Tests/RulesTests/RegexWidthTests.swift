import Rules
import Testing

@Suite struct RegexWidthTests {
  struct Case: CustomTestStringConvertible {
    var regex: String
    var least: Int
    var most: Int?
    var groups: Int?
    var testDescription: String { regex }

    init(_ regex: String, _ least: Int, _ most: Int?, groups: Int? = 0) {
      (self.regex, self.least, self.most, self.groups) = (regex, least, most, groups)
    }
  }

  static let widths: [Case] = [
    Case("", 0, 0), Case("abc", 3, 3), Case("a|bcd", 1, 3), Case("a|", 0, 1),
    Case(#"\b(ghp_[A-Za-z0-9]{36})\b"#, 40, 40, groups: 1),
    Case("(?P<a>x)(?<b>y)(?'c'z)", 3, 3, groups: 3), Case("(?:ab)?c", 1, 3),
    Case("(?i)ab(?-i)c", 3, 3),
    Case("(?i:ab)(?s).", 3, 3), Case("(?ims-U:ab)", 2, 2), Case("(?>ab)", 2, 2),
    Case("(?#remark)a", 1, 1),
    Case("a*", 0, nil), Case("a+", 1, nil), Case("a+?", 1, nil), Case("a{2}", 2, 2),
    Case("a{2,}", 2, nil),
    Case("a{2,5}?", 2, 5), Case("a{2,5}+", 2, 5), Case("(ab){0}", 0, 0, groups: 1),
    Case("a{2}{3}", 6, 6),
    Case("a{x}", 4, 4), Case("{a}", 3, 3), Case("a{2", 3, 3), Case("()*", 0, 0, groups: 1),
    Case("[]a]b", 2, 2), Case("[^]a]", 1, 1), Case(#"[\]\\-]"#, 1, 1), Case("[a-]", 1, 1),
    Case("[[:alpha:]_]{3}", 3, 3),
    Case("[[:^digit:]]", 1, 1), Case(#"[\w.-]{2}"#, 2, 2), Case(#"\x41\t\.\/"#, 4, 4),
    Case(#"\012"#, 1, 1),
    Case(#"\Qa.b*\E"#, 4, 4), Case(#"\Qab\E{3}"#, 4, 4), Case(#"^a$\A\z\B"#, 1, 1), Case(".", 1, 1),
    Case("é", 2, 2), Case("(?i)é", 1, 4), Case("[é]", 1, 4), Case("é.", 3, 6), Case("é[^a]", 3, 6),
    Case(#"\x{e9}"#, 1, 4), Case(#"\pL"#, 1, 4), Case(#"\p{Greek}a"#, 2, 5),
    Case(#"(?i)\pLk"#, 2, 7),
    Case("((a{1000}){1000}){1000}", 1_000_000_000, 1_000_000_000, groups: 2 + 1 - 1),
  ]

  @Test(arguments: widths) func `widths and groups are exact for known syntax`(_ example: Case) {
    let width = RegexWidth(example.regex)
    #expect(width.minimum == example.least)
    #expect(width.maximum == example.most)
    #expect(width.groupCount == example.groups)
  }

  @Test(arguments: [
    "(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", #"(a)\1"#, "(?R)", "(?|a|b)", "(*UTF)a", "(?(1)a|b)",
    #"a\Kb"#, #"\R"#,
    #"\X"#, "a{,3}", "(?x) a", "(", ")", "[a", "a)", "*", #"\"#, "[z-a]", "a{3,2}", #"\g{1}"#,
    "(?P=a)", "(?i",
    "[[:nonsense:]]", #"\x{"#, #"[\Qa\E]"#,
    String(repeating: "(", count: 300) + String(repeating: ")", count: 300),
  ])
  func `unknown syntax may match anything`(_ regex: String) {
    let width = RegexWidth(regex)
    #expect(width.minimum == 0)
    #expect(width.maximum == nil)
    #expect(width.groupCount == nil)
    #expect(!width.always(containsOneOf: ["a"]))
    #expect(width.distances(toOneOf: ["a"]) == nil)
  }

  struct Place: CustomTestStringConvertible {
    var regex: String
    var keywords: [String]
    var isAlways: Bool
    var distances: ClosedRange<Int>?
    var testDescription: String { "\(regex) \(keywords)" }

    init(_ regex: String, _ keywords: [String], _ isAlways: Bool, _ distances: ClosedRange<Int>?) {
      (self.regex, self.keywords, self.isAlways, self.distances) = (
        regex, keywords, isAlways, distances
      )
    }
  }

  static let places: [Place] = [
    Place(#"\b(ghp_[A-Za-z0-9]{36})\b"#, ["ghp_"], true, 0...0),
    Place(
      #"\b(gh[pousr]_[A-Za-z0-9]{36})\b"#, ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], true, 0...0),
    Place(#"\b(gh[pousr]_[A-Za-z0-9]{36})\b"#, ["ghp_", "gho_"], false, nil),
    Place("(?:sk|rk)_live_[0-9a-z]{24}", ["_live_"], true, 2...2),
    Place("(?:^|[^a-z])xoxb-[0-9]{9}", ["xoxb-"], true, 0...1),
    Place("(?i)API_?KEY=[a-z]{8}", ["api_key", "apikey"], true, 0...0),
    Place("[a-z]{2,5}TOKEN", ["token"], true, 0...5),
    Place("a{0,40}token", ["token"], true, 0...40),
    Place("a{0,80}token", ["token"], true, nil), Place("a*token", ["token"], true, nil),
    Place("a*(token)?", ["token"], false, nil), Place("a|token", ["token"], false, nil),
    Place("aab|aaab", ["aab"], true, 0...1), Place("(ab){3}c", ["babc"], true, 3...3),
    Place("(ab){2,}", ["abab"], true, 0...0),
    Place("[kK][eE][yY]", ["key"], true, 0...0), Place("(?i)ключ-key", ["key"], true, 0...17),
    Place("(?i)(?:key|sk)ы", ["key", "sk"], true, 0...0),
    Place("ключ-key", ["key"], true, 9...9), Place("ключ-key", ["ключ"], true, 0...0),
    Place("xay", ["xby"], false, nil), Place("x[ab]y", ["xby"], false, nil),
    Place("abc", [], false, nil),
    Place("abc", [""], false, nil), Place(#"\Qa.b\E"#, ["a.b"], true, 0...0),
    Place("a.b", ["a.b"], false, nil),
  ]

  @Test(arguments: places) func `keywords are found in every match or not at all`(_ place: Place) {
    let width = RegexWidth(place.regex)
    #expect(width.always(containsOneOf: place.keywords) == place.isAlways)
    #expect(width.distances(toOneOf: place.keywords) == place.distances)
  }
}
