import Content
import Findings
import GitObjects
import Platform
import Text

/// A git bundle that a scan met.
struct FoundBundle: Sendable {
  enum Place: Sendable {
    /// Its path is below this folder.
    case file(below: [UInt8])
    case blob(ObjectID, in: ObjectStore)
    case memory([UInt8])
  }

  var path: [UInt8]
  var place: Place
}

/// Scans the repository in a git bundle as a history: every object of it, with the commits that brought what is found.
struct BundleScan {
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void
  /// How many bundles the ones to scan are in.
  var depth = 0
  /// When the scan of the outermost one began, whose time is that of those in it too; `nil` outside of any.
  var start: ContinuousClock.Instant?

  /// Scans the bundles that another part of the scan met, and adds what is in them.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func add(to part: inout TargetScan.Part) throws(ScanError) {
    let bundles = part.result.bundles
    part.result.bundles = []
    for bundle in bundles.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
      let scanned = try scan(bundle)
      part.result.add(scanned.result)
      part.result.keepRoughly(within: request.bound)
      part.environmentFindings += scanned.environmentFindings
    }
  }

  private func scan(_ found: FoundBundle) throws(ScanError) -> TargetScan.Part {
    let path = PathText.display(found.path)
    let start = start ?? .now
    let name: @Sendable (String) -> String = { $0 == path ? path : "\(path)!\($0)" }
    var inner = request
    inner.bound = request.bound.renaming(name)
    inner.cache = nil
    let bundle: Bundle
    do throws(GitError) { bundle = try open(found, path, since: start) } catch {
      var part = TargetScan.Part(result: PartialResult())
      part.result.coverage.gaps = [Skip(path: path, reason: error.reason)]
      return part
    }
    let repository = Repository(bundle, path: path)
    var part = try HistoryScan(repository: repository, request: inner, rules: rules, progress: progress).run(
      branch: nil)
    try BundleScan(request: inner, rules: rules, progress: progress, depth: depth + 1, start: start).add(to: &part)
    part.renamePaths(at: path, top: path, name)
    return part
  }

  private func open(
    _ found: FoundBundle, _ path: String, since start: ContinuousClock.Instant
  ) throws(GitError) -> Bundle {
    let largest = ObjectForest.largestObject(request.contentBudget ?? ObjectForest.usualContentBudget)
    let bounds = request.containerBounds
    guard depth < bounds.depth else {
      let bundles = Counting.count(bounds.depth, "git bundle")
      throw .unsupported(
        path: path, what: "it is in \(bundles) inside one another; --max-archive-depth sets how many are read")
    }
    let isStopped = { ContinuousClock.now - start > .seconds(bounds.seconds) }
    let content: [UInt8]
    switch found.place {
    case .file(let root):
      let file = try file(found.path, below: root, path)
      return try Bundle(file, path: path, largestObject: largest, isStopped: isStopped)
    case .blob(let id, let store): content = try ObjectReader(store, largestObject: largest).read(id, as: .blob)
    case .memory(let bytes): content = bytes
    }
    return try Bundle(content, path: path, largestObject: largest, isStopped: isStopped)
  }

  private func file(_ path: [UInt8], below root: [UInt8], _ shown: String) throws(GitError) -> Descriptor {
    do throws(SystemError) { return try Folder(root).openFile(path) } catch {
      throw .unreadable(path: shown, cause: error)
    }
  }
}
