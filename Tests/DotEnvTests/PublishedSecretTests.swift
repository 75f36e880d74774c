import Content
import FileTestSupport
import Findings
import Testing

@testable import DotEnv

/// Secrets under names that bundlers publish, and secrets that environments share.
struct PublishedSecretTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q . && echo '*.env*' >.gitignore && git add .gitignore")
  }

  private func findings() throws -> [Finding] {
    DotEnvAudit.judge(try WorkingTree.list(folder.at("")), options: .usual()).findings
  }

  @Test(arguments: [
    "NEXT_PUBLIC_API_KEY", "VITE_DB_PASSWORD", "REACT_APP_TOKEN", "NUXT_PUBLIC_API_SECRET", "EXPO_PUBLIC_API_KEY",
    "GATSBY_ACCESS_TOKEN", "PUBLIC_API_KEY", "VUE_APP_SECRET", "STORYBOOK_TOKEN", "NG_APP_API_KEY", "BUN_PUBLIC_TOKEN",
    "PLASMO_PUBLIC_API_KEY", "NX_PUBLIC_API_KEY", "VITE_FIREBASE_SERVICE_KEY", "VITE_SENTRY_AUTH_TOKEN",
  ])
  func `a secret under a published name is a finding of its own`(name: String) throws {
    try folder.write(".env", "PORT=80\n\(name)=\(madeUp(32))\n")
    let found = try findings()
    #expect(found.map(\.rule.id) == ["dotenv-published-secret"] && found.map(\.severity) == [.high])
    #expect(found.first?.occurrences.map(\.line) == [2])
    #expect(found.first?.details == [Detail(name: "setting", value: name)])
  }

  @Test(arguments: [
    "API_KEY", "MY_VITE_TOKEN", "vite_token", "VITE", "PUBLIC_KEY", "NEXT_PUBLIC_FIREBASE_API_KEY",
    "NEXT_PUBLIC_SUPABASE_ANON_KEY", "VITE_STRIPE_PUBLISHABLE_KEY", "VITE_RECAPTCHA_SITE_KEY", "VITE_SENTRY_DSN",
    "NEXT_PUBLIC_GA_MEASUREMENT_ID", "REACT_APP_MAPBOX_TOKEN", "VITE_GOOGLE_MAPS_KEY", "VITE_ALGOLIA_SEARCH_KEY",
    "NEXT_PUBLIC_POSTHOG_KEY", "VITE_CLIENT_ID", "NEXT_PUBLIC_COMMIT_SHA",
  ])
  func `other names, and keys that are made for browsers, are none`(name: String) throws {
    try folder.write(".env", "\(name)=\(madeUp(32))\n")
    #expect(try findings().isEmpty)
  }

  @Test(arguments: ["http://localhost:3000", "true", "My application", "changeme", "1234567", "v1.2.3"])
  func `plain settings under a published name are none`(value: String) throws {
    try folder.write(".env", "VITE_API_URL=\(value)\nVITE_API_KEY=\(value)\n")
    #expect(try findings().isEmpty)
  }

  @Test func `one secret in several files is one finding`() throws {
    let secret = madeUp(32)
    try folder.write("a/.env", "VITE_API_KEY=\(secret)\n")
    try folder.write("b/.env", "NEXT_PUBLIC_API_KEY=\(secret)\n")
    let found = try findings()
    #expect(found.map(\.rule.id) == ["dotenv-published-secret"])
    #expect(found.first?.occurrences.map(\.path) == ["a/.env", "b/.env"])
    #expect(found.first?.details.map(\.value) == ["NEXT_PUBLIC_API_KEY, VITE_API_KEY"])
  }

  @Test(arguments: [
    (".env.production", "production"), (".env.production.local", "production"), ("prod.env", "production"),
    (".env.prod", "production"), ("services/b/.env.stage", "staging"), (".env", ""), (".env.local", ""),
    (".env~", ""), (".env (copy)", ""), (".env.bak", ""), ("db.env", ""), ("deploy/production/.env", "production"),
    ("deploy/staging/db.env", "staging"), (".dev.vars", "development"), (".dev.vars.staging", "staging"),
    (".flaskenv", ""),
    (".env.customer1", "customer1"), ("ENV/Prod/.ENV", "production"), (".env.staging-eu", "staging"),
  ])
  func `a path says which environment a file is for`(path: String, environment: String) {
    #expect(DotEnvName.environment(of: Array(path.utf8)) == environment)
  }

  @Test(arguments: [
    (".env.production", ".env.staging", true), ("services/a/.env", "services/b/.env.production", true),
    ("deploy/production/.env", "deploy/staging/.env", true), ("services/a/.env.prod", "services/b/prod.env", false),
    ("services/a/.env", "services/b/.env", false), ("db.env", "app.env", false), (".env", ".env~", false),
    (".env", "Copy of .env", false),
  ])
  func `a key of several environments is told across files and services`(one: String, other: String, isShared: Bool)
    throws
  {
    let secret = madeUp(32)
    try folder.write(one, "API_KEY=\(secret)\n")
    try folder.write(other, "# the same\nOTHER_TOKEN=\"\(secret)\"\n")
    let found = try findings().filter { $0.rule.id == "dotenv-shared-secret" }
    #expect(found.count == (isShared ? 1 : 0))
    #expect(found.allSatisfy { Set($0.occurrences.map(\.path)) == [one, other] })
  }
}
