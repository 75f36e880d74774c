import Testing
import Text

struct CountingTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (.min, "-9,223,372,036,854,775,808"),
  ])
  func `numbers have commas`(value: Int, text: String) {
    #expect(Counting.number(value) == text)
  }

  @Test func `a noun has its plural`() {
    #expect(Counting.count(1, "file") == "1 file" && Counting.count(0, "file") == "0 files")
    #expect(Counting.count(2, "entry", plural: "entries") == "2 entries")
  }

  @Test(arguments: [
    (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (44_190_000, "44.1 MB"), (3_000_000_000, "3.0 GB"),
  ])
  func `sizes have decimal units`(value: Int, text: String) {
    #expect(Counting.bytes(value) == text)
  }

  @Test(arguments: [(0, "0 ms"), (999, "999 ms"), (1_250, "1.2 s"), (60_000, "1 min 0 s"), (3_723_000, "62 min 3 s")])
  func `durations can be grasped`(milliseconds: Int, text: String) {
    #expect(Counting.duration(milliseconds: milliseconds) == text)
  }

  @Test func `a number that grows keeps its unit`() {
    #expect(Counting.megabytes(0) == "0.0 MB" && Counting.megabytes(1_234_567_890) == "1,234.5 MB")
  }
}
