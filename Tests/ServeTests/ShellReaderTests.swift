import Testing

@testable import Serve

struct ShellReaderTests {
  private func words(_ text: String) -> [[String]] {
    ShellReader.commands(in: text) { ["HOME": "/h", "NAME": "v"][$0] }.map(\.words)
  }

  @Test func `commands end at operators and line ends`() {
    #expect(words("a b|c&&d;e\nf & (g h)") == [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g", "h"]])
  }

  @Test func `quotes are removed and join words`() {
    #expect(words(#"a 'b c'd "e \"f\"""#) == [["a", "b cd", "e \"f\""]])
    #expect(words("a 'unclosed b") == [["a", "unclosed b"]])
  }

  @Test func `redirections are no words`() {
    let commands = ShellReader.commands(in: "a <in 2>err >>out <<END <<<text b") { _ in nil }
    #expect(commands.map(\.words) == [["a", "b"]])
    #expect(commands[0].inputs == ["in"] && commands[0].outputs == ["err", "out"])
  }

  @Test func `variables are replaced and noted`() {
    let commands = ShellReader.commands(in: #"echo $NAME "${NAME:-x}" '$NAME' $"#) { $0 == "NAME" ? "v" : nil }
    #expect(commands.map(\.words) == [["echo", "v", "v", "$NAME", "$"]])
    #expect(commands[0].variables == ["NAME", "NAME"])
  }

  @Test func `substitutions are commands of their own`() {
    #expect(words("a $(b $(c)) `d e`") == [["c"], ["b", ""], ["d", "e"], ["a", "", ""]])
  }

  @Test func `deep and endless texts end`() {
    _ = words(String(repeating: "$(", count: 100_000))
    _ = words(String(repeating: "`", count: 10_001))
    #expect(words(String(repeating: "a;", count: 100_000)).count == 1000)
  }

  @Test func `names with wildcards are matched`() {
    for (name, pattern, matches) in [
      (".env", ".e*", true), ("a.env", "*.env", true), ("a.envx", "*.env", false), ("ab", "?b", true),
      ("b", "?b", false),
      ("", "*", true), ("aXbXc", "a*b*c", true),
    ] {
      #expect(Wildcard.matches(Array(name.utf8)[...], Array(pattern.utf8)[...]) == matches)
    }
  }
}
