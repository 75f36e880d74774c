import Platform
import Scan
import Serve

/// A file whose secrets are replaced.
struct RedactedFile {
  /// Longest file that is replaced, in bytes: all of it is in memory.
  private static let longest = 1 << 30

  /// As the user named it.
  let path: String
  /// The folder for the file as it was; `nil` keeps none.
  let backup: String?
  let console: Console

  /// Replaces the secrets, or leaves the file as it is.
  ///
  /// - Parameter redactor: Makes what finds them.
  /// - Returns: Number of different secrets that were replaced.
  func redact(by redactor: () throws(CommandFailure) -> Redactor) throws(CommandFailure) -> Int {
    let file = OutputFile(path: path)
    try file.refuseSpecialFiles()
    try file.refuseTrackedLinks()
    guard let content = try readFile(path, limit: Self.longest) else {
      throw CommandFailure("`\(path)` does not exist, is no regular file, or is longer than 1 GB")
    }
    try refuseOpenFile()
    let redactor = try redactor()
    let redacted = try failing { () throws(ScanError) in
      try redactor.take(content, isPaused: false) + redactor.finish()
    }
    if redactor.isBinary {
      throw CommandFailure("`\(path)` is binary, and stays as it is: secrets in it cannot be replaced")
    }
    if redacted == content { return 0 }
    let permissions = try permissions()
    if let backup { try keep(content, in: backup) }
    guard try readFile(path) == content else {
      throw CommandFailure("`\(path)` changed meanwhile, and stays as it is; try again")
    }
    try file.write(redacted, permissions: permissions)
    return redactor.count
  }

  private func refuseOpenFile() throws(CommandFailure) {
    let writer: Int?
    do throws(SystemError) { writer = try OpenFiles.writer(of: path) } catch {
      return console.report(
        "`\(path)`: the system does not say whether a program has it open (\(error)); end the programs that write to it"
      )
    }
    if let writer { throw CommandFailure("`\(path)` is being written by process \(writer); end it first") }
  }

  private func permissions() throws(CommandFailure) -> UInt32 {
    do throws(SystemError) { return try FileStatus(of: path).permissions & 0o777 } catch {
      throw CommandFailure("cannot read `\(path)`: \(error)")
    }
  }

  /// Keeps the file as it was, for its owner alone; an earlier copy stays.
  private func keep(_ content: [UInt8], in folder: String) throws(CommandFailure) {
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    var target = "\(folder)/\(name)"
    var number = 1
    while FileSystem.exists(target) {
      target = "\(folder)/\(name).\(number)"
      number += 1
    }
    if let problem = savePrivately(content, at: target) { throw CommandFailure(problem) }
  }
}
