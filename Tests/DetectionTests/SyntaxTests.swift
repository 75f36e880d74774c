import BuiltInRules
import Detection
import Findings
import Rules
import Testing

/// How languages and formats write a value beside its name. `‹›` stands for the value.
enum Syntax: String, CaseIterable, Sendable {
  case defaultOfReference, nextLine, declarator, defaultAfterType, markup, base64WithoutQuotes

  /// Texts by the name of their file.
  var texts: [(file: String, text: String)] {
    switch self {
    case .defaultOfReference:
      [
        ("a.py", #"KEY = os.getenv("API_KEY", "‹›")"#), ("a.py", #"KEY = os.environ.get("SECRET_KEY", "‹›")"#),
        ("a.py", "SECRET_KEY = config('SECRET_KEY', default='‹›')"),
        ("a.js", "const s = process.env.JWT_SECRET || '‹›';"),
        ("a.rb", "key = ENV.fetch('SECRET_KEY', '‹›')"), ("a.rb", "key = ENV['SECRET_KEY'] || '‹›'"),
        ("a.php", "'key' => env('APP_SECRET', '‹›'),"), ("a.php", "$k = getenv('API_TOKEN') ?: '‹›';"),
        ("compose.yml", "    DB_PASSWORD: ${DB_PASSWORD:-‹›}"), ("application.yml", "  password: ${db.password:‹›}"),
        ("app.properties", "spring.datasource.password=${DB_PASSWORD:‹›}"), ("a.sh", #"export T="${API_TOKEN:-‹›}""#),
        ("a.go", #"token := getEnv("API_TOKEN", "‹›")"#),
        ("A.kt", #"val secret = System.getenv("JWT_SECRET") ?: "‹›""#),
        ("a.rs", #"let key = env::var("API_KEY").unwrap_or("‹›".to_string());"#),
        ("A.cs", #"var key = Environment.GetEnvironmentVariable("API_KEY") ?? "‹›";"#),
        ("a.ex", #"secret_key_base: System.get_env("SECRET_KEY_BASE") || "‹›""#),
        ("values.yaml", #"password: {{ .Values.password | default "‹›" }}"#),
        ("a.j2", "db_password: {{ db_password | default('‹›') }}"),
        ("a.tf", #"  password = try(var.db_password, "‹›")"#),
        ("a.lua", #"local token = os.getenv("API_TOKEN") or "‹›""#), ("a.pl", #"my $token = $ENV{API_TOKEN} || "‹›";"#),
        ("a.dart", "const apiKey = String.fromEnvironment('API_KEY', defaultValue: '‹›');"),
        ("a.scala", #"val secret = sys.env.getOrElse("JWT_SECRET", "‹›")"#), ("Makefile", "API_TOKEN ?= ‹›"),
      ]
    case .nextLine:
      [
        ("A.java", "private static final String API_KEY =\n    \"‹›\";"), ("a.py", "API_KEY = (\n    \"‹›\"\n)"),
        ("a.js", "const c = {\n  apiKey:\n    '‹›',\n}"), ("a.json", "{\n  \"apiKey\":\n    \"‹›\"\n}"),
        ("A.kt", "val apiKey =\n    \"‹›\""), ("a.go", "apiKey :=\n\t\"‹›\""), ("a.yml", "api_key:\n  ‹›\n"),
        ("a.yml", "api_key: >-\n  ‹›\n"), ("a.yml", "api_key: |\n  ‹›\nnext: 1"),
        ("a.xml", "<apiKey>\n  ‹›\n</apiKey>"),
        ("a.properties", "api.key=\\\n  ‹›\n"), ("a.yml", "api_key: &key ‹›"), ("a.yml", "api_key: !!str ‹›"),
        ("a.yml", "password:\n  value: ‹›"),
      ]
    case .declarator:
      [
        ("a.c", #"const char pass[] = "‹›";"#), ("a.c", #"char password[32] = "‹›";"#),
        ("a.c", ##"#define API_KEY "‹›""##),
        ("a.c", #"static const char *const API_KEY = "‹›";"#), ("a.cpp", #"std::string api_key{"‹›"};"#),
        ("a.rs", #"const API_KEY: &str = "‹›";"#), ("a.rs", #"const API_KEY: &'static str = "‹›";"#),
        ("a.sql", "  l_password VARCHAR2(30) := '‹›';"), ("a.ts", "readonly apiKey: string = '‹›';"),
        ("a.go", #"var apiKey = []byte("‹›")"#), ("a.vb", #"Dim apiKey As String = "‹›""#),
        ("a.m", #"NSString *const kApiKey = @"‹›";"#), ("a.zig", #"const api_key: []const u8 = "‹›";"#),
      ]
    case .defaultAfterType:
      [
        ("t.yaml", "  DbPassword:\n    Type: String\n    Default: ‹›"),
        ("t.json", "\"adminPassword\": {\n  \"type\": \"securestring\",\n  \"defaultValue\": \"‹›\"\n}"),
        ("t.json", #"{"DBPassword":{"Type":"String","Default":"‹›"}}"#),
        ("t.tf", "variable \"db_password\" {\n  type    = string\n  default = \"‹›\"\n}"),
        ("terraform.tfstate", "\"db_password\": {\n  \"value\": \"‹›\",\n  \"type\": \"string\"\n}"),
        ("terraform.tfstate", "\"db_password\": {\n  \"type\": \"string\",\n  \"value\": \"‹›\"\n}"),
        ("a.yml", "- key: API_TOKEN\n  val: ‹›"),
      ]
    case .markup:
      [
        ("a.xml", #"<password type="plain">‹›</password>"#), ("a.xml", "<password><![CDATA[‹›]]></password>"),
        ("a.xml", #"<wsse:Password Type="http://docs.oasis-open.org/wss#PasswordText">‹›</wsse:Password>"#),
        ("strings.xml", #"<string name="api_key">‹›</string>"#), ("a.plist", "<key>ApiKey</key><string>‹›</string>"),
        ("a.plist", "<key>ApiKey</key>\n\t<string>‹›</string>"),
      ]
    case .base64WithoutQuotes:
      [
        ("a.yml", "password: ‹›=="), ("a.yml", "  api-key: ‹›=="), ("a.http", "X-Api-Key: ‹›=="),
        ("k.yaml", "token: ‹›=="),
      ]
    }
  }
}

struct SyntaxTests {
  private static let rounds = 8

  private let detector: Detector

  init() throws { detector = try Detector(RuleIndex(BuiltInRules.ruleSet)) }

  /// A random value is told from words by the scorer, which may be wrong now and then.
  @Test(arguments: Syntax.allCases)
  func `a value is found wherever the syntax puts it`(syntax: Syntax) {
    for (file, template) in syntax.texts {
      let found = (0..<Self.rounds).count { round in
        let value = Samples.random(22, seed: UInt64(round + 1))
        let text = template.replacing("‹›", with: value)
        return secrets(in: Array(text.utf8), path: file).contains { $0.contains(value) }
      }
      #expect(found >= Self.rounds - 1, "\(file): \(template)")
    }
  }

  /// The name of a reference and the value of its default are on one line, and the former is read first.
  @Test func `a value that is none hides no later one of the same rule`() {
    let value = Samples.random(24)
    let text = "KEY = lookup(\"API_KEY\", \"\(value)\")\n"
    #expect(secrets(in: Array(text.utf8), path: "a.py") == [value])
  }

  /// The values of findings that are shown by default.
  private func secrets(in text: [UInt8], path: String) -> [String] {
    let candidates = detector.candidates(in: text.span).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Array(path.utf8)))
      .filter { $0.confidence >= .medium }.map { String(decoding: text[$0.secret], as: UTF8.self) }
  }
}
