import Foundation

/// The Markdown page with everything that was measured.
struct ResultTable {
  let rounds: Int
  let tools: [Tool]
  private var sections: [String] = []

  init(rounds: Int, tools: [Tool]) {
    self.rounds = rounds
    self.tools = tools
  }

  /// Adds what tools cost at a scene.
  mutating func add(_ scene: Scene, _ outcomes: [Contest.Outcome]) {
    let content = outcomes.compactMap(\.bytes).first.map { ", \(megabytes($0)) MB of content" } ?? ""
    let own = outcomes.first
    var lines = [
      "## \(scene.name)\(content)", "",
      "| | wall | CPU | peak memory | findings | exit | wall to leaksift's | CPU to leaksift's |",
      "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for outcome in outcomes { lines.append(row(outcome, own)) }
    sections.append(lines.joined(separator: "\n"))
  }

  /// Writes the page, named after this minute.
  ///
  /// - Returns: Its path.
  func write(to folder: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let minute = Date.now.formatted(
      .iso8601.year().month().day().dateSeparator(.dash).time(includingFractionalSeconds: false).timeSeparator(.omitted)
    ).prefix(15)
    let path = "\(folder)/compare-\(minute).md"
    let versions = tools.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    let head = """
      # Costs side by side, \(minute)

      \(Self.machine). \(versions).
      Medians of \(rounds) \(rounds == 1 ? "run" : "runs") in turns; CPU is user and system together; peak memory counts mapped files.
      """
    try Data("\(([head] + sections).joined(separator: "\n\n"))\n".utf8).write(to: URL(filePath: path))
    return path
  }

  private func row(_ outcome: Contest.Outcome, _ own: Contest.Outcome?) -> String {
    if let absence = outcome.absence { return "| \(outcome.name) | \(absence) | | | | | | |" }
    let (wall, cpu) = (median(outcome.costs.map(\.wall)), median(outcome.costs.map(\.cpu)))
    let peak = outcome.costs.map(\.peak).max() ?? 0
    let ratios = [(\Cost.wall, wall), (\Cost.cpu, cpu)].map { path, value in
      own.map { fixed(value / max(median($0.costs.map { $0[keyPath: path] }), 1e-6), 1) } ?? ""
    }
    let status = outcome.costs.last.map { "\($0.status)" } ?? ""
    let cells = [
      outcome.name, duration(wall), duration(cpu), "\(megabytes(peak)) MB", outcome.findings.map { "\($0)" } ?? "",
      status,
    ]
    return "| " + (cells + ratios).joined(separator: " | ") + " |"
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  private func duration(_ seconds: Double) -> String {
    seconds < 1 ? "\(fixed(seconds * 1e3, 1)) ms" : "\(fixed(seconds, 2)) s"
  }

  private func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, bytes < 10_000_000 ? 1 : 0) }

  private func fixed(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

  /// Processor and number of cores.
  private static var machine: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "Unknown processor"
    return "\(name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }
}
