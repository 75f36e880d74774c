/// The rule file of a project, and where it was found.
public struct ConfigurationFile: Sendable, Equatable {
  /// Whose defaults a file has.
  public enum Dialect: Sendable {
    /// Replaces the built-in rules unless `[extend]` says otherwise.
    case gitleaks
    /// Extends the built-in rules unless `[extend]` says otherwise.
    case leaksift
  }

  /// Reads a file: its bytes, or `nil` when there is none of that name.
  public typealias FileReader = (String) throws(RuleFileError) -> [UInt8]?

  /// File names that are looked for in the scanned folder, best first.
  public static let names = [".leaksift.toml", ".betterleaks.toml", ".gitleaks.toml"]

  /// Path, or the name of the environment variable that contains the text.
  public var name: String
  /// The file's bytes.
  public var text: [UInt8]
  /// Whose defaults it has.
  public var dialect: Dialect

  /// A file's dialect follows from its name: leaksift's when it contains `leaksift`.
  public init(name: String, text: [UInt8]) {
    self.name = name
    self.text = text
    let lastPart = name.split(separator: "/").last ?? ""
    dialect = lastPart.lowercased().contains("leaksift") ? .leaksift : .gitleaks
  }

  /// Looks for the rule file in the order of gitleaks: the command line, `GITLEAKS_CONFIG` (a path),
  /// `GITLEAKS_CONFIG_TOML` (the text itself), then ``names`` in the scanned folder.
  ///
  /// - Parameters:
  ///   - commandLine: Path given with `-c`.
  ///   - target: The scanned folder; `nil` when none is scanned.
  ///   - environment: Value of an environment variable.
  ///   - read: Reads a file.
  /// - Returns: `nil` when there is none, so that the built-in rules apply.
  /// - Throws: ``RuleFileError`` when a file that is named does not exist, or what `read` throws.
  public static func find(
    commandLine: String?, target: String?, environment: (String) -> String?, read: FileReader
  ) throws(RuleFileError) -> ConfigurationFile? {
    if let path = commandLine { return try named(path, by: "given with -c", read: read) }
    if let path = environment("GITLEAKS_CONFIG"), !path.isEmpty {
      return try named(path, by: "named by GITLEAKS_CONFIG", read: read)
    }
    if let text = environment("GITLEAKS_CONFIG_TOML"), !text.isEmpty {
      return ConfigurationFile(name: "GITLEAKS_CONFIG_TOML", text: Array(text.utf8))
    }
    guard let target else { return nil }
    for name in names {
      let path = join(target, name)
      if let text = try read(path) { return ConfigurationFile(name: path, text: text) }
    }
    return nil
  }

  /// `folder/name`; the name alone for the working directory.
  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || folder == "." { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func named(
    _ path: String, by origin: String, read: FileReader
  ) throws(RuleFileError) -> ConfigurationFile {
    guard let text = try read(path) else {
      throw RuleFileError(file: path, message: "the rule file \(origin) does not exist")
    }
    return ConfigurationFile(name: path, text: text)
  }
}
