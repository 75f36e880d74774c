import Testing

/// Starting where the system lacks something.
struct StartTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  @Test func `the program runs without proc`() throws {
    // Only root of Linux can take it away.
    guard try sandbox.run("unshare -m umount -l /proc").code == 0 else { return }
    let outcome = try sandbox.run("unshare -m sh -c 'umount -l /proc; echo a >a; leaksift scan a -q; echo $?'")
    #expect(outcome.output == "0\n", "\(outcome.errors)")
  }
}
