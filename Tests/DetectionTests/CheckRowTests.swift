import Detection
import Rules
import Testing

/// The checks against false alarms are rows of tables.
struct CheckRowTests {
  @Test func `each check has a row that says what it is for, in the order in which they are tried`() {
    #expect(PlaceholderCheck.rows.map(\.check) == PlaceholderCheck.allCases)
    #expect(DismissalCheck.rows.map(\.check) == DismissalCheck.allCases)
    #expect(PlaceholderCheck.rows.allSatisfy { !$0.purpose.isEmpty })
    #expect(DismissalCheck.rows.allSatisfy { !$0.purpose.isEmpty })
  }

  @Test func `a set gives its checks in order, each once`() {
    var set = CheckSet<PlaceholderCheck>([.halfEscaped, .slot, .code])
    #expect(set.contains(.code) && !set.contains(.reference))
    #expect([set.popFirst(), set.popFirst(), set.popFirst(), set.popFirst()] == [.slot, .code, .halfEscaped, nil])
    var all = PlaceholderCheck.all
    all.subtract(PlaceholderCheck.all.without(.path))
    #expect(all == CheckSet([.path]))
    #expect(DismissalCheck.all.intersection(CheckSet([.date])) == CheckSet([.date]))
  }

  @Test func `a check that is left out does not apply`() {
    let value = Array("/usr/share/doc".utf8)
    let without = PlaceholderCheck.all.without(.path)
    #expect(PlaceholderFilter.reason(for: value.span, contextual: true) == .otherThing)
    #expect(PlaceholderFilter.reason(for: value.span, contextual: true, applying: without) == nil)
  }
}
