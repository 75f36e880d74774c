import FileTestSupport
import Findings
import Scan
import Testing
import Text

/// A finding under a name that bundlers publish is graver, wherever the name is.
struct PublishedNameTests {
  private static let rules =
    Project.rules + """
      [[rules]]
      id = "generic"
      severity = "high"
      regex = '''\\b([A-Za-z0-9]{24})\\b'''
      context = ["acme"]
      [[rules]]
      id = "made-for-browsers"
      severity = "info"
      regex = '''\\b(bx[A-Za-z0-9]{22})\\b'''
      keywords = ["bx"]
      [[rules]]
      id = "vendor"
      severity = "high"
      regex = '''\\b(vx[A-Za-z0-9]{22})\\b'''
      keywords = ["vx"]

      """

  private func project(_ text: String, at path: String = "src/app.txt") throws -> Project {
    let project = try Project(rules: Self.rules)
    try project.folder.write(path, text)
    return project
  }

  /// The severities of what is found in a text, with `§` for a made-up key.
  private func severities(_ text: String, prefix: String = "", at path: String = "src/app.txt") throws -> [String] {
    let key = prefix + Project.random().dropFirst(prefix.count)
    let filled = text.split(separator: "§", omittingEmptySubsequences: false).joined(separator: key)
    return try project(filled, at: path).scan().findings.map { finding in
      "\(finding.severity.name) \(finding.adjusted?.reason.rawValue ?? "")"
    }
  }

  private static let raised = ["critical published_name"]

  @Test(arguments: [
    "NEXT_PUBLIC_ACME_KEY=§", "export VITE_ACME_KEY='§'", "REACT_APP_ACME_KEY: §", "  \"EXPO_PUBLIC_ACME_KEY\": \"§\",",
    "process.env.NEXT_PUBLIC_ACME_KEY = '§';", "process.env[\"GATSBY_ACME_KEY\"] = \"§\"",
    "const acme = import.meta.env.VITE_ACME_KEY ?? \"§\";", "const acme = process.env.NUXT_PUBLIC_ACME_KEY || '§'",
    "ARG VITE_ACME_KEY=§", "ENV NEXT_PUBLIC_ACME_KEY=\"§\"",
    "env:\n  - name: VITE_ACME_KEY\n    value: \"§\"", "{\"name\": \"VITE_ACME_KEY\", \"value\": \"§\"}",
    "<add key=\"VUE_APP_ACME_KEY\" value=\"§\" />", "\"{\\\"NG_APP_ACME_KEY\\\": \\\"§\\\"}\"",
    "'PUBLIC_ACME_KEY' => '§',", "STORYBOOK_ACME_KEY := §", "VITE_ACME_URL=https://acme:§@acme.io/x",
    "X=1 VITE_ACME_KEY=§ npm run build",
  ])
  func `every syntax that gives the name its value counts`(text: String) throws {
    #expect(try severities(text) == Self.raised)
  }

  @Test(arguments: [
    "ACME_KEY=§", "MY_VITE_ACME_KEY=§", "vite_acme_key=§", "NEXT_PUBLIC_ACME_URL=https://acme.io ACME_KEY=§",
    "VITE_ACME_URL=x\nACME_KEY=§", "VITE_ACME_URL, acme_key = \"§\"", "// VITE_ACME_KEY is acme: see § below",
    "if VITE_ACME_KEY != acme then §", "NEXT_PUBLIC_ACME_SITE_KEY=§", "VITE_ACME_FIREBASE_API_KEY=§",
    "NEXT_PUBLIC_ACME_ANON_KEY: \"§\"", "PUBLIC_KEY=acme:§",
  ])
  func `other names, other settings and names of keys that are made for browsers do not`(text: String) throws {
    #expect(try severities(text) == ["high "])
  }

  @Test func `a rule's own word on its keys comes first`() throws {
    #expect(try severities("VITE_TOKEN=§", prefix: "bx") == ["info "])
    #expect(try severities("VITE_TOKEN=§", prefix: "vx") == Self.raised)
    #expect(try severities("ENV VITE_TOKEN §", prefix: "vx") == Self.raised)
    #expect(try severities("RUN VITE_TOKEN §", prefix: "vx") == ["high "])
    // The form of the value says more than a name does.
    #expect(try severities("VITE_STRIPE_PUBLISHABLE_KEY=§", prefix: "vx") == Self.raised)
  }

  @Test(arguments: ["tests/app.txt", "examples/app.txt", "docs/app.html"])
  func `nothing is raised where nothing is published from`(path: String) throws {
    #expect(try severities("VITE_TOKEN=§", prefix: "vx", at: path) == ["high "])
    #expect(try severities("VITE_ACME_KEY=§", at: path).allSatisfy { !$0.contains("published") })
  }

  @Test func `thresholds see it, and it counts once in files, histories, staged changes and archives`() throws {
    let project = try project("VITE_ACME_KEY=\(Project.random())\n", at: "ci.yml")
    #expect(try project.scan { $0.minimumSeverity = .critical }.findings.count == 1)
    #expect(try project.scan { $0.failOn = .critical }.failingCount == 1)
    try project.folder.shell("git init -q . && git add -A")
    #expect(try project.scan { $0.mode = .staged }.findings.map(\.adjusted?.reason) == [.publishedName])
    try project.folder.commitAll()
    #expect(try project.scan { $0.mode = .history(branch: nil) }.findings.map(\.adjusted?.reason) == [.publishedName])
    try project.folder.shell("mkdir b && git mv ci.yml b/ && tar -cf all.tar b && rm -r b")
    #expect(try project.scan().findings.map(\.adjusted?.reason) == [.publishedName])
  }

  @Test func `a name that changes changes what later versions of a file are`() throws {
    let key = Project.random()
    let padding = String(repeating: "# nothing\n", count: 200)
    let project = try project("\(padding)X_ACME_KEY=\(key)\n\(padding)", at: "a.env.txt")
    try project.folder.commitAll()
    #expect(try project.scan { $0.mode = .history(branch: nil) }.findings.map(\.severity) == [.high])
    try project.folder.write("a.env.txt", "\(padding)VITE_ACME_KEY=\(key)\n\(padding)")
    try project.folder.commitAll()
    #expect(try project.scan { $0.mode = .history(branch: nil) }.findings.map(\.severity) == [.critical])
  }

  @Test func `a secret of an environment file that a rule finds is one finding`() throws {
    let project = try project("VITE_ACME_KEY=\(Project.random())\n", at: "a/.env")
    try project.folder.write("b/.env", "VITE_DB_PASSWORD=\(Project.random())\n")
    try project.folder.shell("git init -q . && echo .env >.gitignore && git add .gitignore")
    let found = try project.scan { $0.includeIgnored = true }.findings
    #expect(found.map(\.rule.id) == ["generic", "dotenv-published-secret"])
    #expect(found.map(\.severity) == [.critical, .high])
  }

  @Test func `the environment report asks the rules which keys are made for browsers`() throws {
    let (secret, browser) = ("vx" + Project.random().dropFirst(2), "bx" + Project.random().dropFirst(2))
    let project = try project("VITE_A_TOKEN=\(browser)\nVITE_PUBLISHABLE_TOKEN=\(secret)\n", at: ".env")
    try project.folder.shell("git init -q . && echo .env >.gitignore && git add .gitignore")
    let report = try scanEnvironmentFiles(at: project.folder.path, fix: false, showSecrets: false)
    #expect(report.findings.map(\.rule.id) == ["dotenv-published-secret"])
    #expect(report.findings.first?.occurrences.map(\.line) == [2])
  }

  @Test(arguments: [("anon", nil), ("service_role", "published_name")] as [(String, String?)])
  func `a token for browsers is not raised, whatever its name is`(role: String, reason: String?) throws {
    func part(_ json: String) -> String {
      String(decoding: Base64.encode(Array(json.utf8), .url, padded: false), as: UTF8.self)
    }
    let token = [
      part(#"{"alg":"HS256","typ":"JWT"}"#), part(#"{"iss":"acme","role":"\#(role)","exp":4102444800}"#),
      part(Project.random() + "01234567"),
    ].joined(separator: ".")
    let project = try Project(
      rules: Project.rules + """
        [[rules]]
        id = "jwt"
        severity = "high"
        regex = '''\\b(eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)'''
        keywords = ["eyj"]
        checksum = "jwt"

        """)
    try project.folder.write("src/app.txt", "VITE_SUPABASE_KEY=\(token)\n")
    #expect(try project.scan().findings.map { $0.adjusted?.reason.rawValue } == [reason])
  }
}
