import Foundation

/// A folder of one test, removed at its end; git in it sees no configuration of the machine.
public final class TemporaryFolder: Sendable {
  /// Absolute path, without symbolic links.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let made = base.appendingPathComponent("leaksift-test-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    path = made.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Absolute path of something in the folder.
  public func at(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }

  /// Writes a file, with the folders on its way.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    let parent = (at(name) as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: at(name)))
  }

  /// Writes a text file, with the folders on its way.
  public func write(_ name: String, _ text: String = "x\n") throws {
    try write(name, Array(text.utf8))
  }

  /// The text of a file.
  public func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: at(name))), as: UTF8.self)
  }

  /// The bytes of a file; `nil` when there is none.
  public func bytes(_ name: String) throws -> [UInt8]? {
    FileManager.default.contents(atPath: at(name)).map { Array($0) }
  }

  /// Runs a shell script in the folder and returns what it printed.
  @discardableResult
  public func shell(_ script: String, in folder: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = URL(fileURLWithPath: at(folder))
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    environment["GIT_CONFIG_NOSYSTEM"] = "1"
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    for role in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(role)_NAME"] = "Test"
      environment["GIT_\(role)_EMAIL"] = "test@example.com"
    }
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ShellFailure(script: script, status: process.terminationStatus) }
    return String(decoding: printed, as: UTF8.self)
  }

  /// Makes a repository and commits what is in the folder.
  public func commitAll(in folder: String = "") throws {
    try shell("git init -q -b main . && git add -A && git commit -q -m all", in: folder)
  }
}

/// A script that ended with another status than 0.
public struct ShellFailure: Error {
  /// The script.
  public let script: String
  /// Its exit status.
  public let status: Int32
}
