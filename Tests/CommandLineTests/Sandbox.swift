#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary folder in which shell scripts run the built program, as `leaksift` on PATH; removed at the end.
final class Sandbox {
  /// What a script left behind.
  struct Outcome {
    var code: Int32
    var output: String
    var errors: String
  }

  let folder: String

  init() throws {
    var template = Array("/tmp/leaksift-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SandboxError(description: "mkdtemp failed") }
    folder = String(cString: made)
    try run("mkdir bin home work && ln -s '\(try Self.program())' bin/leaksift", in: folder)
  }

  deinit {
    _ = try? run("chmod -R u+rwx . && rm -rf '\(folder)'", in: folder)
  }

  /// Runs a script of the POSIX shell in the sandbox's `work` folder, with an empty home and standard input.
  @discardableResult
  func run(_ script: String) throws -> Outcome {
    try run(script, in: "\(folder)/work")
  }

  /// The content of a file in `work`.
  func read(_ name: String) throws -> String {
    try run("cat '\(name)'").output
  }

  @discardableResult
  private func run(_ script: String, in place: String) throws -> Outcome {
    let errors = "\(folder)/errors"
    let preamble = """
      exec 2>'\(errors)' </dev/null
      cd '\(place)'
      unset LEAKSIFT_BINARY NO_COLOR CLICOLOR_FORCE GIT_DIR GIT_INDEX_FILE PRE_COMMIT_FROM_REF PRE_COMMIT_TO_REF PRE_COMMIT_LOCAL_BRANCH
      export HOME='\(folder)/home' PATH='\(folder)/bin':"$PATH" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
      export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

      """
    guard let pipe = popen(preamble + script, "r") else { throw SandboxError(description: "popen failed") }
    let output = String(decoding: readAll(pipe), as: UTF8.self)
    let status = pclose(pipe)
    // POSIX wait status: exit code in the second byte, signal in the low seven bits.
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    let messages = fopen(errors, "r").map { file in
      defer { fclose(file) }
      return String(decoding: readAll(file), as: UTF8.self)
    }
    return Outcome(code: code, output: output, errors: messages ?? "")
  }

  /// The program under test: `LEAKSIFT_BINARY`, else the one built beside the test bundle.
  private static func program() throws -> String {
    if let path = getenv("LEAKSIFT_BINARY") { return String(cString: path) }
    for argument in CommandLine.arguments {
      guard let bundle = argument.firstRange(of: ".xctest") else { continue }
      let folder = argument[..<bundle.lowerBound].split(separator: "/").dropLast().joined(separator: "/")
      let path = "/\(folder)/leaksift"
      if access(path, X_OK) == 0 { return path }
    }
    throw SandboxError(description: "no leaksift beside the test bundle; set LEAKSIFT_BINARY")
  }
}

struct SandboxError: Error {
  var description: String
}

/// Reads a C stream to its end.
func readAll(_ file: CFile) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

#if canImport(Darwin)
  typealias CFile = UnsafeMutablePointer<FILE>
#elseif canImport(Musl)
  typealias CFile = OpaquePointer
#else
  typealias CFile = UnsafeMutablePointer<FILE>
#endif
