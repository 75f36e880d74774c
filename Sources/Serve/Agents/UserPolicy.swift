import Platform
package import Rules
package import Scan

/// What the user allows, in a file outside of every project: a project must not loosen what guards its user.
package enum UserPolicy {
  /// Longest file that is read, in bytes.
  private static let longestFile = 1 << 20

  /// Where the file is: `leaksift/agent.toml` in the user's folder of settings (XDG Base Directory Specification).
  ///
  /// - Parameter variable: Looks up a variable of the environment.
  /// - Returns: `nil` without a home folder.
  package static func path(_ variable: (String) -> String?) -> String? {
    if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return "\(folder)/leaksift/agent.toml" }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return "\(home)/.config/leaksift/agent.toml"
  }

  /// Reads the file; settings that say nothing when there is none.
  ///
  /// - Throws: ``ScanError`` that names the file and what is wrong with it.
  package static func load(_ variable: (String) -> String?) throws(ScanError) -> AgentSettings {
    guard let path = path(variable) else { return AgentSettings() }
    let text: [UInt8]
    do throws(FileError) { text = try RegularFile.content(of: path, limit: longestFile) } catch {
      if case .system(let cause) = error, cause.isAbsence { return AgentSettings() }
      throw ScanError("\(path) cannot be read: \(error)")
    }
    do throws(RuleFileError) { return try AgentSettings.parse(text, name: path) } catch {
      throw ScanError(error.description)
    }
  }
}
