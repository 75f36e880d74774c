import Testing

@testable import Detection

/// What tells a password that a person made up from an identifier or random characters.
@Suite struct ChosenShapeTests {
  @Test(arguments: [
    ("summer2019!", 4, 1, true), ("Tiger7", 1, 0, false), ("x2150", 4, 0, false), ("blue", 0, 0, false),
  ])
  func `digits, a year and marks at the end are counted`(value: String, digits: Int, marks: Int, year: Bool) {
    let shape = measured(value)
    #expect(shape.digitsAtEnd == digits && shape.marksAtEnd == marks && shape.endsWithYear == year)
  }

  @Test(arguments: [
    ("blueHorse", 2, 5), ("HTTPServer", 2, 6), ("two-short_words", 3, 5), ("Ada", 1, 3), ("1234", 0, 0),
  ])
  func `letter case and other characters part words`(value: String, words: Int, longest: Int) {
    let shape = measured(value)
    #expect(shape.words == words && shape.longestWord == longest)
  }

  @Test(arguments: [("Winter99", true), ("winter99", false), ("WINTER", false), ("W7inter", false)])
  func `a capital at the start alone is noticed`(value: String, isCapitalised: Bool) {
    #expect(measured(value).isCapitalised == isCapitalised)
  }

  @Test(arguments: [("g4rd3n", 2), ("garden", 0), ("b0at$", 1), ("7days", 0)])
  func `digits and marks in the place of letters are counted`(value: String, replaced: Int) {
    #expect(measured(value).lettersReplaced == replaced)
  }

  @Test(arguments: [("qwer", 3), ("1qaz", 3), ("asdfgh", 5), ("mountain", 0), ("", 0)])
  func `keys beside each other are counted`(value: String, run: Int) {
    #expect(measured(value).keyboardRun == run)
  }

  private func measured(_ value: String) -> ChosenShape { ChosenShape(Array(value.utf8).span) }
}
