import Detection
import DotEnv
import Findings
import GitObjects
import Inputs
import Synchronization

/// Scans what changes bring: each new content as a whole, for context, and of what it holds only what touches new lines.
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
    let path = PathText.display(change.path)
    let facts = change.commit.map { HistoryFacts(commit: $0, inHead: nil, commitCount: nil) }
    addPathFindings(of: change, scanner.detector, to: &part, history: facts)
    if change.isUnchanged {
      part.coverage.blobs = 1
      return part
    }
    let text: [UInt8]
    do throws(GitError) {
      text = try content(of: change.blob, reader)
    } catch {
      part.coverage.gaps.append(Skip(path: path, reason: RepositoryGaps.reason(error, in: repository)))
      return part
    }
    part.coverage.blobs = 1
    part.coverage.bytes = text.count
    let newLines = change.former.isEmpty ? nil : newLines(of: change, text, reader, unread: unread)
    let place = TextPlace(path: change.path, commit: change.commit?.id)
    scanner.scan(text.span, offset: 0, isLast: true, near: newLines?.ranges) { portion in
      part.add(portion, at: place, path: path, history: facts, by: scanner.detector)
      if let newLines { part.keepOnly(newLines) }
      part.keepRoughly(within: request.bound)
    }
    part.add(scanner, at: place, path: path, history: facts)
    if let newLines { part.keepOnly(newLines) }
    return part
  }

  /// Adds what a path alone says, unless the file's former path said the same.
  private func addPathFindings(
    of change: ContentChange, _ detector: Detector, to part: inout PartialResult, history: HistoryFacts?
  ) {
    let id = change.commit?.id
    let known = change.former.flatMap { former in
      detector.pathRules(matching: TextPlace(path: former.path, commit: id)).filter { $0.exclusion == nil }.map(\.rule)
    }
    part.addPathFindings(
      detector, path: change.path, display: PathText.display(change.path), history: history, butNot: Set(known))
  }

  private func newLines(
    of change: ContentChange, _ text: [UInt8], _ reader: ObjectReader, unread: (GitError) -> Void
  ) -> NewLines {
    let versions = change.former.compactMap { former -> [UInt8]? in
      do throws(GitError) { return try content(of: former.blob, reader) } catch {
        unread(error)
        return nil
      }
    }
    return NewLines(of: text, since: versions)
  }

  private func content(of blob: ObjectID, _ reader: ObjectReader) throws(GitError) -> [UInt8] {
    let content = try reader.read(blob, as: .blob)
    return TextEncoding.decoded(content.span) ?? content
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
