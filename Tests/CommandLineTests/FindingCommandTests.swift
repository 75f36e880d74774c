import Testing

/// What is done with one finding, and the first set-up of a project.
struct FindingCommandTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q -b main . && rm -rf .git/hooks/* && git commit -q --allow-empty -m first && mkdir sub")
  }

  /// Shell functions: those of the framework's tests, the end of a command, and the fingerprint of the only finding.
  private static let words =
    FrameworkHookTests.words
      + """
      end() { "$@" >out 2>err; echo $?; }
      print() { leaksift scan "$@" -f json | grep -o '"fingerprint": *"[0-9a-f]*"' | grep -o "[0-9a-f]\\{16\\}" | head -1; }

      """

  @Test func `a finding is explained by its fingerprint from any folder`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak sub/old; id=$(print); end leaksift explain $id; grep -c '^  sub/old:1:' out; grep -c 'What to do next' out
        grep -c '=> a finding' out; cd sub; end leaksift explain $id ..; grep -c '^  old:1:' out
        end leaksift explain 0123456789abcdef; grep -c 'nothing in . has the fingerprint' err
        """)
    #expect(outcome.output == "1\n1\n1\n1\n1\n1\n2\n1\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a finding of the history is explained with its commit and what hides it is named`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; id=$(print); git add old; git commit -q -m leaked; git rm -q old; git commit -q -m gone
        end leaksift explain $id; grep -c -e '--history' err; end leaksift explain $id --history; grep -c 'gone from HEAD' out
        leaksift ignore $id --reason revoked; end leaksift explain $id --history
        grep -c '.leaksiftignore:1:' out; end leaksift explain $id --history --staged
        """)
    #expect(outcome.output == "2\n1\n1\n1\n0\n1\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a finding of a stored report is explained without a scan`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; id=$(print); leaksift scan -o all.json 2>err; rm old; end leaksift explain $id --report all.json
        grep -c '^  old:1:' out; grep -c 'What to do next' out; end leaksift explain 0123456789abcdef --report all.json
        grep -c 'all.json has no finding 0123456789abcdef' err; echo '{' >bad.json
        end leaksift explain $id --report bad.json; grep -c 'bad.json: byte 3: ' err; end leaksift explain $id --report none.json
        end leaksift explain $id . --report all.json; end leaksift explain old:1 --report all.json
        """)
    #expect(outcome.output == "1\n1\n1\n2\n1\n2\n1\n2\n2\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a finding that is ignored stays hidden and other lines stay as they are`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; id=$(print); printf '# ours\n*.lock' >.leaksiftignore; cd sub
        end leaksift ignore $id --reason 'say "why" \\ how' --owner me --until 2999-12-31; cd ..; cat .leaksiftignore
        end leaksift scan; leaksift scan -v | grep -c 'say "why"'; end leaksift ignore $id --reason again
        grep -c 'leaksiftignore:3: .* is in the file already' err
        """)
    #expect(
      outcome.output.replacing(#/[0-9a-f]{16}/#, with: "ID")
        == """
        0
        # ours
        *.lock
        ID reason="say \\"why\\" \\\\ how" owner="me" until=2999-12-31
        0
        1
        2
        1

        """, "\(outcome.output)\(outcome.errors)")
  }

  @Test(arguments: [
    "x --reason why", "0123456789abcdef", "0123456789abcdef --reason ...",
    "0123456789abcdef --reason a --until 2020-01-01",
    "0123456789abcdef --reason a --until tomorrow", "0123456789abcdef --reason \"$(printf 'a\nb')\"",
  ])
  func `what makes no line of an ignore file is refused`(_ words: String) throws {
    let outcome = try sandbox.run("leaksift ignore \(words); echo $?; ls -A | grep -c ignore")
    #expect(outcome.output == "2\n0\n")
    #expect(outcome.errors.hasPrefix("leaksift: "))
  }

  @Test func `a wrong line of the ignore file is named and nothing is lost`() throws {
    let outcome = try sandbox.run(
      "echo 'aaaaaaaaaaaaaaaa reson=x' >.leaksiftignore; leaksift ignore 0123456789abcdef --reason a; echo $?; cat .leaksiftignore"
    )
    #expect(outcome.output == "2\naaaaaaaaaaaaaaaa reson=x\n")
    #expect(outcome.errors.contains(".leaksiftignore:1: "))
  }

  @Test func `a project is set up in one go and twice is harmless`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; git add old; cd sub; end leaksift init --yes; cd ..; ls -A | grep '^.leaksift'
        end leaksift config check; end leaksift scan; git add .leaksift*; git commit -q -m set-up; echo $?
        leak new; git add new; end git commit -q -m more; md5sum .leaksift* .git/hooks/* >../sums
        end leaksift init --yes; md5sum --quiet -c ../sums; echo $?
        """)
    #expect(
      outcome.output == "0\n.leaksift-baseline\n.leaksift.toml\n0\n0\n0\n1\n0\n0\n",
      "\(outcome.output)\(outcome.errors)")
  }

  @Test func `each step of a set-up may be declined and no answer is an error`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; printf 'n\nn\nn\n' | leaksift init >out; echo $?; ls -A | grep -c '^.leaksift'; ls .git/hooks | wc -l
        end leaksift init; grep -c -e '--yes' err; echo '[extend]' >.gitleaks.toml; leaksift init --yes >out
        grep -c '.gitleaks.toml is there already' out; end leaksift init --yes nowhere
        """)
    #expect(outcome.output == "0\n0\n0\n2\n1\n1\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func `colours are as wished`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; esc=$(printf '\\033')
        for wish in always never auto; do leaksift scan --color $wish | grep -c "$esc"; done
        CLICOLOR_FORCE=1 leaksift scan --color never | grep -c "$esc"; NO_COLOR=1 leaksift scan --color always | grep -c "$esc"
        end leaksift scan --color sometimes
        """)
    let counts = outcome.output.split(separator: "\n").compactMap { Int($0) }
    #expect(counts.map { $0 > 0 } == [true, false, false, false, true, true], "\(outcome.output)\(outcome.errors)")
    #expect(counts.last == 2)
  }
}
