import Foundation
import PackagePlugin

/// Compiles `rules/**/*.toml` into the target that uses it, whenever one of the files changes.
@main
struct BuiltInRulesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let files = try ruleFiles(in: root.appending(path: "rules"))
    let output = context.pluginWorkDirectoryURL.appending(path: "CompiledRules.swift")
    return [
      .buildCommand(
        displayName: "Compiling \(files.count) rule files",
        executable: try context.tool(named: "CompileRules").url,
        arguments: [output.path(percentEncoded: false), rootPath(root)] + files.map { $0.path(percentEncoded: false) },
        inputFiles: files, outputFiles: [output])
    ]
  }

  /// Sorted, so that the same rules give the same binary.
  private func ruleFiles(in folder: URL) throws -> [URL] {
    guard let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
      throw RulesMissing(folder: folder)
    }
    let files = found.compactMap { $0 as? URL }.filter { $0.pathExtension == "toml" }
    guard !files.isEmpty else { throw RulesMissing(folder: folder) }
    return files.sorted { $0.path < $1.path }
  }

  private func rootPath(_ root: URL) -> String {
    let path = root.path(percentEncoded: false)
    return path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}

/// A package without its rules.
struct RulesMissing: Error, CustomStringConvertible {
  let folder: URL
  var description: String { "no rule files in \(folder.path): restore the folder from the repository" }
}
