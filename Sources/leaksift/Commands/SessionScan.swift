import Findings
import Scan

/// A scan of the sessions of coding agents, and of the histories of shells.
struct SessionScan {
  private let places: [SessionFolders.Place]

  /// - Returns: `nil` when neither is wanted.
  /// - Throws: When something else is named too, or there is no home folder.
  init?(_ arguments: Arguments) throws(CommandFailure) {
    guard arguments.contains(.transcripts) || arguments.contains(.histories) else { return nil }
    if let path = arguments.operands.first {
      throw CommandFailure(
        "`--transcripts` and `--histories` know their places; leave out `\(path)`, or scan it by itself")
    }
    guard let folders = SessionFolders() else {
      throw CommandFailure("there is no home folder, as HOME is not set; name the files to scan")
    }
    places =
      (arguments.contains(.transcripts) ? folders.agents : [])
      + (arguments.contains(.histories) ? folders.histories : [])
  }

  /// Makes them what is scanned.
  func choose(_ request: inout ScanRequest) {
    request.targets = places.map { .path($0.path) }
    request.includeIgnored = true
    request.pathsBeginWithTarget = true
  }

  /// Says which session, turn and project each place is in.
  func describe(_ report: inout Report) {
    report.addSessions(places)
    report.target = "sessions"
    if places.isEmpty {
      report.coverage.notes.append("nothing is kept in the places of the home folder that are known")
    }
  }
}
