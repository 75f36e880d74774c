import Testing

/// Rules of a configuration that give up make a scan incomplete, whatever of them gave up.
struct GivingUpTests {
  @Test(arguments: ["", "--staged", "--history", "--since HEAD~1"])
  func `a path regex that gives up is a gap`(mode: String) throws {
    let sandbox = try Sandbox()
    let outcome = try sandbox.run(
      """
      git init -q; printf '[[rules]]\\nid = "slow"\\nregex = "tok_[a-z]{8}"\\npath = "^(?:a+)+$"\\n' >.leaksift.toml
      git add .; git commit -q -m start
      file=$(printf 'a%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34)!
      echo tok_$(head -c 300 /dev/urandom | base64 | tr -dc b-y | cut -c 1-8) >$file
      git add .; [ "\(mode)" = --staged ] || git commit -q -m more
      leaksift scan \(mode) -f json
      """)
    #expect(outcome.code == 3, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("\"rule slow gave up matching the path: "), "\(outcome.output)")
  }
}
