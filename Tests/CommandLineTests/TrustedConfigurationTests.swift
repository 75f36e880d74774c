import Testing

/// A pull request that brings its own means to hide a secret.
struct TrustedConfigurationTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(
      """
      git init -q . && echo '# a project' >README && git add . && git commit -qm base && git tag base
      git checkout -qb change
      """)
  }

  /// Commits what a script does, after a new secret in `pay.sh`, and scans the change.
  private func scan(_ script: String, options: String = "") throws -> Sandbox.Outcome {
    try sandbox.run(
      SwitchingTests.key + """
        key >pay.sh
        \(script)
        git add -A && git commit -qm change
        leaksift scan --range base..HEAD \(options) >../own; echo "own $?"
        leaksift scan --range base..HEAD --trusted-config base \(options) -f json; echo "trusted $?"
        """)
  }

  /// Ways to hide the secret, and what the report names.
  static let ways: [(script: String, cause: String)] = [
    (
      "printf '[extend]\\nuseDefault = true\\n[[allowlists]]\\npaths = [\"pay\"]\\n' >.leaksift.toml",
      "allowlist at .leaksift.toml:3"
    ),
    ("printf '[extend]\\ndisabledRules = [\"stripe-secret-key-live\"]\\n' >.leaksift.toml", "its configuration"),
    (
      "printf '[severity]\\nminimum = \"critical\"\\n[confidence]\\nminimum = \"high\"\\n[[paths]]\\npatterns = [\"*.sh\"]\\ndisabled_rules = [\"stripe-secret-key-live\"]\\n' >.leaksift.toml",
      "settings at .leaksift.toml:5"
    ),
    ("echo '/pay.sh' >.leaksiftignore", "ignore file at"),
    ("echo 'pay.sh:stripe-access-token:1' >.gitleaksignore", "ignore file at"),
    ("sed -i 's/$/ # gitleaks:allow/' pay.sh", "inline at pay.sh:1"),
    ("(echo '# leaksift:allow-begin'; cat pay.sh) >x && mv x pay.sh", "inline at pay.sh:1"),
    (
      "mkdir ci && printf '[[rules]]\\nid = \"x\"\\nregex = \"never_[a-z]{9}\"\\nkeywords = [\"never_\"]\\n' >ci/rules.toml; printf '[extend]\\npath = \"ci/rules.toml\"\\n' >.leaksift.toml",
      "its configuration"
    ),
  ]

  @Test(arguments: ways) func `what only a change itself hides is marked and counts`(script: String, cause: String)
    throws
  {
    let outcome = try scan(script)
    #expect(outcome.output.hasPrefix("own 0\n"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.hasSuffix("trusted 1\n"), "\(outcome.errors)")
    #expect(outcome.output.contains("\"hidden_by_change\": \"\(cause)"), "\(outcome.output)")
    #expect(outcome.output.contains("hidden by this change: 1 finding that only its own configuration"))
  }

  @Test func `a change's own configuration that cannot be used leaves a gap`() throws {
    let outcome = try scan("echo 'what = [' >.leaksift.toml")
    #expect(outcome.output.hasPrefix("own 2\n"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.hasSuffix("trusted 1\n") && outcome.output.contains("\"complete\": false"))
    #expect(outcome.output.contains("the scanned files' own configuration cannot be used"), "\(outcome.output)")
  }

  @Test func `findings that fail no run do not make such a gap green`() throws {
    let outcome = try sandbox.run(
      "echo 'what = [' >.leaksift.toml; echo LEVEL=1 >.env; git add -A; leaksift scan --staged --trusted-config base")
    #expect(outcome.code == 3, "\(outcome.output) \(outcome.errors)")
    let accepted = try sandbox.run(
      """
      git reset -q --hard base; git checkout -q -b accepting; echo '. gap=accepted reason="it is replaced next week"' >.leaksiftignore
      git add .leaksiftignore; git commit -qm accept; git tag accept
      echo 'what = [' >.leaksift.toml; rm .leaksiftignore; echo LEVEL=1 >.env; git add -A
      leaksift scan --staged --trusted-config accept
      """)
    #expect(accepted.code == 0, "\(accepted.output) \(accepted.errors)")
  }

  @Test func `every format that can carries what only a change hides`() throws {
    let formats = [
      "text", "json", "jsonl", "sarif", "gitlab", "junit", "csv", "github", "markdown", "html", "gitleaks",
    ]
    let outcome = try sandbox.run(
      SwitchingTests.key + """
        key >pay.sh && echo '/pay.sh' >.leaksiftignore && git add -A && git commit -qm change
        for format in \(formats.joined(separator: " ")); do
          leaksift scan --trusted-config base -f $format | grep -iEq 'hidden[- _]*by[- _]*(this )?change' && echo $format
        done
        """)
    #expect(outcome.output.split(separator: "\n").map { String($0) } == formats, "\(outcome.errors)")
  }

  @Test func `environment files alone are judged by the trusted configuration`() throws {
    let outcome = try sandbox.run(
      """
      echo "DB_PASSWORD=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)" >.env
      printf '[dotenv]\\nignore = [".env"]\\n' >.leaksift.toml
      leaksift env >/dev/null; echo "own $?"
      leaksift env -f json --trusted-config base | grep -o '"hidden_by_change": "[^"]*"'; echo broken >.leaksift.toml
      leaksift env --trusted-config base -f json | grep -c 'own configuration cannot be used'
      git add .leaksift.toml; git commit -qm bad; leaksift env --trusted-config HEAD; echo "bad $?"
      """)
    let cause = "\"hidden_by_change\": \"settings at .leaksift.toml:1\""
    #expect(outcome.output == "own 0\n\(cause)\n1\nbad 2\n", "\(outcome.output) \(outcome.errors)")
  }

  @Test func `a baseline that a change brings hides nothing`() throws {
    let outcome = try scan("leaksift baseline create -o base.jsonl", options: "--baseline base.jsonl")
    #expect(outcome.output.hasPrefix("own 0\n"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.hasSuffix("trusted 1\n"), "\(outcome.errors)")
    #expect(outcome.output.contains("\"hidden_by_change\": \"baseline at base.jsonl:2\""), "\(outcome.output)")
  }

  @Test func `what the trusted revision accepts stays accepted, and its comments only beside the same secret`() throws {
    let outcome = try sandbox.run(
      SwitchingTests.key + """
        git checkout -q -B base-branch base
        echo "$(key) # gitleaks:allow" >old.sh && key >accepted.sh && echo /accepted.sh >.leaksiftignore
        mkdir ci && printf '[extend]\\nuseDefault = true\\n[[allowlists]]\\npaths = ["^vendor/"]\\n' >ci/rules.toml
        printf '[extend]\\npath = "ci/rules.toml"\\n' >.leaksift.toml
        git add . && git commit -qm accepted && git tag -f accepted && git checkout -qb next
        mkdir vendor && key >vendor/x.sh && rm .leaksiftignore ci/rules.toml
        git add -A && git commit -qm next
        leaksift scan -q . --trusted-config accepted; echo "same $?"
        git checkout -q accepted -- ci/rules.toml
        sed -i "s/PAYMENT=[^ ]*/$(key)/" old.sh
        leaksift scan -q . --trusted-config accepted | sed 's/:.*//'
        leaksift scan . --trusted-config accepted | grep -c 'hidden by this change: inline at old.sh:1'
        leaksift scan -f github . --trusted-config accepted | grep -c 'hidden by this change'
        leaksift scan . --trusted-config nowhere; echo "unknown $?"
        leaksift scan https://example.org/x.git --trusted-config HEAD; echo "address $?"
        """)
    #expect(
      outcome.output == "same 0\nold.sh\n1\n1\nunknown 2\naddress 2\n", "\(outcome.output) \(outcome.errors)")
    let reason = "--trusted-config nowhere: there is no revision `nowhere`; fetch it, or name another"
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(outcome.errors.contains("clone the address first"), "\(outcome.errors)")
  }

  @Test func `a server can take the word of its own branch alone`() throws {
    let outcome = try sandbox.run(
      SwitchingTests.key + """
        git init -q --bare ../server.git && git push -q ../server.git base^{commit}:refs/heads/main
        git -C ../server.git symbolic-ref HEAD refs/heads/main
        printf '#!/bin/sh\\nexec leaksift hook receive --trusted-config HEAD\\n' >../server.git/hooks/pre-receive
        chmod +x ../server.git/hooks/pre-receive
        echo more >>README && git commit -qam more && git push -q ../server.git HEAD:refs/heads/more; echo "clean $?"
        echo "$(key) # gitleaks:allow" >pay.sh && echo /pay.sh >.leaksiftignore && git add . && git commit -qm leak
        git push -q ../server.git HEAD:refs/heads/leak; echo "leak $?"
        """)
    #expect(outcome.output == "clean 0\nleak 1\n", "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("push refused"), "\(outcome.errors)")
  }

  @Test func `a link in the trusted revision is an error, and a file it lacks is none`() throws {
    let outcome = try sandbox.run(
      """
      ln -s ../outside .leaksift.toml && git add . && git commit -qm link
      leaksift scan . --trusted-config HEAD; echo "link $?"
      leaksift scan . --trusted-config base -c own.toml; echo "none $?"
      """)
    #expect(outcome.output.hasPrefix("link 2\n"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("none 0\n"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("HEAD:.leaksift.toml: is a symbolic link there; name the file itself"))
  }
}
