import Testing

/// The completion scripts in the shells that they are for; those that are not installed are passed over.
struct CompletionTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  static func has(_ shell: String) -> Bool {
    (try? Sandbox().run("command -v \(shell)").code) == 0
  }

  @Test func `bash takes the completions and completes with them`() throws {
    let outcome = try sandbox.run(
      """
      cat >try.bash <<'END'
      eval "$(leaksift completions bash)"
      try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _leaksift; echo "${COMPREPLY[*]}"; }
      try leaksift sc
      try leaksift scan --stag
      try leaksift scan --min-severity = h
      try leaksift hook un
      END
      bash try.bash
      """)
    #expect(outcome.output == "scan\n--staged\nhigh\nuninstall\n", "\(outcome.errors)")
  }

  @Test(.enabled(if: has("fish"), "no fish"))
  func `fish shows the titles of rules`() throws {
    let outcome = try sandbox.run(
      """
      git init -q . && git commit -q --allow-empty -m one && git branch feature/one
      try() { fish -c 'leaksift completions fish | source; complete -C $argv[1]' "$1"; }
      try 'leaksift scan --rule github-pat-c'
      try 'leaksift scan --since feat'
      try 'leaksift hook un'
      """)
    #expect(outcome.output.hasPrefix("github-pat-classic\tGitHub personal access token (classic)\n"))
    #expect(outcome.output.contains("\nfeature/one\t"))
    #expect(outcome.output.contains("\nuninstall\tRemove"))
    #expect(outcome.errors == "")
  }

  @Test(
    .enabled(if: has("zsh"), "no zsh"),
    arguments: [
      ("scan --rule github-pat-", "-- GitHub personal access token (classic)"), ("scan --since ", "feature/one"),
      ("scan --history --branch feat", "feature/one"), ("hook un", "uninstall"), ("scan --min-severity h", "high"),
    ])
  func `zsh lists what may follow`(_ typed: String, _ wanted: String) throws {
    let screen = try zsh(typed)
    #expect(screen.contains(wanted) && !screen.contains("fatal:") && !screen.contains("_arguments:"), "\(screen)")
  }

  /// What a terminal of zsh shows after `leaksift`, words and a Tab.
  private func zsh(_ typed: String) throws -> String {
    let outcome = try sandbox.run(
      """
      git init -q . && git commit -q --allow-empty -m one && git branch feature/one
      mkdir rc && leaksift completions zsh >rc/_leaksift
      cat >rc/.zshrc <<'END'
      PS1='> '; fpath=($ZDOTDIR $fpath); LISTMAX=10000
      autoload -Uz compinit; compinit -u -D; bindkey '^I' list-choices
      END
      cat >try.zsh <<'END'
      zmodload zsh/zpty
      export ZDOTDIR=$PWD/rc TERM=dumb COLUMNS=150 LINES=100
      zpty -b shell zsh -i
      zpty -r -m shell screen '*> *'
      zpty -w -n shell "leaksift $1"$'\\t'
      # The end of what a busy machine shows cannot be known: nothing more for a second, after something came.
      for ((quiet = 0, turn = 0; quiet < 10 && turn < 200; turn++)); do
        sleep 0.1
        if zpty -r -t shell part; then screen+=$part; quiet=0
        elif [[ $screen == *leaksift* ]]; then ((quiet++)); fi
      done
      print -r -- "$screen"
      END
      zsh -f try.zsh '\(typed)'
      """)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return outcome.output
  }
}
