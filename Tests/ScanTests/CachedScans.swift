import FileTestSupport
import Findings
import Scan
import Testing

/// A repository whose history is scanned with a cache and without.
struct CachedScans {
  let folder: TemporaryFolder
  let caches: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    caches = try TemporaryFolder()
  }

  /// The report of a history scan, without what differs from run to run and what tells of the cache.
  func report(
    cached: Bool, rules: String? = Samples.tokenRule, workers: Int = 2, in place: String = "", branch: String? = nil
  ) throws -> (report: Report, notes: [String]) {
    let caches = caches
    var report = try folder.scan(place, rules: rules, workers: workers) {
      $0.mode = .history(branch: branch)
      guard cached else { return }
      $0.cache = CacheRequest(folder: caches.path) { path, bytes in
        do { try caches.write(String(path.dropFirst(caches.path.count + 1)), bytes) } catch { return "\(error)" }
        return nil
      }
    }
    let notes = report.coverage.notes
    report.coverage.notes = []
    report.startedAt = 0
    report.configuration = nil
    report.durationMilliseconds = 0
    return (report, notes)
  }

  /// Scans with and without the cache, and checks that the reports agree.
  ///
  /// - Returns: What the cached scan told of the cache.
  @discardableResult
  func compare(
    rules: String? = Samples.tokenRule, branch: String? = nil, _ comment: Comment? = nil
  ) throws -> [String] {
    let plain = try report(cached: false, rules: rules, branch: branch)
    let cached = try report(cached: true, rules: rules, workers: 3, branch: branch)
    #expect(cached.report == plain.report, comment)
    return cached.notes
  }

  /// The cache's only file.
  func cacheFile() throws -> (name: String, bytes: [UInt8]) {
    let name = String(try caches.shell("ls").prefix { $0 != "\n" })
    return (name, try #require(try caches.bytes(name)))
  }
}
