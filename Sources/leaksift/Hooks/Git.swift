#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs git and returns what it prints; its complaints go to standard error.
///
/// - Returns: `nil` when git is not there or fails.
func runGit(_ arguments: [String], in folder: String) -> [UInt8]? {
  let command = (["git", "-C", folder] + arguments).map(shellQuoted).joined(separator: " ")
  guard let pipe = popen(command, "r") else { return nil }
  var output: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    if count == 0 { break }
    output += buffer[..<count]
  }
  return pclose(pipe) == 0 ? output : nil
}
