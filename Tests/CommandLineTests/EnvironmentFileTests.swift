import RandomTestSupport
import Testing

/// Environment files as users meet them: what is told of a committed one, and what passes.
struct EnvironmentFileTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q -b main . && git commit -q --allow-empty -m first")
  }

  private static let numbers = TestRandom("environment files")

  /// Letters and digits, others at each call.
  private static func random(
    _ count: Int, from alphabet: String = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
  )
    -> String
  {
    var random = numbers
    return String((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "x" })
  }

  private static func hex(_ count: Int) -> String { random(count, from: "0123456789abcdef") }

  private func commit(_ text: String, as name: String = ".env") throws {
    try sandbox.run("cat >'\(name)' <<'END'\n\(text)\nEND\ngit add -A && git commit -q -m settings")
  }

  @Test(arguments: ["text", "json", "sarif", "gitlab", "junit", "github", "markdown", "html"])
  func `a format that tells what to do tells what to do about the file`(format: String) throws {
    try commit("TOKEN=ghp_\(Self.random(36))")
    try commit("rules: []\n", as: "x.yaml")
    try sandbox.run(
      #"""
      cat >.leaksift.toml <<'END'
      [[rules]]
      id = "token"
      description = "A token."
      regex = '''ghp_[A-Za-z0-9]{36}'''
      keywords = ["ghp_"]
      END
      """#)
    let scan = try sandbox.run("leaksift scan -f \(format)")
    #expect(scan.code == 1)
    let words = scan.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("git rm --cached") && !words.contains("dotenv-committed"))
  }

  @Test func `an encrypted environment file passes, and a plain value in it does not`() throws {
    let encrypted = """
      DOTENV_PUBLIC_KEY="03\(Self.hex(64))"
      API_KEY="encrypted:B\(Self.random(150))="
      STRIPE_SECRET_KEY=encrypted:B\(Self.random(400))
      DB_PASSWORD={cipher}\(Self.hex(96))
      SMTP_PASSWORD=ENC(\(Self.random(44)))
      AUTH_TOKEN=EJ[1:\(Self.random(43))=:\(Self.random(32)):\(Self.random(60))]
      SESSION_SECRET=vault:v1:\(Self.random(64))
      DATA_KEY=AQICAH\(Self.random(180))
      ADMIN_PASSWORD=CiQA\(Self.random(120))
      WINDOWS_PASSWORD=01000000d08c9ddf0115d1118c7a00c04fc297eb\(Self.hex(200))
      """
    try commit(encrypted)
    let scan = try sandbox.run("leaksift scan -q -f json")
    #expect(scan.code == 0, "\(scan.output)")
    #expect(scan.output.contains("no secrets in it"))
    try commit(encrypted + "\nOTHER_PASSWORD=\(Self.random(20))")
    #expect(try sandbox.run("leaksift scan -q").code == 1)
  }

  @Test func `an environment file of SOPS passes`() throws {
    func value(_ count: Int) -> String {
      "ENC[AES256_GCM,data:\(Self.random(count)),iv:\(Self.random(43))=,tag:\(Self.random(22))==,type:str]"
    }
    try commit(
      """
      DB_PASSWORD=\(value(20))
      API_KEY=\(value(60))
      sops_kms__list_0__map_arn=arn:aws:kms:eu-west-1:\(Self.random(12, from: "0123456789")):key/\(Self.hex(32))
      sops_kms__list_0__map_enc=AQICAH\(Self.random(180))
      sops_gcp_kms__list_0__map_enc=CiQA\(Self.random(120))
      sops_hc_vault__list_0__map_enc=vault:v1:\(Self.random(80))
      sops_age__list_0__map_enc=-----BEGIN AGE ENCRYPTED FILE-----\\n\(Self.random(64))\\n\(Self.random(64))\\n-----END AGE ENCRYPTED FILE-----\\n
      sops_age__list_0__map_recipient=age1\(Self.random(58, from: "qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
      sops_pgp__list_0__map_fp=\(Self.hex(40).uppercased())
      sops_mac=\(value(88))
      sops_version=3.9.0
      """)
    let scan = try sandbox.run("leaksift scan -q")
    #expect(scan.code == 0, "\(scan.output)")
  }

  @Test func `each private key of dotenvx is a finding, and none is shown`() throws {
    let keys = (0..<3).map { _ in Self.hex(64) }
    try commit("DOTENV_PRIVATE_KEY_PRODUCTION=\"\(keys.joined(separator: ","))\"", as: ".env.keys")
    let scan = try sandbox.run("leaksift scan -v -f json")
    #expect(scan.output.components(of: "\"rule\": \"dotenvx-private-key\"") == 3, "\(scan.output)")
    for key in keys { #expect(!scan.output.contains(key.prefix(12)) && !scan.output.contains(key.suffix(12))) }
  }

  @Test func `files that were committed once are told with --history, of the folder that is asked for`() throws {
    for name in [".env", "pkg/.env.local"] {
      try sandbox.run("mkdir -p pkg && echo 'API_TOKEN=\(Self.random(30))' >\(name)")
    }
    try sandbox.run(
      "git add -A && git commit -qm settings && git rm -q --cached .env pkg/.env.local && echo '.env*' >.gitignore")
    try sandbox.run("git add .gitignore && git commit -qm ignored")
    let now = try sandbox.run("leaksift env")
    #expect(now.code == 0 && now.output.contains("--history"), "\(now.output)")
    let all = try sandbox.run("leaksift env --history -q")
    #expect(all.code == 1)
    #expect(all.output.contains("\n.env:1:") || all.output.hasPrefix(".env:1:"))
    #expect(all.output.contains("pkg/.env.local:1:") && all.output.contains("[dotenv-in-history]"))
    for target in ["pkg", "pkg/.env.local"] {
      let part = try sandbox.run("leaksift env --history -q \(target)")
      #expect(part.code == 1 && part.output.split(separator: "\n").count == 1, "\(target): \(part.output)")
    }
  }

  @Test func `what ships a file, and what is published, is told and fixed`() throws {
    try sandbox.run("echo '.env*' >.gitignore && git add . && git commit -qm ignored")
    try sandbox.run(
      #"""
      printf 'FROM node\nCOPY . .\n' >Dockerfile
      printf '{"name": "x", "version": "1.0.0", "files": ["*"]}' >package.json
      echo 'VITE_DB_PASSWORD=\#(Self.random(20))' >.env.production
      """#)
    let told = try sandbox.run("leaksift env")
    #expect(told.code == 1)
    for words in ["Dockerfile:2 copies it", "`files` of package.json", "[dotenv-shipped]", "[dotenv-published-secret]"]
    {
      #expect(told.output.contains(words), "\(words) in \(told.output)")
    }
    let fixed = try sandbox.run("leaksift env --fix; cat .dockerignore; ls -A")
    #expect(fixed.output.contains("/.dockerignore: **/.env.production\n"))
    #expect(fixed.output.contains("add \"!**/.env.production\" to `files`") && !fixed.output.contains(".npmignore\n"))
    #expect(try sandbox.run("leaksift env --fix | grep -c 'added to'").output == "0\n")
    let scan = try sandbox.run("leaksift scan --no-ignore -q")
    #expect(scan.output.contains(": critical (under a name that is published to browsers): "), "\(scan.output)")
    #expect(!scan.output.contains("dotenv-published-secret"))
  }

  @Test func `a history tells for how long a secret has been exposed`() throws {
    try sandbox.run(
      """
      echo 'API_TOKEN=\(Self.random(30))' >a.env.txt && git add .
      GIT_AUTHOR_DATE=2024-03-01T12:00:00Z GIT_COMMITTER_DATE=2024-03-01T12:00:00Z git commit -qm a
      """
    )
    let date = "2024-04-01T12:00:00Z"
    try sandbox.run(
      "git rm -q a.env.txt && GIT_AUTHOR_DATE=\(date) GIT_COMMITTER_DATE=\(date) git commit -qm gone && git rev-parse HEAD >id"
    )
    let text = try sandbox.run("leaksift scan --history")
    #expect(text.output.contains("exposed for: ") && text.output.contains(", since 2024-03-01"), "\(text.output)")
    let json = try sandbox.run("leaksift scan --history -f json")
    #expect(json.output.contains("\"exposed_since\": \"2024-03-01T12:00:00Z\""))
    #expect(json.output.contains("\"removed_at\": \"\(date)\""))
    #expect(json.output.contains("\"removed_by\": \"\(try sandbox.read("id").prefix(40))\""))
    #expect(
      text.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "; removed from HEAD on 2024-04-01 (commit "))
    #expect(try sandbox.run("leaksift scan --since HEAD^^ -f json").output.contains("exposed") == false)
  }

  @Test func `a history that cannot be read is not green, and none is a note`() throws {
    try commit("PORT=80", as: "settings.txt")
    let lost = try sandbox.run(
      "rm -f \".git/objects/$(git rev-parse HEAD^ | sed 's|^..|&/|')\"; leaksift env --history")
    #expect(lost.code == 3, "\(lost.output)")
    try sandbox.run("rm -rf .git")
    let none = try sandbox.run("leaksift env --history")
    #expect(none.code == 0 && none.output.contains("no git repository"), "\(none.output)")
  }

  @Test func `advice on a file outside of a repository fits`() throws {
    try sandbox.run("rm -rf .git")
    try sandbox.run("echo 'DB_PASSWORD=\(Self.random(20))' >.env")
    for command in ["scan", "env"] {
      let told = try sandbox.run("leaksift \(command)")
      #expect(told.output.contains("chmod 600"))
      #expect(!told.output.contains("Commit .gitignore") && !told.output.contains("no .gitignore names it"))
    }
  }
}

extension String {
  /// How often a text is in it.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
