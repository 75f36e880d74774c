import Platform
import Text

/// What running a command would show to the model, as far as the command itself says so.
struct BroughtIn: Equatable {
  /// Files that are printed or sent.
  var files: [String] = []
  /// Variables of the environment that are printed.
  var variables: Set<String> = []
  /// Whether the whole environment is printed.
  var hasEnvironment = false
  /// Files that are written.
  var outputs: [String] = []
  /// Every program that is run, with its words.
  var programs: [[String]] = []
}

/// Goes through a command line and follows its folder.
struct CommandLook {
  /// Programs that print, or send, the files that their words name.
  private static let readers: Set<String> = [
    "cat", "head", "tail", "less", "more", "bat", "batcat", "nl", "tac", "rev", "cut", "sort", "uniq", "strings", "xxd",
    "od", "hexdump", "base64", "base32", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "sed", "awk", "gawk",
    "mawk",
    "jq", "yq", "source", ".", "paste", "column", "fold", "diff", "view", "zcat", "dotenv", "tee", "xargs", "expand",
    "fmt", "pr", "comm", "join", "split", "openssl", "curl", "wget", "http", "scp", "rsync", "nc", "ncat", "gh", "dd",
  ]
  /// Interpreters, in whose program texts names of files are looked for.
  private static let interpreters: Set<String> = ["python", "python3", "node", "ruby", "perl", "php", "deno", "bun"]
  private static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "fish"]
  /// Words before the program that is run.
  private static let wrappers: Set<String> = [
    "sudo", "doas", "command", "builtin", "exec", "nohup", "time", "nice", "stdbuf", "timeout", "if", "then", "else",
    "elif", "do", "while", "until", "!", "{", "xargs", "setsid", "busybox",
    "toybox",
  ]
  /// Commands of git that show files of the working tree, or versions of them.
  private static let gitReaders: Set<String> = ["diff", "show", "blame", "annotate", "grep", "cat-file", "log"]
  private static let deepest = 4

  private let variable: (String) -> String?
  private var folder: String
  private var found = BroughtIn()

  /// - Parameters:
  ///   - folder: Where the command runs.
  ///   - variable: Looks up a variable of the environment.
  static func look(at command: String, in folder: String, variable: @escaping (String) -> String?) -> BroughtIn {
    var look = CommandLook(variable: variable, folder: folder)
    look.take(command, depth: 0)
    return look.found
  }

  private init(variable: @escaping (String) -> String?, folder: String) {
    self.variable = variable
    self.folder = folder
  }

  private mutating func take(_ text: String, depth: Int) {
    for command in ShellReader.commands(in: text, variable: variable) { take(command, depth: depth) }
  }

  private mutating func take(_ command: ShellCommand, depth: Int) {
    found.files += command.inputs.flatMap(paths)
    found.outputs += command.outputs.map(path)
    let words = Self.unwrapped(command.words)
    guard let first = words.first else { return }
    let name = first.split(separator: "/").last.map(String.init) ?? first
    found.programs.append([name] + words.dropFirst())
    let arguments = Array(words.dropFirst())
    switch name {
    case "cd", "pushd": if let target = arguments.last(where: { !$0.hasPrefix("-") }) { folder = path(target) }
    case "env", "set": if arguments.allSatisfy({ $0.hasPrefix("-") }) { found.hasEnvironment = true }
    case "export", "declare", "typeset":
      if arguments.allSatisfy({ $0.hasPrefix("-") }) { found.hasEnvironment = true }
    case "printenv":
      let names = arguments.filter { !$0.hasPrefix("-") }
      if names.isEmpty { found.hasEnvironment = true } else { found.variables.formUnion(names) }
    case "echo", "printf": found.variables.formUnion(command.variables)
    case "eval": if depth < Self.deepest { take(arguments.joined(separator: " "), depth: depth + 1) }
    case "find": takeFind(arguments, depth: depth)
    case "git":
      let words = arguments.drop { $0.hasPrefix("-") }
      guard let action = words.first, Self.gitReaders.contains(action) else { return }
      // `REVISION:PATH` is a former version of a file.
      found.files += words.dropFirst().flatMap { [$0] + $0.split(separator: ":").dropFirst().map(String.init) }
        .flatMap(paths)
    case _ where Self.shells.contains(name): takeShell(arguments, depth: depth)
    case _ where Self.interpreters.contains(name): found.files += Self.pieces(of: arguments).flatMap(paths)
    case _ where Self.readers.contains(name):
      found.files += arguments.flatMap { Self.names(in: $0).flatMap(paths) }
    default: break
    }
  }

  private mutating func takeShell(_ arguments: [String], depth: Int) {
    guard let option = arguments.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }), depth < Self.deepest,
      option + 1 < arguments.count
    else { return }
    take(arguments[option + 1], depth: depth + 1)
  }

  /// What `find` has another program do, with the files of the folders themselves that its pattern names.
  private mutating func takeFind(_ arguments: [String], depth: Int) {
    guard let start = arguments.firstIndex(where: { ["-exec", "-execdir", "-ok", "-okdir"].contains($0) }),
      depth < Self.deepest
    else { return }
    let folders = arguments.prefix { !$0.hasPrefix("-") }
    let name = arguments.firstIndex(of: "-name").flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil } ?? "*"
    let files = (folders.isEmpty ? ["."] : Array(folders)).map { "\($0)/\(name)" }
    let words = arguments[(start + 1)...].prefix { $0 != ";" && $0 != "+" }
    take(ShellCommand(words: words.flatMap { $0 == "{}" ? files : [$0] }), depth: depth + 1)
  }

  /// The words from the program on: assignments, wrappers and their options come before it.
  private static func unwrapped(_ words: [String]) -> [String] {
    var rest = words[...]
    while let word = rest.first {
      let isAssignment =
        word.contains("=") && word.utf8.prefix { $0.isWordByte }.count == word.utf8.prefix { $0 != 0x3D }.count
      if isAssignment || wrappers.contains(word) {
        rest = rest.dropFirst()
        if wrappers.contains(word) { rest = rest.drop { $0.hasPrefix("-") || $0.utf8.first?.isDigit == true } }
      } else if word == "env", let next = rest.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) {
        rest = rest.dropFirst().drop { $0 != next }
      } else {
        break
      }
    }
    return Array(rest)
  }

  /// The names of files that a word of a reader may have: the word, or what follows `=` or `@` in it.
  private static func names(in word: String) -> [String] {
    let parts = word.split { $0 == "=" || $0 == "@" }.map(String.init)
    return word.hasPrefix("-")
      ? Array(parts.dropFirst()) : [word] + (parts.count > 1 || word.hasPrefix("@") ? parts : [])
  }

  /// What may be names of files in a program text.
  private static func pieces(of arguments: [String]) -> [String] {
    arguments.flatMap { $0.split { " \n\t\"'`(),;=+[]{}".contains($0) }.map(String.init) }
  }

  // MARK: - Paths

  private func path(_ name: String) -> String {
    var name = name
    if name == "~" || name.hasPrefix("~/") { name = (variable("HOME") ?? "~") + name.dropFirst() }
    if name.hasPrefix("file://") { name = String(name.dropFirst(7)) }
    return name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
  }

  /// The files that a word names, which may have `*` and `?` in its last part.
  private func paths(_ name: String) -> [String] {
    let whole = path(name)
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) else { return [whole] }
    let start = whole.lastIndex(of: "/").map { whole.index(after: $0) } ?? whole.startIndex
    let folder = whole[..<start]
    let pattern = Array(whole[start...].utf8)
    let names = (try? FileSystem.names(in: folder.isEmpty ? "." : String(folder))) ?? []
    return names.filter { Wildcard.matches($0[...], pattern[...]) }.prefix(100).map {
      folder + String(decoding: $0, as: UTF8.self)
    }
  }
}

/// `*` and `?` in the name of a file.
enum Wildcard {
  /// Whether a name matches a pattern, in time that grows with the product of their lengths.
  static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (place, at) = (name.startIndex, pattern.startIndex)
    var retry: (place: Int, at: Int)?
    while place < name.endIndex {
      if at < pattern.endIndex, pattern[at] == UInt8(ascii: "*") {
        retry = (place, at)
        at += 1
      } else if at < pattern.endIndex, pattern[at] == UInt8(ascii: "?") || pattern[at] == name[place] {
        place += 1
        at += 1
      } else if let last = retry {
        retry = (last.place + 1, last.at)
        (place, at) = (last.place + 1, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
