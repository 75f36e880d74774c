import Detection
import DotEnv
import Findings
import GitObjects
import Content
import Platform
import Synchronization
import Text

/// Scans what changes bring: each new content as a whole, for context, and keeps only what touches new lines.
struct ChangeScan {
  let repository: Repository
  let store: ObjectStore
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// - Throws: ``ScanError`` when the rules cannot be used.
  func run(_ changes: [ContentChange]) throws(ScanError) -> PartialResult {
    let results = PartialResults(within: request.bound)
    let unread = Mutex<[Int: GitError]>([:])
    let meter = ProgressMeter(total: changes.count, progress)
    try Workers.share(changes.count, among: request.workers, step: 1) { () throws(ScanError) in
      (try rules.detector(), ObjectReader(store))
    } work: { tools, next in
      let (detector, reader) = tools
      while let range = next() {
        for number in range {
          let part = scan(changes[number], TextScanner(detector), reader) { error in
            unread.withLock { $0[number] = error }
          }
          meter.add(blobs: 1, bytes: part.coverage.bytes)
          results.add(part, at: number)
        }
      }
    }
    var whole = results.whole
    let errors = unread.withLock { $0 }
    if let first = errors.keys.min(), let error = errors[first] {
      let reason = "\(PathText.display(changes[first].path)): \(RepositoryGaps.reason(error, in: repository))"
      let files = Counting.count(errors.count, "file")
      whole.coverage.notes.append(
        "all lines of \(files) count as new, since a former version cannot be read; \(reason)")
    }
    return whole
  }

  /// - Parameter unread: Hears that a former version cannot be read.
  private func scan(
    _ change: ContentChange, _ scanner: TextScanner, _ reader: ObjectReader, unread: (GitError) -> Void
  ) -> PartialResult {
    var part = PartialResult()
    let origin = TextOrigin(path: change.path, commit: change.commit)
    addPathMatches(of: change, scanner.detector, to: &part)
    if change.isUnchanged {
      part.coverage.blobs = 1
      return part
    }
    let text: [UInt8]
    do throws(GitError) {
      text = try reader.text(of: change.blob)
    } catch {
      part.coverage.gaps.append(Skip(path: origin.displayPath, reason: RepositoryGaps.reason(error, in: repository)))
      return part
    }
    part.coverage.blobs = 1
    part.coverage.bytes = text.count
    let newLines = change.former.isEmpty ? nil : newLines(of: change, text, reader, unread: unread)
    scanner.scan(TextChunk(text.span), near: newLines?.ranges) { portion in
      part.add(portion, of: origin, by: scanner.detector)
      if let newLines { part.keepOnly(newLines) }
      part.keepRoughly(within: request.bound)
    }
    part.add(scanner, of: origin)
    if let newLines { part.keepOnly(newLines) }
    return part
  }

  /// Adds what rules report for the path alone, unless they report the file's former path.
  private func addPathMatches(of change: ContentChange, _ detector: Detector, to part: inout PartialResult) {
    let known = change.former.flatMap { former in
      detector.pathRules(matching: TextPlace(path: former.path, commit: change.commit?.id))
        .filter { $0.exclusion == nil }.map(\.rule)
    }
    part.addPathMatches(
      of: TextOrigin(path: change.path, commit: change.commit), by: detector, except: Set(known))
  }

  private func newLines(
    of change: ContentChange, _ text: [UInt8], _ reader: ObjectReader, unread: (GitError) -> Void
  ) -> NewLines {
    let versions = change.former.compactMap { former -> [UInt8]? in
      do throws(GitError) { return try reader.text(of: former.blob) } catch {
        unread(error)
        return nil
      }
    }
    return NewLines(of: text, since: versions)
  }
}

extension PartialResult {
  /// Drops secrets that touch no new line.
  fileprivate mutating func keepOnly(_ newLines: NewLines) {
    matches.removeAll { match in
      let (start, end) = (match.candidate.start.line, match.candidate.end.line)
      return !newLines.touch(start...max(start, end))
    }
  }
}
