import Testing

@testable import DotEnv

/// A value as a generator makes it: the repository itself holds none.
func madeUp(_ count: Int, seed: UInt64 = 1) -> String {
  let alphabet = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  return String(
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return alphabet[Int(state >> 33) % alphabet.count]
    })
}

/// Which settings must stay secret.
struct RealValueTests {
  private func isSecret(_ line: String) throws -> Bool {
    let entry = try #require(DotEnvParser.parse(Array(line.utf8)).first)
    return RealValue(isPlaceholder: DotEnvOptions.usual().isPlaceholder).isSecret(entry)
  }

  static let secrets = [
    "DB_PASSWORD=\(madeUp(12))", "STRIPE_SECRET=\(madeUp(32))", "apiKey=\(madeUp(20))", "SOME_SETTING=\(madeUp(40))",
    "DB_PASSWORD=84629173", "GITHUB_TOKEN=\(madeUp(8))-\(madeUp(4))",
    "DATABASE_URL=postgres://app:\(madeUp(14))@db.example.com/x",
    "HOOK_WEBHOOK_URL=https://hooks.example.com/services/\(madeUp(30))", "NEXT_PUBLIC_API_SECRET=\(madeUp(30))",
    "CLONE_URL=https://\(madeUp(40))@git.example.com/x.git",
    "KEY_PEM=\"-----BEGIN EC PRIVATE KEY-----\n\(madeUp(64))\n-----END EC PRIVATE KEY-----\"",
    "ACCESS_TOKEN='\(madeUp(24))'",
    "AUTHTOKEN=\(madeUp(16))", "REDIS_URL=redis://:\(madeUp(20))@cache:6379",
  ]

  @Test(arguments: [
    "KEY=\"encrypted:\(madeUp(120))\"", "DB_PASSWORD={cipher}\(madeUp(64))", "DB_PASSWORD=ENC(\(madeUp(44)))",
    "API_TOKEN=EJ[1:\(madeUp(44)):\(madeUp(32)):\(madeUp(40))]", "API_TOKEN=vault:v1:\(madeUp(60))",
    "API_TOKEN=ENC[AES256_GCM,data:\(madeUp(20)),iv:\(madeUp(44)),type:str]",
  ])
  func ciphertextIsMeantToBeCommitted(line: String) throws {
    #expect(try !isSecret(line))
  }

  @Test(arguments: secrets)
  func `real secrets are seen`(line: String) throws {
    #expect(try isSecret(line))
  }

  @Test(arguments: [
    "NODE_ENV=production", "DEBUG=true", "PORT=3000", "LOG_LEVEL=info", "API_URL=https://api.example.com/v1",
    "DB_HOST=db.internal.example.com", "DB_PASSWORD=", "DB_PASSWORD=${PASSWORD}", "DB_PASSWORD=$PASSWORD",
    "API_KEY=YOUR_API_KEY",
    "API_KEY=your_unique_api_key_here", "TOKEN=<token>", "SECRET=changeme", "SECRET=xxxxxxxxxxxx", "TOKEN=1234567890",
    "SECRET=abcdefghijklmnop", "TOKEN_TTL=3600", "TOKEN_EXPIRY=30d", "PASSWORD=password", "PASSWORD=password123",
    "TOKEN=op://vault/x/y",
    "DATABASE_URL=postgres://${USER}:${PASSWORD}@db.internal/x", "CLASS_NAME=MyVeryLongCamelCaseClassNameNumber2",
    "DATABASE_URL=postgres://postgres:postgres@localhost/x", "DATABASE_URL=postgres://user:password@localhost/x",
    "GIT_COMMIT=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "SECRET_KEY_FILE=/run/secrets/key",
    "SECRETS_DIR=/run/secrets",
    "JWT_PRIVATE_KEY=/etc/keys/jwt.pem", "PUBLIC_KEY=\(madeUp(40))", "TENANT=123e4567-e89b-12d3-a456-426614174000",
    "TOKEN_HOST=auth.example.com", "API_TOKEN_ENABLED=false", "USE_AUTH_TOKEN=true", "APP_NAME=my-fine-app",
    "MAX_TOKENS=4096",
    "API_KEY=[YOUR_KEY]", "API_KEY=test", "SECRET=****", "MONKEY=banana-split", "EMAIL=someone@example.com",
    "PASSWORD=\"\"",
  ])
  func `placeholders and plain settings are not`(line: String) throws {
    #expect(try !isSecret(line))
  }
}
