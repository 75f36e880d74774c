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
    let largeFiles = LargeFileStore(repository)
    let meter = ProgressMeter(total: changes.count, progress)
    try Workers.share(changes.count, among: request.workers, step: 1, until: request.isCancelled) {
      () throws(ScanError) in
      Tools(
        scanner: TextScanner(try rules.detector()), reader: ObjectReader(store), containers: request.containerReader,
        largeFiles: largeFiles)
    } work: { tools, next in
      while let range = next() {
        for number in range {
          let part = scan(changes[number], tools) { error in
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

  /// What one worker uses for all its changes.
  private struct Tools {
    let scanner: TextScanner
    let reader: ObjectReader
    let containers: ContainerReader?
    let largeFiles: LargeFileStore
  }

  /// - Parameter unread: Hears that a former version cannot be read.
  private func scan(_ change: ContentChange, _ tools: Tools, unread: (GitError) -> Void) -> PartialResult {
    var part = PartialResult()
    addPathMatches(of: change, tools.scanner.detector, to: &part)
    if change.isUnchanged {
      part.coverage.blobs = 1
      return part
    }
    let content: [UInt8]
    do throws(GitError) {
      content = try tools.reader.read(change.blob, as: .blob)
    } catch {
      let reason = RepositoryGaps.reason(error, in: repository)
      part.coverage.gaps.append(Skip(path: PathText.display(change.path), reason: reason))
      return part
    }
    part.coverage.blobs = 1
    if !addMembers(of: change, content, tools, to: &part, unread: unread) {
      addText(of: change, BlobText.decoded(content), tools, to: &part, unread: unread)
    }
    return part
  }

  private func addText(
    of change: ContentChange, _ text: [UInt8], _ tools: Tools, to whole: inout PartialResult, unread: (GitError) -> Void
  ) {
    let scanner = tools.scanner
    let origin = TextOrigin(path: change.path, commit: change.commit)
    var part = PartialResult()
    part.coverage.bytes = text.count
    let newLines = change.former.isEmpty ? nil : newLines(of: change, text, tools.reader, unread: unread)
    scanner.scan(TextChunk(text.span), near: newLines?.ranges) { portion in
      part.add(portion, of: origin, by: scanner.detector)
      if let newLines { part.keepOnly(newLines) }
      part.keepRoughly(within: request.bound)
    }
    part.add(scanner, of: origin)
    if let newLines { part.keepOnly(newLines) }
    whole.add(part)
  }

  /// Scans the members of a container that no former version has; the file of a pointer of Git LFS is one.
  ///
  /// - Returns: Whether it is a container or pointer, and could be opened.
  private func addMembers(
    of change: ContentChange, _ content: [UInt8], _ tools: Tools, to part: inout PartialResult,
    unread: (GitError) -> Void
  ) -> Bool {
    guard let containers = tools.containers, ContainerReader.opens(content.span, path: change.path) else {
      return false
    }
    let former = FormerMembers(change.former, by: containers, tools.largeFiles) { version in
      do throws(GitError) { return try tools.reader.read(version.blob, as: .blob) } catch {
        unread(error)
        return nil
      }
    }
    var member = PartialResult()
    var digest = TextDigest()
    let outcome = containers.read(content, path: change.path, largeFiles: tools.largeFiles) { chunk, origin in
      digest.add(chunk)
      var origin = origin
      origin.commit = change.commit
      member.scan(
        chunk, of: origin, by: tools.scanner, within: request.bound, isMember: origin.path != change.path)
      guard chunk.isLast else { return }
      if former.containsName(of: origin.path, in: change.path) { member.files = [] }
      if !former.contains(origin.path, in: change.path, digest.take()) { part.add(member) }
      part.keepRoughly(within: request.bound)
      member = PartialResult()
    }
    guard let outcome else { return false }
    if outcome.isBundle {
      part.bundles.append(FoundBundle(path: change.path, place: .blob(change.blob, in: store)))
    }
    part.coverage.add(outcome)
    part.coverage.bytes += outcome.bytes
    return outcome.isOpened
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
