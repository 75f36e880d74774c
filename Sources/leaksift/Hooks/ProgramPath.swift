import Platform

/// Where the running program is: the name it was called by, made absolute.
///
/// Symbolic links stay, because a package manager keeps the link when it replaces the version that the link leads to.
/// - Parameters:
///   - name: The program's name as its caller gave it.
///   - searchPath: The value of `PATH`.
func absoluteProgramPath(name: String, searchPath: String) -> String {
  if name.hasPrefix("/") { return name }
  if name.contains("/") { return "\(ThisProcess.workingFolder ?? ".")/\(name)" }
  let folders = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }
  return folders.map { "\($0)/\(name)" }.first { FileSystem.isExecutable($0) } ?? name
}
