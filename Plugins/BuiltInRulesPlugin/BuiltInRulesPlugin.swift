import PackagePlugin

/// Compiles `rules/*.toml` into the target that asks for it, whenever one of the files changes.
@main
struct BuiltInRulesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] { [] }
}
