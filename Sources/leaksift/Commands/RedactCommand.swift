import Findings
import Platform
import Scan
import Serve
import Text

extension Command {
  static let redact = Command(
    name: "redact",
    summary: "Copy standard input, or a file, to standard output with its secrets replaced",
    details: [
      "Secrets become placeholders such as `[leaksift:github-pat-classic:1f3a5c7e9b0d2f48]`: the same one for the same secret, "
        + "in one run, or in all runs with the same `--key FILE`. A line is let through when its end has come; of a private "
        + "key nothing is. JSON stays JSON, and binary contents stay as they are.",
      "Findings that a comment, ignore file or baseline accepts are replaced too. Exit code 0 whatever was replaced, 2 when "
        + "something could not be read or written.",
    ],
    operands: Operands(usage: "[FILE]...", value: .file, count: 0...Int.max),
    flagGroups: [
      FlagGroup(
        title: "Options", flags: [.redactionKey, .redactionMap, .inPlace, .backup, .configuration])
    ],
    exclusive: [[.inPlace, .redactionMap]],
    examples: [
      Example(line: "make 2>&1 | leaksift redact", meaning: "a log without secrets, as it comes"),
      Example(line: "leaksift redact support.log --key team.key", meaning: "placeholders that stay the same"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let key = try redactionKey(arguments.value(.redactionKey))
      if arguments.contains(.inPlace) { return try redactInPlace(arguments, key: key, console) }
      if arguments.contains(.backup) { throw CommandFailure("`--backup` goes with `--in-place`") }
      guard arguments.operands.count < 2 else {
        throw CommandFailure("name one file, or several with `--in-place`; leave out `\(arguments.operands[1])`")
      }
      let path = arguments.operands.first ?? "-"
      let map = arguments.value(.redactionMap).map { OutputFile(path: $0) }
      try map?.checkWritable()
      let redactor = try redactor(arguments, path: path, key: key, keepsSecrets: map != nil)
      try copy(path, through: redactor, console)
      try map?.write(Array(redactor.map.utf8), permissions: 0o600)
      return .clean
    })
}

extension Flag {
  fileprivate static let redactionKey = Flag(
    "key", "FILE", .file,
    help: "Make placeholders with the key in FILE, so that they are the same in every run; made if it is not there")
  fileprivate static let redactionMap = Flag(
    "map", "FILE", .file, help: "Write which secret each placeholder stands for to FILE, for you alone")
  fileprivate static let inPlace = Flag(
    "in-place", help: "Replace the secrets in the files themselves; none that is being written")
  fileprivate static let backup = Flag(
    "backup", "DIR", .folder, help: "With --in-place: keep the files as they were in DIR")
}

/// - Parameter path: What the text is called.
private func redactor(
  _ arguments: Arguments, path: String, key: [UInt8], keepsSecrets: Bool
) throws(CommandFailure) -> Redactor {
  let finder = try failing { () throws(ScanError) in
    try SecretFinder(configuration: arguments.value(.configuration))
  }
  return Redactor(finder, path: path, key: key, keepsSecrets: keepsSecrets)
}

/// Bytes of a key.
private let keyLength = 32

/// The key of a file, which is made when there is none; without a name a key for this run.
private func redactionKey(_ path: String?) throws(CommandFailure) -> [UInt8] {
  guard let path, let known = try readFile(path) else {
    var generator = SystemRandomNumberGenerator()
    let key = (0..<keyLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    if let path { try OutputFile(path: path).write(key, permissions: 0o600) }
    return key
  }
  guard (16...64).contains(known.count) else {
    throw CommandFailure(
      "`\(path)` is no key: it must have 16 to 64 bytes; name a file that is not there, and one is made")
  }
  return known
}

// MARK: - Copying

/// How long a stream may be silent before whole lines are let through, in milliseconds.
private let pause: Int32 = 50

private func copy(_ path: String, through redactor: Redactor, _ console: Console) throws(CommandFailure) {
  if path == "-" { return try copy(from: .input, through: redactor, console) }
  let file: Descriptor
  do throws(SystemError) { file = try Descriptor(reading: path) } catch {
    throw CommandFailure("cannot read `\(path)`: \(error)")
  }
  try copy(from: file.stream, through: redactor, console)
}

/// Copies a stream to its end.
private func copy(from stream: OpenStream, through redactor: Redactor, _ console: Console) throws(CommandFailure) {
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count: Int
    do throws(SystemError) { count = try stream.read(into: &buffer, from: 0, count: buffer.count) } catch {
      throw CommandFailure("cannot read: \(error)")
    }
    if count == 0 { break }
    let isPaused = !stream.isReadable(withinMilliseconds: pause)
    try console.write(
      try failing { () throws(ScanError) in try redactor.take(Array(buffer[..<count]), isPaused: isPaused) })
  }
  try console.write(try failing { () throws(ScanError) in try redactor.finish() })
  if redactor.isBinary { console.report("the input is binary, and was passed on as it is: nothing in it was replaced") }
}

/// Runs work of a redactor, whose errors are those of the command.
func failing<Value>(_ work: () throws(ScanError) -> Value) throws(CommandFailure) -> Value {
  do throws(ScanError) { return try work() } catch { throw CommandFailure(error.description) }
}

// MARK: - In place

/// Replaces the secrets in files, each as a whole or not at all.
private func redactInPlace(_ arguments: Arguments, key: [UInt8], _ console: Console) throws(CommandFailure) -> ExitCode
{
  guard !arguments.operands.isEmpty, !arguments.operands.contains("-") else {
    throw CommandFailure("name the files to change: `leaksift redact --in-place FILE...`")
  }
  var failures: [String] = []
  for path in arguments.operands {
    do throws(CommandFailure) {
      let file = RedactedFile(path: path, backup: arguments.value(.backup), console: console)
      let count = try file.redact { () throws(CommandFailure) in
        try redactor(arguments, path: path, key: key, keepsSecrets: false)
      }
      console.report("\(path): \(Counting.count(count, "secret")) replaced")
    } catch {
      failures.append(error.message)
    }
  }
  if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n")) }
  return .clean
}
