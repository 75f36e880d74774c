import Platform
import Rules

/// Turns `rules/**/*.toml` into the Swift file that the binary carries: `CompileRules OUTPUT ROOT FILE...`.
///
/// Messages have the form of a compiler's, so that the build shows them.
@main
struct CompileRules {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 2 else {
      fail("usage: CompileRules OUTPUT ROOT FILE...")
    }
    let files = arguments.dropFirst(2).sorted()
    var compiler = RuleCompiler()
    for file in files { compiler.add(read(file), name: relative(file, to: arguments[2])) }
    do throws(RuleFileError) {
      let tables = try compiler.finish()
      report(compiler.warnings, as: "warning")
      save(SwiftSource.text(of: tables), to: arguments[1])
    } catch {
      report(compiler.warnings, as: "warning")
      report(error.issues, as: "error")
      ThisProcess.exit(1)
    }
  }

  private static func relative(_ file: String, to root: String) -> String {
    file.hasPrefix(root + "/") ? String(file.dropFirst(root.utf8.count + 1)) : file
  }

  private static func read(_ path: String) -> [UInt8] {
    do throws(FileError) { return try RegularFile.content(of: path) } catch { fail("\(path): cannot be read") }
  }

  private static func save(_ text: [UInt8], to path: String) {
    do throws(SystemError) {
      if FileSystem.exists(path) { try FileSystem.remove(path) }
      try Descriptor(creating: path, permissions: 0o666).write(text)
    } catch {
      fail("\(path): cannot be written: \(error)")
    }
  }

  private static func report(_ issues: [RuleFileIssue], as kind: String) {
    for issue in issues {
      printLine("\(issue.file):\(max(1, issue.line)):\(max(1, issue.column)): \(kind): \(issue.message)\n")
    }
  }

  private static func fail(_ message: String) -> Never {
    printLine("error: \(message)\n")
    ThisProcess.exit(1)
  }

  private static func printLine(_ line: String) {
    try? OpenStream.error.write(Array(line.utf8))
  }
}
