import Platform
import Scan

extension CacheRequest {
  /// The request of `--cache`; `nil` when it was not given.
  init?(_ arguments: Arguments, for request: ScanRequest) throws(CommandFailure) {
    guard let named = arguments.value(.cache) else { return nil }
    let isHistory = if case .history = request.mode { true } else { false }
    guard isHistory || request.targets.contains(where: { if case .url = $0 { true } else { false } }) else {
      throw CommandFailure("`--cache` is for histories; add `--history`, or leave it out: other scans are short")
    }
    self.init(folder: named.isEmpty ? try usualCacheFolder() : named) { savePrivately($1, at: $0) }
  }
}

/// Replaces a file that only its owner can read, making its folders if need be; returns why that failed.
func savePrivately(_ bytes: [UInt8], at path: String) -> String? {
  do throws(CommandFailure) {
    try OutputFile(path: path).refuseTrackedLinks()
    try OutputFile(path: path).refuseSpecialFiles()
    try makeFolders(for: path)
    try OutputFile(path: path).write(bytes, permissions: 0o600)
    return nil
  } catch {
    return error.message
  }
}

/// Where programs keep what they can make again (XDG Base Directory Specification).
func usualCacheFolder() throws(CommandFailure) -> String {
  if let folder = ThisProcess.variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return "\(folder)/leaksift" }
  guard let home = ThisProcess.variable("HOME"), home.hasPrefix("/") else {
    throw CommandFailure("`--cache` finds no home folder, as HOME is not set; name a folder with `--cache=DIR`")
  }
  return "\(home)/.cache/leaksift"
}

/// Makes the folders on the way to a file.
///
/// - Parameter permissions: Less the process's mask; those of the owner alone unless given.
func makeFolders(for path: String, permissions: UInt32 = 0o700) throws(CommandFailure) {
  let names = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  for count in 1...max(1, names.count) {
    let folder = names.prefix(count).joined(separator: "/")
    if folder.isEmpty { continue }
    do throws(SystemError) { try FileSystem.makeFolder(folder, permissions: permissions) } catch {
      if error != .alreadyExists { throw CommandFailure("cannot make the folder `\(folder)`: \(error)") }
    }
  }
}
