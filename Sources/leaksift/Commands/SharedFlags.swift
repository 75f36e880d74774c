import Findings
import Reports

/// Options that several commands take.
extension Flag {
  static let format = Flag(
    "format", short: "f", "FORMAT", .word(ReportFormat.names), isRepeatable: true, help: "Form of the report")
  static let output = Flag(
    "output", short: "o", "FILE", .file, isRepeatable: true,
    help: "Write a report to FILE, in the format right before it, else the one of its ending; `-` is standard output")
  static let configuration = Flag(
    "config", short: "c", "FILE", .file, help: "Rules and settings instead of the target's own `.leaksift.toml`")
  static let showSecrets = Flag("show-secrets", help: "Do not mask secrets in reports")
  static let failOn = Flag(
    "fail-on", "LEVEL", .word(Severity.allCases.map(\.name)),
    help: "Findings below LEVEL are listed and do not fail the run; default low")
  static let exitCode = Flag(
    "exit-code", "N", .number(0...255), help: "Exit code when there are findings, instead of 1")
  static let progress = Flag(
    "progress", "WHEN", .word(ProgressLine.Wish.allCases.map(\.rawValue)), help: "Progress on standard error")
  static let color = Flag(
    "color", "WHEN", .word(Console.ColourWish.allCases.map(\.rawValue)),
    help: "Colours on standard output; default auto: on a terminal, unless NO_COLOR is set")
  static let quiet = Flag("quiet", short: "q", help: "Print findings only, without a summary")
  static let verbose = Flag("verbose", short: "v", help: "List every place, hidden finding and skipped file")
}

extension Arguments {
  /// The value of `--color`.
  var colourWish: Console.ColourWish { value(.color).flatMap(Console.ColourWish.init) ?? .auto }

  /// The severity that an option names.
  func severity(_ flag: Flag) -> Severity? { value(flag).flatMap(Severity.init(name:)) }
}

extension FlagGroup {
  /// How a report is written.
  static let report = FlagGroup(
    title: "Report", flags: [.format, .output, .showSecrets, .exitCode, .quiet, .verbose, .color])
}
