import Reports

/// Which reports a run writes, and where: what `-f` and `-o` mean together.
struct ReportPlan: Sendable, Equatable {
  /// Where a report goes.
  enum Destination: Sendable, Equatable {
    case standardOutput
    case file(OutputFile)
  }

  /// One report.
  struct PlannedReport: Sendable, Equatable {
    var format: ReportFormat
    var destination: Destination
  }

  var reports: [PlannedReport]

  /// The files among the destinations, as the user named them.
  var filePaths: [String] {
    reports.compactMap { if case .file(let file) = $0.destination { file.path } else { nil } }
  }

  /// The same files as absolute paths without symbolic links.
  var absolutePaths: [String] {
    reports.compactMap { if case .file(let file) = $0.destination { file.absolutePath } else { nil } }
  }

  /// Whether a report goes to standard output.
  var usesStandardOutput: Bool { reports.contains { $0.destination == .standardOutput } }

  /// Pairs formats with files in the order of the command line.
  ///
  /// A file takes the format of the `-f` right before it, else the one its ending names. A format without a file goes to
  /// standard output, as does `-o -`; there is room for one. Without any `-f` and `-o` the usual format goes there. A
  /// single format after a single file is the file's, where its ending names none.
  /// - Parameter usual: The format when none is given.
  init(_ arguments: Arguments, usual: ReportFormat = .text) throws(CommandFailure) {
    reports = []
    if let (format, file) = Self.onlyPair(arguments) {
      try add(format, file)
    } else {
      try addPairs(arguments)
    }
    if reports.isEmpty { try add(usual, "-") }
  }

  private static func onlyPair(_ arguments: Arguments) -> (ReportFormat, file: String)? {
    let formats = arguments.values(.format)
    let files = arguments.values(.output)
    guard formats.count == 1, files.count == 1, files[0] == "-" || ReportFormat(fileName: files[0]) == nil else {
      return nil
    }
    return ReportFormat(name: formats[0]).map { ($0, files[0]) }
  }

  private mutating func addPairs(_ arguments: Arguments) throws(CommandFailure) {
    var waiting: ReportFormat?
    for option in arguments.options {
      if option.name == Flag.format.name {
        if let waiting { try add(waiting, "-") }
        waiting = ReportFormat(name: option.value)
      } else if option.name == Flag.output.name {
        let format = if let waiting { waiting } else { try Self.format(of: option.value) }
        try add(format, option.value)
        waiting = nil
      } else if let format = waiting {
        try add(format, "-")
        waiting = nil
      }
    }
    if let waiting { try add(waiting, "-") }
  }

  private mutating func add(_ format: ReportFormat, _ path: String) throws(CommandFailure) {
    let destination = path == "-" ? Destination.standardOutput : .file(OutputFile(path: path))
    if let other = reports.first(where: { $0.destination == destination }) {
      throw CommandFailure(
        path == "-"
          ? "`\(other.format.rawValue)` and `\(format.rawValue)` cannot both go to standard output; give one a file: "
            + "`--format \(format.rawValue) --output FILE`"
          : "two reports cannot go to `\(path)`; name two files")
    }
    reports.append(PlannedReport(format: format, destination: destination))
  }

  private static func format(of path: String) throws(CommandFailure) -> ReportFormat {
    if path == "-" { return .text }
    if let format = ReportFormat(fileName: path) { return format }
    throw CommandFailure(
      "cannot recognise the format of the report `\(path)` from its ending; put `--format FORMAT` right before it")
  }

  /// Makes sure, before any long work, that each report can be written.
  func checkWritable() throws(CommandFailure) {
    for case .file(let file) in reports.map(\.destination) { try file.checkWritable() }
  }
}
