import Findings
import GitObjects
import Rules

/// What history scans of one repository keep from one to the next: which objects contain no candidate, what links
/// commits, and which trees lead to the same contents.
///
/// A file that is damaged or that another program, other rules or another repository format made is not used.
struct HistoryCache {
  /// Longest cache file that is read: room for some forty million objects.
  private static let longestFile = 1 << 30

  /// The objects that the cache has and that are still sound, and those that were added since.
  private(set) var objects: CachedObjects
  private let request: CacheRequest
  private let path: String
  private let identity: Digest?
  /// What the user should know of the file.
  private let remark: String?

  /// - Parameters:
  ///   - name: What identifies the repository, the same at each scan.
  ///   - rules: The rules of the scan, which a verdict depends on.
  ///   - workers: Threads to use.
  ///   - archives: How much of archives is read.
  init(
    _ request: CacheRequest, name: String, rules: ScanRules, forest: ObjectForest, workers: Int,
    archives: ArchiveSettings
  ) {
    let path = "\(request.folder)/\(Digest(of: name.utf8).hex.prefix(16)).cache"
    let identity = CacheIdentity.digest(rules, archives, forest.store.format)
    let (objects, remark) = Self.load(path, forest, identity, workers)
    self.objects = objects ?? CachedObjects(in: forest)
    self.request = request
    self.path = path
    self.identity = identity
    self.remark = remark
  }

  private static func load(
    _ path: String, _ forest: ObjectForest, _ identity: Digest?, _ workers: Int
  ) -> (objects: CachedObjects?, remark: String?) {
    guard let identity else { return (nil, "no cache was used: the program could not read its own file") }
    let file: [UInt8]?
    do throws(RuleFileError) { file = try RuleLoading.read(path, longest: longestFile) } catch {
      return (nil, "no cache was used: \(error)")
    }
    guard let file else { return (nil, nil) }
    do throws(CacheFile.Fault) {
      let records = try CacheFile.records(in: file, identity: identity)
      guard let objects = CachedObjects(file, in: records, of: forest, workers: workers) else { throw .damaged }
      return (objects, nil)
    } catch {
      return (nil, "the cache \(path) \(error.rawValue) and was not used")
    }
  }

  /// Records objects that this scan found clean, without those that the cache had.
  mutating func add(_ clean: [CleanObject]) {
    objects.add(clean)
  }

  /// Writes down what is known after a scan.
  ///
  /// - Parameter blobs: Number of blobs in the repository.
  /// - Returns: What the report says about the cache.
  func save(_ graph: CommitGraph, _ attribution: Attribution, blobs: Int) -> [String] {
    var notes = [remark].compactMap { $0 }
    if objects.skippedCount > 0 { notes.append("\(objects.skippedCount) of \(blobs) blobs were known from the cache") }
    guard let identity,
      var file = objects.records(graph, attribution, after: CacheFile.start(identity: identity))
    else { return notes }
    CacheFile.end(&file)
    if let failure = request.save(path, file) {
      notes.append("the cache was not written: \(failure)")
    }
    return notes
  }
}
