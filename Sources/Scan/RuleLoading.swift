import BuiltInRules
import ByteSearch
import Detection
import Findings
import Content
import Platform
public import Rules

/// The rules that a scan of a folder would use.
///
/// - Parameters:
///   - configuration: Rule file that the user names; `nil` looks for the folder's own.
///   - folder: Where a project's rule file may be: there, or at the top of the git working tree around it.
/// - Throws: ``ScanError`` that names file, line and fix.
public func rulesInUse(configuration: String?, folder: String?) throws(ScanError) -> LoadedRules {
  try RuleLoading.rules(configuration, around: folder, ProjectFiles()).loaded
}

/// What a scan takes from its configuration.
struct LoadedScanRules {
  var rules: ScanRules
  /// What the author of the configuration should know.
  var warnings: [String]
  var settings: ProjectSettings
  /// The rule file; `nil` for the built-in rules.
  var file: String?
  /// Of the rule file's text.
  var digest: String?
}

/// The rules of one scan: built in, or from the target's configuration, less what the user leaves out.
struct RuleLoading {
  /// Longest configuration file that is read, in bytes.
  static let longestFile = 16 << 20

  /// Loads the rules for a scan of `folder`.
  ///
  /// - Returns: The rules, and what the author of the configuration should know.
  /// - Throws: ``ScanError`` that names file, line and fix.
  static func load(
    _ request: ScanRequest, folder: String?, _ files: ProjectFiles
  ) throws(ScanError) -> LoadedScanRules {
    let (loaded, file) = try rules(request.configuration, around: folder, files)
    do {
      let set = try select(loaded.rules, request)
      return LoadedScanRules(
        rules: ScanRules(
          set, decodeDepth: request.decodeDepth, lowering: loaded.settings.lowering,
          surroundedRules: request.collectsSecrets ? set.rulesWithParts : []),
        warnings: loaded.warnings.map(\.description),
        settings: loaded.settings, file: file?.name, digest: file.map { Digest.sha256(of: $0.text) })
    } catch {
      throw ScanError("\(error)")
    }
  }

  /// The rules of a rule file, or the built-in ones, and the file.
  static func rules(
    _ path: String?, around folder: String?, _ files: ProjectFiles
  ) throws(ScanError) -> (loaded: LoadedRules, file: ConfigurationFile?) {
    do throws(RuleFileError) {
      let file = try configuration(try files.named(path), around: folder, files)
      let loaded = try RuleSetLoader.load(
        file, builtIn: BuiltInRules.ruleSet, trustsRequests: path != nil || files.revision != nil,
        read: { path throws(RuleFileError) in try files.read(path) })
      return (loaded, file)
    } catch {
      throw ScanError(error.description)
    }
  }

  /// The rule file in use: one found nearer to the scanned folder wins.
  static func configuration(
    _ path: String?, around folder: String?, _ files: ProjectFiles = ProjectFiles()
  ) throws(RuleFileError) -> ConfigurationFile? {
    let folders = folder.map { ProjectFolder.around($0) } ?? []
    for place in folders.map(\.path) {
      let file = try ConfigurationFile.find(
        commandLine: path, target: place, environment: environment,
        read: { file throws(RuleFileError) in
          let isNamed = file == path || file == environment("GITLEAKS_CONFIG")
          return isNamed ? try files.read(file) : try files.found(file)
        })
      if let file { return file }
    }
    return try ConfigurationFile.find(
      commandLine: path, target: nil, environment: environment,
      read: { path throws(RuleFileError) in try files.read(path) })
  }

  /// Says which configurations of further targets do not count: the first folder's is for all.
  static func unusedConfigurations(_ request: ScanRequest, _ files: ProjectFiles) throws(ScanError) -> [String] {
    let folders = request.targets.compactMap(\.folder)
    guard request.configuration == nil, folders.count > 1 else { return [] }
    do throws(RuleFileError) {
      let used = try configuration(nil, around: folders[0], files)
      var notes: [String] = []
      for folder in folders.dropFirst() {
        guard let own = try configuration(nil, around: folder, files), own.text != used?.text else { continue }
        let note = "\(own.name) does not count: of several targets the first one's configuration is for all; "
        notes.append(note + "scan \(folder) by itself")
      }
      return notes
    } catch {
      throw ScanError(error.description)
    }
  }

  private static func select(_ rules: RuleSet, _ request: ScanRequest) throws -> RuleSet {
    if request.onlyRules.isEmpty, request.excludedRules.isEmpty { return rules }
    return try rules.selecting(
      only: request.onlyRules, excluding: request.excludedRules, asPeer: request.usesPeerRuleIDs)
  }

  fileprivate static func environment(_ name: String) -> String? {
    ThisProcess.variable(name)
  }

  /// The bytes of a configuration file; `nil` when there is none.
  static func read(_ path: String) throws(RuleFileError) -> [UInt8]? { try read(path, longest: longestFile) }

  /// The bytes of a file, at most `longest`; `nil` when there is none.
  static func read(_ path: String, longest: Int) throws(RuleFileError) -> [UInt8]? {
    let file: RegularFile
    do throws(FileError) { file = try RegularFile(path) } catch {
      if case .system(let cause) = error, cause.isAbsence { return nil }
      throw failure(path, error, longest)
    }
    if let link = TrackedLink.first(onTheWayTo: path), link.leadsOut {
      let message = "is not read: \(link.path) is a symbolic link that git tracks and that leads out of its repository"
      throw RuleFileError(file: path, message: "\(message); make it a file")
    }
    do throws(FileError) { return try file.content(limit: longest) } catch { throw failure(path, error, longest) }
  }

  private static func failure(_ path: String, _ error: FileError, _ longest: Int) -> RuleFileError {
    switch error {
    case .system(let error): RuleFileError(file: path, message: "cannot be read: \(error)")
    case .notRegular: RuleFileError(file: path, message: "is no regular file")
    case .tooLarge: RuleFileError(file: path, message: "is larger than \(longest >> 20) MB: no such file is read")
    }
  }
}
