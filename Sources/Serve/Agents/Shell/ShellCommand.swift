import Text

/// One simple command of a shell: a program with its words, as far as they are known without running anything.
struct ShellCommand: Equatable {
  /// The program and its arguments, quotes removed and variables replaced.
  var words: [String] = []
  /// Files that standard input comes from.
  var inputs: [String] = []
  /// Files that are written.
  var outputs: [String] = []
  /// Variables that words name.
  var variables: [String] = []

  fileprivate var isEmpty: Bool { words.isEmpty && inputs.isEmpty && outputs.isEmpty }
}

/// Reads the command language of POSIX shells as far as it says which programs get which words:
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html. Substitutions are read as commands of their own.
///
/// A text is no program here: loops and functions are not followed, and whatever a shell would refuse gives some commands.
struct ShellReader {
  private static let deepest = 8
  /// Most commands that are taken from a text.
  private static let mostCommands = 1000

  private enum Redirection { case none, input, output, skipped }

  private let bytes: [UInt8]
  private let depth: Int
  private let variable: (String) -> String?
  private var place = 0
  private var commands: [ShellCommand] = []
  private var current = ShellCommand()
  private var word: [UInt8] = []
  private var hasWord = false
  private var redirection = Redirection.none

  /// The commands of a text, in its order; those of a substitution before the one that it is in.
  ///
  /// - Parameter variable: Looks up a variable of the environment.
  static func commands(in text: String, variable: @escaping (String) -> String?) -> [ShellCommand] {
    var reader = ShellReader(Array(text.utf8), depth: 0, variable: variable)
    return reader.read()
  }

  private init(_ bytes: [UInt8], depth: Int, variable: @escaping (String) -> String?) {
    self.bytes = bytes
    self.depth = depth
    self.variable = variable
  }

  private mutating func read() -> [ShellCommand] {
    while place < bytes.count, commands.count < Self.mostCommands {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "'"): quoteSingle()
      case UInt8(ascii: "\""): quoteDouble()
      case UInt8(ascii: "\\"): escape()
      case UInt8(ascii: "$"): dollar()
      case UInt8(ascii: "`"): substitute(until: UInt8(ascii: "`"))
      case UInt8(ascii: "<"): beginInput()
      case UInt8(ascii: ">"): beginOutput()
      case UInt8(ascii: "#") where !hasWord: skipComment()
      case 0x20, 0x09, 0x0D: endWord()
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"):
        endCommand()
      default: append(byte)
      }
    }
    endCommand()
    return commands
  }

  // MARK: - Words

  private mutating func append(_ byte: UInt8) {
    word.append(byte)
    hasWord = true
  }

  private mutating func endWord() {
    guard hasWord else { return }
    let text = String(decoding: word, as: UTF8.self)
    switch redirection {
    case .none: current.words.append(text)
    case .input: current.inputs.append(text)
    case .output: current.outputs.append(text)
    case .skipped: break
    }
    (word, hasWord, redirection) = ([], false, .none)
  }

  private mutating func endCommand() {
    endWord()
    redirection = .none
    if !current.isEmpty { commands.append(current) }
    current = ShellCommand()
  }

  private mutating func quoteSingle() {
    hasWord = true
    while place < bytes.count, bytes[place] != UInt8(ascii: "'") {
      word.append(bytes[place])
      place += 1
    }
    place += 1
  }

  private mutating func quoteDouble() {
    hasWord = true
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\\"): escape()
      case UInt8(ascii: "$"): dollar()
      case UInt8(ascii: "`"): substitute(until: UInt8(ascii: "`"))
      default: word.append(byte)
      }
    }
    place += 1
  }

  private mutating func escape() {
    guard place < bytes.count else { return }
    if bytes[place] != 0x0A { append(bytes[place]) }
    place += 1
  }

  private mutating func skipComment() {
    while place < bytes.count, bytes[place] != 0x0A { place += 1 }
  }

  // MARK: - Variables and substitutions

  private mutating func dollar() {
    hasWord = true
    guard place < bytes.count else { return word.append(UInt8(ascii: "$")) }
    if bytes[place] == UInt8(ascii: "(") {
      place += 1
      return substitute(until: UInt8(ascii: ")"))
    }
    let isBraced = bytes[place] == UInt8(ascii: "{")
    if isBraced { place += 1 }
    let start = place
    while place < bytes.count, bytes[place].isWordByte { place += 1 }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    if isBraced {
      while place < bytes.count, bytes[place] != UInt8(ascii: "}") { place += 1 }
      place += 1
    }
    guard !name.isEmpty else { return word.append(UInt8(ascii: "$")) }
    current.variables.append(name)
    word += Array((variable(name) ?? "").utf8)
  }

  /// Reads a substitution's commands, which end at a bracket of the same depth.
  private mutating func substitute(until end: UInt8) {
    hasWord = true
    let start = place
    var open = 0
    while place < bytes.count, open > 0 || bytes[place] != end {
      if end == UInt8(ascii: ")") {
        if bytes[place] == UInt8(ascii: "(") { open += 1 }
        if bytes[place] == end { open -= 1 }
      }
      place += 1
    }
    let inner = Array(bytes[start..<min(place, bytes.count)])
    place += 1
    guard depth < Self.deepest else { return }
    var reader = ShellReader(inner, depth: depth + 1, variable: variable)
    commands += reader.read()
  }

  // MARK: - Redirections

  private mutating func beginInput() {
    dropDescriptor()
    var count = 1
    while place < bytes.count, bytes[place] == UInt8(ascii: "<") {
      place += 1
      count += 1
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: "(") { return endCommand() }
    // `<<` names the end of a text that follows, `<<<` is a text.
    redirection = count == 1 ? .input : .skipped
  }

  private mutating func beginOutput() {
    dropDescriptor()
    while place < bytes.count, [UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "&")].contains(bytes[place]) {
      place += 1
    }
    redirection = .output
  }

  /// The number right before a redirection is no word.
  private mutating func dropDescriptor() {
    if hasWord, word.allSatisfy(\.isDigit) { (word, hasWord) = ([], false) }
    endWord()
  }
}
