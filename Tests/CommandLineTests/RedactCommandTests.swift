import Testing

/// `leaksift redact` as its users call it.
struct RedactCommandTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    // Made-up keys of formats without a checksum, and a password that only its name tells.
    try sandbox.run(
      """
      random() { head -c 300 /dev/urandom | base64 | tr -dc "$2" | cut -c "1-$1"; }
      { echo "start"; echo "AWS_ACCESS_KEY_ID=AK""IA$(random 16 A-Z2-7)"; echo "PAYMENT=sk_""live_$(random 24 A-Za-z0-9)"
        echo "DB_PASSWORD=$(random 20 A-Za-z0-9)"; echo "end"; } >log.txt
      """)
  }

  @Test func `a log has placeholders, and no finding when it is scanned again`() throws {
    let outcome = try sandbox.run(
      """
      leaksift redact <log.txt >out.txt; echo $?; cut -d '[' -f 1 out.txt; cut -s -d : -f 2 out.txt
      leaksift scan log.txt >/dev/null; echo $?; leaksift scan --min-confidence low out.txt >/dev/null; echo $?
      """)
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.prefix(6) == ["0", "start", "AWS_ACCESS_KEY_ID=", "PAYMENT=", "DB_PASSWORD=", "end"], "\(outcome.errors)")
    #expect(lines.dropFirst(6).prefix(2).allSatisfy { $0.hasPrefix("aws-") || $0.hasPrefix("stripe-") })
    #expect(lines.suffix(2) == ["1", "0"])
  }

  @Test func `placeholders stay the same with a key, and a map leads back`() throws {
    let outcome = try sandbox.run(
      """
      leaksift redact log.txt --key k >a; leaksift redact log.txt --key k --map m >b; leaksift redact log.txt >c
      cmp a b && ! cmp -s a c && stat -c %a k m && python3 - <<'END'
      import json
      text = open("b").read()
      for line in open("m"):
          entry = json.loads(line)
          text = text.replace(entry["placeholder"], entry["secret"])
      print(text == open("log.txt").read())
      END
      """)
    #expect(outcome.output == "600\n600\nTrue\n", "\(outcome.errors)")
  }

  @Test func `a session stays JSON`() throws {
    let outcome = try sandbox.run(
      """
      python3 - <<'END'
      import json
      text = open("log.txt").read()
      key = text.split("=")[2].split()[0]
      with open("s.jsonl", "w") as file:
          for value in [{"role": "user", "content": text}, {"arguments": json.dumps({"key": key})}, {"n": 1, "l": [key, None]}]:
              file.write(json.dumps(value) + "\\n")
      END
      leaksift redact s.jsonl >out.jsonl && python3 -c '
      import json
      before, after = ([json.loads(line) for line in open(name)] for name in ("s.jsonl", "out.jsonl"))
      print([list(value) for value in after] == [list(value) for value in before], after[2]["n"], "sk_" in str(after))'
      """)
    #expect(outcome.output == "True 1 False\n", "\(outcome.errors)")
  }

  @Test func `a line comes through while the stream goes on`() throws {
    let outcome = try sandbox.run(
      """
      python3 - <<'END'
      import subprocess, time
      child = subprocess.Popen(["leaksift", "redact"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
      for line in open("log.txt", "rb"):
          child.stdin.write(line)
          child.stdin.flush()
          print(child.stdout.readline().split(b"=")[0].strip().decode())
      child.stdin.close()
      print(child.wait())
      END
      """)
    #expect(outcome.output == "start\nAWS_ACCESS_KEY_ID\nPAYMENT\nDB_PASSWORD\nend\n0\n", "\(outcome.errors)")
  }

  // MARK: - In place

  @Test func `files are changed in place, with a copy for their owner alone`() throws {
    let outcome = try sandbox.run(
      """
      chmod 640 log.txt; cp log.txt before; leaksift redact --in-place log.txt --backup old; echo $?
      stat -c %a log.txt old old/log.txt; cmp before old/log.txt; grep -c leaksift: log.txt
      leaksift redact --in-place log.txt; echo $?
      """)
    #expect(outcome.output == "0\n640\n700\n600\n3\n0\n", "\(outcome.errors)")
    #expect(
      outcome.errors.contains("log.txt: 3 secrets replaced") && outcome.errors.contains("log.txt: 0 secrets replaced"))
  }

  @Test func `a file that a program writes to stays as it is`() throws {
    let outcome = try sandbox.run(
      """
      cp log.txt before
      python3 -c 'import subprocess; file = open("log.txt", "a"); print(subprocess.call(["leaksift", "redact", "--in-place", "log.txt"]))'
      cmp before log.txt && echo same
      python3 -c 'import subprocess; file = open("log.txt"); print(subprocess.call(["leaksift", "redact", "--in-place", "log.txt"]))'
      """)
    #expect(outcome.output == "2\nsame\n0\n")
    #expect(outcome.errors.contains("`log.txt` is being written by process "), "\(outcome.errors)")
  }

  @Test func `what cannot be replaced is said`() throws {
    let outcome = try sandbox.run(
      """
      { printf 'SQLite format 3\\0\\1'; cat log.txt; } >store.db; cp store.db before
      leaksift redact --in-place store.db nothing log.txt; echo $?; cmp before store.db && grep -c leaksift: log.txt
      leaksift redact <store.db | cmp - before && echo same
      """)
    #expect(outcome.output == "2\n3\nsame\n")
    #expect(outcome.errors.contains("`store.db` is binary, and stays as it is"), "\(outcome.errors)")
    #expect(outcome.errors.contains("`nothing` does not exist"))
    #expect(outcome.errors.contains("the input is binary, and was passed on as it is"))
  }
}
