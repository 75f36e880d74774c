import Text

extension Arguments {
  /// Options that change how a report is written, or how fast, and not what is in it.
  private static let leftOut: Set<String> = Set(
    (FlagGroup.report.flags + [.jobs, .progress, .cache, .maxMemory, .reportFormat, .reportPath, .redact]).map(\.name))

  /// The command line as reports show it: what decides what is found, without credentials of addresses.
  var shown: [String] {
    let options = options.filter { !Self.leftOut.contains($0.name) }.map { option in
      "--\(option.name)" + (option.value.isEmpty ? "" : "=\(option.value)")
    }
    return commandPath + options + operands.map { $0.contains(":") ? RemoteURL($0).shown : $0 }
  }
}
