import Testing

/// Repositories of another user, as one that is mounted into a container is.
struct OwnerTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  /// A repository of user 12345 with a leak in a commit, a staged file and one that is ignored; and a program in its
  /// configuration that git would run.
  private static let foreign = """
    key=$(head -c 300 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | cut -c 1-24)
    git init -q r; cd r; echo '/ignored' >.gitignore; git add .; git commit -qm one
    echo "PAYMENT=sk_""live_$key" >a.sh; git add a.sh; git commit -qm two
    cp a.sh ignored; echo "TOKEN=sk_""live_${key}B" >b.sh; git add b.sh
    printf '#!/bin/sh\\ntouch %s/ran\\n' "$PWD/.." >../run; chmod +x ../run
    git config core.fsmonitor "$PWD/../run"; git config core.pager "$PWD/../run"; git config diff.external "$PWD/../run"
    chown -R 12345:12345 .

    """

  /// Only root can give a file to somebody else.
  private func isRoot() throws -> Bool { try sandbox.run("id -u").output == "0\n" }

  @Test(arguments: [
    "", "--staged", "--since HEAD~1", "--history", "--range HEAD~1..HEAD",
  ])
  func `a repository of somebody else is scanned`(mode: String) throws {
    guard try isRoot() else { return }
    let outcome = try sandbox.run(Self.foreign + "leaksift scan \(mode); code=$?; test ! -e ../ran && exit $code")
    #expect(outcome.code == 1, "\(outcome.output) \(outcome.errors)")
    #expect(!outcome.output.contains("ignored:1"))
    #expect(!outcome.errors.contains("dubious"))
  }

  @Test(arguments: ["cd sub; leaksift scan", "cd ..; leaksift scan r", "leaksift env"])
  func `it is found from elsewhere and judged by its own ignore files`(command: String) throws {
    guard try isRoot() else { return }
    let outcome = try sandbox.run(
      Self.foreign + """
        mkdir sub; cp a.sh sub; echo "STRIPE_KEY=sk_""live_${key}C" >.env; chown -R 12345 .
        \(command)
        """)
    #expect(outcome.code == 1, "\(outcome.output) \(outcome.errors)")
    #expect(!outcome.output.contains("ignored:1"))
    #expect(!outcome.errors.contains("dubious"))
  }

  @Test func `a repository above the folder that somebody else made decides nothing`() throws {
    guard try isRoot() else { return }
    let outcome = try sandbox.run(
      "git init -q .; echo '*' >.git/info/exclude; chown -R 12345 . ; mkdir own; echo a >own/a; leaksift scan own")
    #expect(outcome.output.contains("Scanned 1 file "))
    #expect(outcome.output.contains("dubious ownership"))
  }

  @Test(arguments: ["--staged", "--since HEAD", "--range HEAD~1..HEAD"])
  func `without git a mode that needs it says so`(mode: String) throws {
    let outcome = try sandbox.run(
      """
      git init -q r; cd r; for n in 1 2; do echo $n >f; git add f; git commit -qm $n; done
      mkdir ../none; ln -s "$(command -v leaksift)" ../none; PATH=$PWD/../none; leaksift scan \(mode)
      """)
    #expect(outcome.code == 2, "\(outcome.output)")
    #expect(outcome.errors.contains("git was not found"), "\(outcome.errors)")
  }
}
