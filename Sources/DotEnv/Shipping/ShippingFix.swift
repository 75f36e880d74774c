import Content
import Text

/// Adds to `.dockerignore`, `.npmignore` and the like what keeps environment files out of images, packages and uploads.
public enum ShippingFix {
  /// Adds the line that each shipment of the files lacks.
  ///
  /// Adds no line twice, changes no other, and looks again afterwards; running it again changes nothing. No `.npmignore` is
  /// created, which would have npm publish what `.gitignore` leaves out.
  /// - Parameters:
  ///   - files: An audit's files.
  ///   - root: The root of the audited listing.
  public static func keepOut(_ files: [DotEnvFile], root: [UInt8]) -> DotEnvFixReport {
    var report = DotEnvFixReport()
    var lines: [[UInt8]: Set<[UInt8]>] = [:]
    for shipment in files.flatMap(\.shipments) {
      if case .line(let line, let list) = shipment.remedy { lines[list, default: []].insert(line) }
    }
    for (list, lines) in lines.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      add(lines.sorted { $0.lexicographicallyPrecedes($1) }, to: list, &report)
    }
    let audit = ShippingAudit(root: root)
    for file in files where !file.shipments.isEmpty {
      for shipment in audit.shipments(of: file) {
        report.open.append("\(file.file.displayPath) is still taken along: \(advice(on: shipment))")
      }
    }
    return report
  }

  private static func add(_ lines: [[UInt8]], to list: [UInt8], _ report: inout DotEnvFixReport) {
    do {
      var file = try IgnoreFile(list)
      let missing = lines.filter { !file.contains($0) }
      if missing.isEmpty { return }
      file.append(missing)
      try file.save()
      let names = missing.map { PathText.display($0) }.joined(separator: ", ")
      report.done.append("added to \(PathText.display(list)): \(names)")
    } catch {
      report.open.append("\(PathText.display(list)) was left as it is: \(error.reason)")
    }
  }

  private static func advice(on shipment: Shipment) -> String {
    switch shipment.remedy {
    case .advice(let advice): "\(shipment.reason); \(advice)"
    case .line: "\(shipment.reason), though the line is there"
    }
  }
}
