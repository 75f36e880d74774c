import Testing

/// A project that has been written for other scanners, under the real program.
struct SwitchingTests {
  let sandbox: Sandbox
  /// Shell that defines `key`, which prints a payment key made up anew.
  static let key = """
    key() { echo "PAYMENT=sk_""live_$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)"; }

    """

  init() throws {
    sandbox = try Sandbox()
  }

  @Test func `five files, each with its own way to be hidden, leave exactly the sixth`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        git init -q p && cd p && mkdir vendor
        key >baseline.sh && leaksift baseline create -o ../base && : >vendor/x
        echo "$(key) # gitleaks:allow" >inline.sh
        key >fingerprint.sh && key >positional.sh && key >path.sh && key >vendor/allowlist.sh && key >open.sh
        leaksift scan -q -f json fingerprint.sh | sed -n 's/.*"fingerprint": "\\([0-9a-f]*\\)".*/\\1 reason="known"/p' \
          >.leaksiftignore
        echo '/path.sh' >>.leaksiftignore
        echo 'positional.sh:stripe-access-token:1' >.gitleaksignore
        printf '[extend]\\nuseDefault = true\\n[[allowlists]]\\npaths = ["^vendor/"]\\n' >.gitleaks.toml
        leaksift scan -q --baseline ../base; echo "code $?"
        leaksift scan --baseline ../base | grep -c '^Hidden: 1 by inline comments, 3 by ignore files, 1 by the baseline, 1 by'
        leaksift scan -q --no-suppressions | wc -l
        """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4, "\(outcome.output) \(outcome.errors)")
    #expect(lines[0].hasPrefix("open.sh:1:"))
    #expect(lines.dropFirst() == ["code 1", "1", "7"])
  }

  @Test func `a baseline is made, used, updated and pruned`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        mkdir t && key >t/a && leaksift baseline create t -o base && leaksift scan -q t --baseline base && echo clean
        key >t/b && leaksift scan -q t --baseline base | cut -d: -f1
        leaksift baseline update t --baseline base && leaksift scan -q t --baseline base && echo clean
        rm t/a && leaksift scan -q t --baseline base --strict-suppressions || echo "strict $?"
        leaksift baseline prune t --baseline base && wc -l <base
        leaksift scan -q t --baseline base --strict-suppressions && echo clean
        """)
    #expect(outcome.output == "clean\nt/b\nclean\nstrict 1\n2\nclean\n", "\(outcome.errors)")
  }

  @Test func `an audit goes on where it ended`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        mkdir t && key >t/a && key >t/b && leaksift baseline create t -o base
        printf 'a for tests\\nq\\n' | leaksift baseline audit t --baseline base | tail -1
        printf 'r\\n\\n' | leaksift baseline audit t --baseline base | tail -1
        leaksift baseline audit t --baseline base | tail -1
        grep -c '"reason":"for tests"' base
        """)
    #expect(
      outcome.output == """
        1 judged, 1 left; in all 0 real, 0 false, 1 accepted
        1 judged, 0 left; in all 1 real, 0 false, 1 accepted
        0 judged, 0 left; in all 1 real, 0 false, 1 accepted
        1

        """, "\(outcome.errors)")
  }

  @Test func `gitleaks' own command line works through a link of its name`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        ln -s "$(command -v leaksift)" ../bin/gitleaks
        git init -q p && cd p && key >a && git add a && git commit -qm a && rm a && git commit -qam b
        gitleaks detect --no-banner -r ../r.json -f json; echo "detect $?"
        gitleaks git -b ../r.json --redact=100 -v . | head -1; gitleaks dir --exit-code 9 .; echo "dir $?"
        grep -c '"Secret": "sk_live_.*"' ../r.json
        """)
    #expect(outcome.output == "detect 1\nNo secrets found.\ndir 0\n1\n", "\(outcome.errors)")
  }

  @Test func `explain tells what a scan does`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        echo "$(key) # gitleaks:allow" >a; key >>a; echo nothing >>a
        for line in 1 2 3; do leaksift explain a:$line | grep -e '=>' -e 'no rule'; done
        cat a | leaksift explain -:2 >/dev/null; echo "$?"; leaksift explain a:9; echo "$?"
        """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 5, "\(outcome.output) \(outcome.errors)")
    #expect(lines.first == "  => hidden by an inline comment, a:1 (gitleaks:allow)")
    #expect(lines.dropFirst().first?.hasPrefix("  => a finding: severity critical") == true)
    #expect(lines.dropFirst(2).first?.hasPrefix("no rule was tried") == true)
    #expect(lines.suffix(2) == ["1", "2"])
  }

  @Test func `gitleaks' ids of rules mean the same here, wherever they are written`() throws {
    let outcome = try sandbox.run(
      Self.key + """
        mkdir p && cd p && key >a.sh
        hidden() { leaksift scan -q . && echo "hidden by $1" || echo "open with $1"; }
        printf 'a.sh:stripe-access-token:1\\n' >.gitleaksignore; hidden place
        printf 'a.sh:github-pat:1\\n' >.gitleaksignore; hidden 'the place of another'; rm .gitleaksignore
        printf 'a.sh rule=stripe-access-token\\n' >.leaksiftignore; hidden attribute; rm .leaksiftignore
        printf '[extend]\\nuseDefault = true\\ndisabledRules = ["stripe-access-token"]\\n' >.gitleaks.toml
        hidden disabledRules; leaksift config check | tail -1
        printf '[extend]\\nuseDefault = true\\n[[rules]]\\nid = "stripe-access-token"\\n[[rules.allowlists]]\\npaths = ["a"]\\n' >.gitleaks.toml
        hidden allowlist; leaksift config check | tail -1; leaksift config migrate -o - | grep -c 'id = "stripe-'
        rm .gitleaks.toml
        leaksift gitleaks dir . --enable-rule github-pat >../out; echo "other $?"
        leaksift gitleaks dir . --enable-rule stripe-access-token >../out; echo "own $?"
        leaksift gitleaks dir . --enable-rule asana-client-id; echo "none $?"
        leaksift rules show github-pat | head -1
        """)
    #expect(
      outcome.output
        == """
        hidden by place
        open with the place of another
        hidden by attribute
        hidden by disabledRules
        1,559 rules can be used, 0 remarks
        hidden by allowlist
        1,563 rules can be used, 0 remarks
        4
        other 0
        own 1
        none 2
        id            github-pat-classic

        """.replacing(
          "open with",
          with: "a.sh:1:9: critical: Stripe live secret key: sk_l******** [stripe-secret-key-live]\nopen with"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("a client id is public and no secret"))
  }

  @Test func `a configuration without rules names the keys that may be the cause`() throws {
    let outcome = try sandbox.run(
      "printf '[whitelist]\\nids = []\\n[ignore]\\n' >.gitleaks.toml; leaksift config check; echo $?; leaksift scan; echo $?"
    )
    #expect(outcome.output == "2\n2\n")
    for key in ["whitelist", "ignore"] {
      #expect(outcome.errors.split(separator: "unknown key \"\(key)\"").count == 3, "\(outcome.errors)")
    }
  }

  @Test func `a peer's configuration is checked and carried over`() throws {
    let outcome = try sandbox.run(
      """
      printf '[[rules]]\\nid = "a"\\nregex = "tok_[0-9]{8}"\\nkeywords = ["nope"]\\n' >.gitleaks.toml
      leaksift config check; leaksift config migrate && leaksift config check .leaksift.toml | tail -1
      leaksift config migrate; echo "$?"; printf '' >empty.toml; leaksift config check empty.toml; echo "$?"
      """)
    #expect(
      outcome.output.hasPrefix(
        ".gitleaks.toml:1: rule \"a\": keyword \"nope\" can be in no match of the regex"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("1 rule can be used, 1 remark\n1 rule can be used, 1 remark\n2\n2\n"))
    #expect(outcome.errors.contains("`.leaksift.toml` is there already; move it away"))
    #expect(outcome.errors.contains("empty.toml: no rules: nothing would be found; add [[rules]]"))
  }
}
