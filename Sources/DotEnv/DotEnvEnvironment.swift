import Content

extension DotEnvName {
  /// The environment that a file is for, by its name or a folder's: `production` for `.env.production.local`, `prod.env`
  /// and `deploy/production/.env`; "" for what all environments share.
  ///
  /// `db.env` and the like are named for a service, which is in every environment.
  static func environment(of path: [UInt8]) -> String {
    let name = original(of: PathText.name(of: path))
    let words = name.split(separator: ".").filter { !ignored.contains($0) }
    let parts = words.flatMap { $0.split { "-_ ".contains($0) } }
    if let known = parts.lazy.compactMap(known).last { return known }
    if name.hasPrefix("."), !words.isEmpty { return words.joined(separator: ".") }
    let folders = PathText.parent(of: path).split(separator: PathText.slash).reversed()
    return folders.lazy.compactMap { known(String(decoding: $0, as: UTF8.self).lowercased()[...]) }.first ?? ""
  }

  /// The usual name of a usual environment.
  private static func known(_ word: Substring) -> String? { environments[word] }

  private static let environments: [Substring: String] = [
    "production": "production", "prod": "production", "live": "production", "staging": "staging", "stage": "staging",
    "stg": "staging", "development": "development", "develop": "development", "dev": "development", "test": "test",
    "testing": "test", "qa": "qa", "uat": "uat", "preprod": "preprod", "preproduction": "preprod", "preview": "preview",
    "sandbox": "sandbox", "demo": "demo", "ci": "ci",
  ]

  /// Parts of a name that say nothing of what the file is for: kinds of settings files, copies for one machine, and
  /// former versions.
  private static let ignored: Set<Substring> = [
    "env", "envrc", "flaskenv", "vars", "local", "bak", "backup", "old", "orig", "save", "tmp",
  ]
}
