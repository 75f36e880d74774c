import Testing

/// What follows the end of an archive that comes by a pipe, or is read while another is decompressed, is no secret loss.
struct ContainerPipeTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    // Longer than what is read at a time, also compressed; of numbers, which no rule finds anything in.
    try sandbox.run("head -c 100000 /dev/urandom | od -An -tu1 -v >a.txt")
  }

  private static let packers = [
    "gzip -c a.txt", "bzip2 -c a.txt", "xz -c a.txt", "tar cf - a.txt", "tar czf - a.txt", "xz -F lzma -c a.txt",
  ]

  @Test(arguments: packers) func `bytes after the end are a gap on a pipe as in a file, unless they are padding`(
    packer: String
  ) throws {
    for read in ["| leaksift scan -", ">box; leaksift scan box"] {
      let more = try sandbox.run("(\(packer); echo more) \(read)")
      #expect(more.code == 3, "\(read): \(more.output)")
      let padded = try sandbox.run("(\(packer); head -c 90112 /dev/zero) \(read)")
      #expect(padded.code == 0, "\(read): \(padded.output)")
    }
  }

  @Test(arguments: packers) func `so they are in another archive`(packer: String) throws {
    let outcome = try sandbox.run("(\(packer); echo more) >inner; tar czf box inner; leaksift scan box")
    #expect(outcome.code == 3, "\(outcome.output)")
    #expect(outcome.output.contains("box!inner"))
    let whole = try sandbox.run("\(packer) >inner; tar czf box inner; leaksift scan box")
    #expect(whole.code == 0, "\(whole.output)")
  }
}
