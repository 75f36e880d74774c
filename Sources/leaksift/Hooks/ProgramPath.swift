#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the running program lies: the name it was called by, made absolute.
///
/// Symbolic links stay, because a package manager keeps the link when it replaces the version behind it.
/// - Parameters:
///   - name: The program's name as its caller gave it.
///   - searchPath: The value of `PATH`.
func absoluteProgramPath(name: String, searchPath: String) -> String {
  if name.hasPrefix("/") { return name }
  if name.contains("/") { return "\(workingFolder())/\(name)" }
  let folders = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }
  return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 } ?? name
}

/// Absolute path of the working directory.
func workingFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "." }
  defer { free(path) }
  return String(cString: path)
}
