import Detection
import DotEnv
import Findings
import Inputs

/// Scans one target in the mode that was asked for.
struct TargetScan {
  let request: ScanRequest
  let index: RuleIndex
  let progress: @Sendable (ScanProgress) -> Void

  /// What a target holds.
  struct Part {
    var result: PartialResult
    var environmentFindings: [Finding] = []
  }

  func run(_ target: ScanRequest.Target) throws(ScanError) -> Part {
    switch (target, request.mode) {
    case (.standardInput, _): try Part(result: scanStandardInput())
    case (.path(let path), .files): try scanFiles(path)
    default: throw ScanError("this mode is not built yet")
    }
  }

  private func scanFiles(_ path: String) throws(ScanError) -> Part {
    var options = ListingOptions(includeIgnored: request.includeIgnored)
    options.recurseSubmodules = request.recurseSubmodules
    options.excluded = request.excludedFiles
    let listing: Listing
    do { listing = try WorkingTree.list(path, options: options) } catch { throw ScanError(error.description) }
    var result = try FileScan(index: index, workers: request.workers, progress: progress).run(listing)
    result.coverage.gaps += listing.gaps
    result.coverage.leftOut += listing.leftOut
    result.coverage.notes += listing.notes
    let audit = EnvironmentAudit.judge(listing, showSecrets: request.showSecrets)
    result.coverage.gaps += audit.gaps
    result.coverage.notes += audit.notes
    return Part(result: result, environmentFindings: audit.findings)
  }

  private func scanStandardInput() throws(ScanError) -> PartialResult {
    let scanner: TextScanner
    do { scanner = TextScanner(try Detector(index)) } catch { throw ScanError("\(error.rule): \(error.reason)") }
    let limits = FileReader.Limits(overlap: TextScanner.overlap)
    let read = readStandardInput(limits: limits) { chunk, offset, isLast in
      scanner.scan(chunk, offset: offset, isLast: isLast)
    }
    var result = PartialResult()
    result.coverage.files = 1
    result.coverage.bytes = read.bytes
    if let gap = read.gap { result.coverage.gaps.append(gap) }
    result.add(scanner, at: TextPlace(path: Array("-".utf8)), path: "-")
    return result
  }
}
