import Testing

/// Verification and revocation on the built program, without a vendor.
struct VerificationTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(VerdictTests.leak)
    // A PATH with everything that the scripts need, and no curl.
    try sandbox.run("mkdir bare; for name in sh cat env git; do ln -s \"$(command -v $name)\" bare/; done")
    try sandbox.run("ln -s \"$(command -v leaksift)\" bare/; leaksift scan tree -q -o report.json")
  }

  private func withoutCurl(_ command: String) throws -> Sandbox.Outcome {
    try sandbox.run("PATH=$PWD/bare; \(command)")
  }

  @Test(arguments: [
    "leaksift scan tree --verify", "leaksift scan tree --verify --fail-on active", "leaksift verify report.json",
    "echo x | leaksift verify --rule stripe-secret-key-live", "echo x | leaksift revoke --rule gitlab-pat --yes",
  ])
  func `without curl nothing is done, and the message says what to install`(command: String) throws {
    let outcome = try withoutCurl(command)
    #expect(outcome.code == 2 && outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.errors.contains("verification needs the program `curl`, which is not in PATH; install it"))
  }

  @Test(arguments: [
    ("leaksift scan tree -q", Int32(1)), ("leaksift scan tree -q --verify=plan", 1),
    ("leaksift verify report.json --plan", 0), ("echo x | leaksift verify --rule stripe-secret-key-live --plan", 0),
  ])
  func `what sends nothing needs no curl`(command: String, code: Int32) throws {
    let outcome = try withoutCurl(command)
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(!command.contains("plan") || outcome.errors.contains("plan: api.stripe.com: at most 2 requests"))
  }
}
