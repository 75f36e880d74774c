import ByteSearch
import Testing

@Suite struct EditScriptTests {
  @Test func `runs that adjoin in both texts are one`() {
    var script = EditScript()
    script.copy(from: 10, count: 5)
    script.copy(from: 15, count: 5)
    script.insert(count: 3)
    script.copy(from: 20, count: 2)
    script.copy(from: 0, count: 4)
    script.copy(from: 9, count: 0)
    #expect(script.length == 19)
    #expect(
      script.runs == [
        .init(baseStart: 10, start: 0, length: 10), .init(baseStart: 20, start: 13, length: 2),
        .init(baseStart: 0, start: 15, length: 4),
      ])
    script.removeAll()
    #expect(script.runs.isEmpty)
    #expect(script.length == 0)
  }
}
