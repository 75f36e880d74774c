import BuiltInRules
import Detection
import Findings
import Rules
import Testing

/// How languages and formats write a value beside its name. `‹›` stands for the value.
enum Syntax: String, CaseIterable, Sendable {
  case defaultOfReference, nextLine, declarator, defaultAfterType, markup, base64WithoutQuotes, list, table
  case indentedLines, pair, column, manifest, sentence, otherLanguage, argument, conditional

  /// Texts by the name of their file.
  var texts: [(file: String, text: String)] {
    switch self {
    case .conditional:
      [
        ("a.js", #"const apiKey = production ? "‹›" : fallback;"#),
        ("a.js", #"const apiKey = production ? process.env.KEY : "‹›";"#),
        ("a.ts", "const apiKey: string = env === 'production'\n  ? '‹›'\n  : undefined;"),
        ("a.js", "return { apiKey: isLive(mode, 1) ? '‹›' : '', name: 'x' }"),
        ("A.java", #"String password = args.length > 0 ? args[0] : "‹›";"#),
        ("a.c", #"const char *token = argc > 1 ? argv[1] : "‹›";"#),
        ("a.php", "$password = $live ? '‹›' : null;"), ("a.rb", "api_key = live? ? '‹›' : nil"),
        ("a.py", #"API_KEY = "‹›" if LIVE else None"#), ("a.py", #"API_KEY = os.environ["K"] if LIVE else "‹›""#),
        ("A.kt", #"val apiKey = if (BuildConfig.DEBUG) null else "‹›""#),
        ("A.kt", #"val apiKey = if (isLive()) "‹›" else null"#),
        ("a.rs", #"let api_key = if live { "‹›" } else { "" };"#),
        ("a.rs", "let api_key = if live {\n    \"\"\n} else {\n    \"‹›\"\n};"),
        ("a.swift", #"let apiKey = isLive ? "‹›" : """#), ("main.tf", #"  password = var.live ? "‹›" : null"#),
      ]
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
        ("a.ps1", #"$token = if ($env:API_TOKEN) { $env:API_TOKEN } else { "‹›" }"#),
        ("a.py", #"api_key: str = Field(default="‹›")"#),
        ("a.rs", ##"env::var("API_KEY").unwrap_or_else(|_| "‹›".into())"##),
        ("values.yaml", #"apiKey: {{ default "‹›" .Values.apiKey }}"#),
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
        ("a.nim", #"const apiKey* = "‹›""#), ("a.adb", #"Api_Key : constant String := "‹›";"#),
        ("a.go", #"key, _ := hex.DecodeString("‹›")"#),
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
    case .list:
      [
        ("a.py", "API_KEYS = [\n    \"first\",\n    \"‹›\",\n]"), ("a.py", #"TOKENS = ("first", "‹›")"#),
        ("a.js", "const tokens = new Set(['first', '‹›']);"), ("a.ts", #"const tokens: string[] = ["first", "‹›"];"#),
        ("A.java", #"List<String> apiKeys = Arrays.asList("first", "‹›");"#),
        ("A.java", #"String[] tokens = new String[] {"first", "‹›"};"#),
        ("A.kt", #"val apiKeys = listOf("first", "‹›")"#),
        ("A.cs", #"var tokens = new List<string> { "first", "‹›" };"#), ("a.rb", "API_KEYS = %w[first ‹›7]"),
        ("a.rb", "API_KEYS = ['first', '‹›'].freeze"), ("a.php", "'api_keys' => [\n    'first',\n    '‹›',\n],"),
        ("a.go", "var tokens = []string{\n\t\"first\",\n\t\"‹›\",\n}"),
        ("a.rs", #"let tokens = vec!["first", "‹›"];"#),
        ("a.swift", #"let apiKeys = ["first", "‹›"]"#), ("a.sh", #"API_TOKENS=("first" "‹›")"#),
        ("a.ps1", #"$tokens = @("first", "‹›")"#), ("a.lua", #"local tokens = { "first", "‹›" }"#),
        ("a.nix", #"tokens = [ "first" "‹›" ];"#), ("a.tf", "  api_keys = [\n    \"first\", # old\n    \"‹›\",\n  ]"),
        ("a.json", #"{"apiKeys": ["first", "‹›"]}"#), ("a.yml", "tokens: [first12345, ‹›9]"),
        ("a.ml", #"let tokens = ["first"; "‹›"]"#), ("a.c", "const char *api_keys[] = {\n  \"first\",\n  \"‹›\",\n};"),
        ("a.m", ##"NSArray *tokens = @[@"first", @"‹›"];"##), ("a.R", #"api_keys <- c("first", "‹›")"#),
      ]
    case .table:
      [
        ("a.tf", #"tokens = { dev = "first", prod = "‹›" }"#),
        ("a.tf", "tokens = {\n  dev = \"first\"\n  prod = \"‹›\"\n}"),
        ("a.json", #"{"tokens": {"dev": "first", "prod": "‹›"}}"#), ("a.rb", "tokens = { dev: 'first', prod: '‹›' }"),
        ("a.rb", "tokens = {\n  'dev' => 'first',\n  'prod' => '‹›'\n}"),
        ("a.php", "$tokens = ['dev' => 'first', 'prod' => '‹›'];"),
        ("a.go", "tokens := map[string]string{\n\t\"dev\": \"first\",\n\t\"prod\": \"‹›\",\n}"),
        ("a.py", "TOKENS = {\n    \"dev\": \"first\",\n    \"prod\": \"‹›\",\n}"),
        ("a.ps1", #"$secrets = @{ dev = "first"; prod = "‹›" }"#),
        ("a.swift", #"let apiKeys: [String: String] = ["dev": "first", "prod": "‹›"]"#),
        (
          "A.cs",
          "var tokens = new Dictionary<string, string> {\n  { \"dev\", \"first\" },\n  { \"prod\", \"‹›\" },\n};"
        ),
        ("a.js", "const tokens = new Map([['dev', 'first'], ['prod', '‹›']]);"),
      ]
    case .indentedLines:
      [
        ("a.yml", "api_keys:\n  - first\n  - ‹›\n"), ("a.yml", "api_keys:\n- \"first\"\n- \"‹›\"\n"),
        ("a.yml", "x:\n  tokens:\n    - first  # old\n    - ‹›\n"), ("a.yml", "tokens:\n  dev: first\n  prod: ‹›\n"),
      ]
    case .pair:
      [
        ("a.json", #"{"value": "‹›", "key": "api_token"}"#),
        ("a.json", #"{"value": "‹›", "type": "x", "key": "api_token"}"#),
        ("a.json", #"{"key": "api_token", "type": "string", "value": "‹›"}"#),
        ("a.json", #"{"ParameterValue": "‹›", "ParameterKey": "DbPassword"}"#),
        ("web.config", #"<add value="‹›" key="ApiToken" />"#),
        ("a.xml", "<setting name=\"ApiToken\" serializeAs=\"String\">\n  <value>‹›</value>\n</setting>"),
        ("p.yaml", "  - value: ‹›\n    name: API_TOKEN"),
        ("p.yaml", "- name: API_TOKEN\n  description: what for\n  value: ‹›"),
        ("a.tf", "set {\n    value = \"‹›\"\n    name  = \"auth.password\"\n  }"),
        ("a.go", #"{Value: "‹›", Name: "API_TOKEN"}"#), ("a.js", #"{ value: "‹›", name: "apiKey" }"#),
      ]
    case .column:
      [
        ("users.csv", "name,password,role\nann,‹›,admin\n"), ("users.csv", "name,password\nann,abc\nbob,‹›\n"),
        ("users.csv", "id;login;passwd\n1;bob;‹›\n"), ("users.tsv", "user\tpassword\nbob\t‹›\n"),
        ("k.csv", "\"name\",\"api_key\"\n\"bob\",\"‹›\"\n"), ("a.psql", "user|password|role\nbob|‹›|x\n"),
      ]
    case .manifest:
      [
        ("s.yaml", "kind: Secret\nmetadata:\n  name: x\nstringData:\n  first: one\n  PEPPER: ‹›\n"),
        ("s.yaml", "kind: Secret\nstringData:\n  .env: |\n    ‹›\n"),
        ("s.yaml", "data:\n  settings: ‹›==\nkind: Secret\n"),
        ("s.yaml", "kind: List\nitems:\n- kind: Secret\n  data:\n    hmac: ‹›==\n- kind: Service\n"),
        ("t.yaml", "objects:\n- apiVersion: v1\n  stringData:\n    smtp: \"‹›\"\n  kind: Secret\n"),
        ("s.json", #"{"kind": "Secret", "stringData": {"first": "one", "PEPPER": "‹›"}}"#),
        ("s.json", #"{"stringData": {"PEPPER": "‹›"}, "metadata": {"name": "x"}, "kind": "Secret"}"#),
      ]
    case .sentence:
      [
        ("README.md", "the admin password is ‹›\n"), ("README.md", "The password is: ‹›\n"),
        ("README.md", "Password for the admin user is `‹›`."),
      ]
    case .otherLanguage:
      [
        "contraseña", "db_kennwort", "senha", "пароль", "密码", "パスワード", "비밀번호", "hasło", "wachtwoord", "şifre", "heslo",
        "mdp",
      ]
      .flatMap { [("a.py", "\($0) = '‹›'"), ("a.yml", "\($0): ‹›\n")] }
    case .argument:
      [
        ("a.go", #"hmac.New(sha256.New, []byte("‹›"))"#), ("a.php", "hash_hmac('sha256', $data, '‹›')"),
        ("a.php", "JWT::encode($payload, '‹›', 'HS256')"), ("a.rb", "JWT.encode payload, '‹›', 'HS256'"),
        ("a.rb", "OpenSSL::HMAC.hexdigest('SHA256', '‹›', data)"), ("A.java", #"Algorithm.HMAC256("‹›")"#),
        ("a.js", #"crypto.createCipheriv("aes-256-cbc", "‹›", iv)"#), ("a.py", "AES.new(b'‹›', AES.MODE_CBC)"),
        ("a.go", #"smtp.PlainAuth("", "bob@acme.io", "‹›", host)"#), ("A.kt", #"Credentials.basic("bob", "‹›")"#),
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

  /// What is not under a name of its own is judged by the name of the list, which is often one of words, not of secrets.
  @Test(arguments: [
    ("a.yml", "tokens:\n  primary: blue\n  secondary: dark-green\n"),
    ("a.json", #"{"keys": ["ArrowLeft", "ArrowRight", "Enter"]}"#),
    ("a.json", #"{"password": {"type": "string", "description": "What you log in with", "minLength": 8}}"#),
    ("a.py", #"KEYS = ["name", "address", "zip_code"]"#), ("a.csv", "key,en,de\nhome.title,Home,Start\n"),
    ("a.json", #"{"value": "Reset your password", "key": "reset_password"}"#),
    (
      "s.yaml",
      "kind: Secret\nmetadata:\n  name: x\ndata:\n  username: YWRtaW4=\n  ca.crt: LS0tLS1CRUdJTg==\n  empty: \"\"\nstringData:\n"
        + "  host: db.acme.io\n  log_level: info\n  token: {{ .Values.token }}\n  port: \"5432\"\n"
    ),
    ("README.md", "The password is required.\nThe token is invalid, and the password is `changeme`."),
    ("ru.json", #"{"password": "Пароль", "confirm": "Пароль: введите ещё раз"}"#),
    ("zh.md", "密码: 至少8位\n密码：请输入8位密码\n"),
    ("es.json", #"{"login.password": "Contraseña", "reset": "Contraseña olvidada"}"#),
    ("jwks.json", #"{"keys": [{"e": "AQAB", "kid": "Qd7-tR2kVx9wLmZ0pJ3sYb", "kty": "RSA"}]}"#),
    ("a.js", "credentials: { id: \"Zk3vQ8pLw1xYt7RmB2nC\", rawId: \"Zk3vQ8pLw1xYt7RmB2nC\" }"),
    ("a.py", "token = response['h7Xq2vLp9wZk']['token']"), ("a.py", "key = run(['openssl', 'q8Zt4kWm2xVb'])"),
    ("secrets.yaml", "  root-password: {{ index .Values \"pool\" \"q8Zt4kWm2xVb\" | quote }}"),
    ("values.yml", "secret:\n  image: acme/app\n  tag: 0c5746b9d1e\n"),
    ("a.js", "const keyType = wide ? 'primary' : 'secondary';"),
    ("a.js", "const token = mode === 'q8Zt4kWm2xVb' ? first : second;"),
    ("a.js", "const token = live ? tokens['q8Zt4kWm2xVb'] : null;"),
    ("a.py", "key = 'name' if plain else names['q8Zt4kWm2xVb']"),
  ])
  func `words, ids and code in the same places are no findings`(file: String, text: String) {
    #expect(secrets(in: Array(text.utf8), path: file) == [])
  }

  /// The values of findings that are shown by default.
  private func secrets(in text: [UInt8], path: String) -> [String] {
    let candidates = detector.candidates(in: text.span).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Array(path.utf8)))
      .filter { $0.confidence >= .medium }.map { String(decoding: text[$0.secret], as: UTF8.self) }
  }
}
