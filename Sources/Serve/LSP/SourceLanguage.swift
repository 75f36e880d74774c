/// What is written in a language instead of a secret, or beside it.
struct SourceLanguage: Sendable {
  /// How a value is read from the environment; `NAME` is the variable.
  var environment: String?
  /// Begins a comment to the end of the line, and ends it where that is needed.
  var comment: (start: String, end: String)

  /// By `languageId` of LSP; `nil` where nothing is known, as for JSON, which has no comments.
  init?(id: String) {
    let family = Self.families.first { $0.ids.contains(id) }
    guard let family else { return nil }
    (environment, comment) = (family.environment, family.comment)
  }

  private struct Family {
    var ids: Set<String>
    var environment: String?
    var comment: (start: String, end: String)
  }

  private static let slashes = (start: "//", end: "")
  private static let hash = (start: "#", end: "")

  private static let families = [
    Family(ids: ["python"], environment: "os.environ[\"NAME\"]", comment: hash),
    Family(
      ids: ["javascript", "typescript", "javascriptreact", "typescriptreact", "coffeescript"],
      environment: "process.env.NAME", comment: slashes),
    Family(ids: ["ruby"], environment: "ENV.fetch(\"NAME\")", comment: hash),
    Family(ids: ["go"], environment: "os.Getenv(\"NAME\")", comment: slashes),
    Family(ids: ["java", "kotlin", "scala", "groovy"], environment: "System.getenv(\"NAME\")", comment: slashes),
    Family(ids: ["csharp"], environment: "Environment.GetEnvironmentVariable(\"NAME\")", comment: slashes),
    Family(ids: ["php"], environment: "getenv(\"NAME\")", comment: slashes),
    Family(ids: ["rust"], environment: "std::env::var(\"NAME\").expect(\"NAME is not set\")", comment: slashes),
    Family(ids: ["swift"], environment: "ProcessInfo.processInfo.environment[\"NAME\"]", comment: slashes),
    Family(ids: ["elixir"], environment: "System.fetch_env!(\"NAME\")", comment: hash),
    Family(ids: ["perl"], environment: "$ENV{NAME}", comment: hash),
    Family(ids: ["r"], environment: "Sys.getenv(\"NAME\")", comment: hash),
    Family(ids: ["shellscript", "sh", "bash", "zsh"], environment: "\"${NAME}\"", comment: hash),
    Family(
      ids: ["c", "cpp", "objective-c", "objective-cpp", "dart", "jsonc", "less", "scss", "fsharp", "zig"],
      environment: nil, comment: slashes),
    Family(
      ids: [
        "yaml", "toml", "properties", "dockerfile", "makefile", "make", "terraform", "hcl", "powershell", "nix", "conf",
        "dotenv", "ignore", "julia", "tcl", "cmake",
      ], environment: nil, comment: hash),
    Family(ids: ["lua", "sql", "haskell", "elm", "ada"], environment: nil, comment: ("--", "")),
    Family(ids: ["html", "xml", "markdown", "vue", "svelte", "xsl"], environment: nil, comment: ("<!--", " -->")),
    Family(ids: ["css"], environment: nil, comment: ("/*", " */")),
    Family(ids: ["ini", "clojure", "lisp", "scheme"], environment: nil, comment: (";", "")),
  ]
}
