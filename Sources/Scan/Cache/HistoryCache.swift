import Findings
import GitObjects
import Rules

/// What history scans of one repository remember from one to the next: which objects hold no candidate.
///
/// A file that is damaged or that another program, other rules or another repository format made is not used.
struct HistoryCache {
  /// Longest cache file that is read: room for some forty million objects.
  private static let longestFile = 1 << 30

  /// The objects that the cache knew, as far as they are still sound.
  let known: KnownObjects
  private let request: CacheRequest
  private let path: String
  private let identity: Digest?
  private let objects: [CleanObject]
  /// What the user should know of the file.
  private let remark: String?

  /// - Parameters:
  ///   - name: What tells the repository from others, the same at each scan.
  ///   - rules: The rules of the scan, which a verdict depends on.
  init(_ request: CacheRequest, name: String, rules: RuleSet, forest: ObjectForest) {
    let format = forest.store.format
    let path = "\(request.folder)/\(Digest(of: name.utf8).hex.prefix(16)).cache"
    let identity = CacheIdentity.digest(rules, format)
    let (objects, remark) = Self.load(path, format, identity)
    known = KnownObjects(objects.lazy.map { (id: $0.id, size: Int($0.size)) }, in: forest)
    self.request = request
    self.path = path
    self.identity = identity
    self.objects = objects
    self.remark = remark
  }

  private static func load(
    _ path: String, _ format: ObjectFormat, _ identity: Digest?
  ) -> (objects: [CleanObject], remark: String?) {
    guard let identity else { return ([], "no cache was used: the program could not read its own file") }
    let file: [UInt8]?
    do throws(RuleFileError) { file = try RuleLoading.read(path, longest: longestFile) } catch {
      return ([], "no cache was used: \(error)")
    }
    guard let file else { return ([], nil) }
    do throws(CacheFile.Fault) {
      return (try CacheFile.objects(in: file, format, identity: identity), nil)
    } catch {
      return ([], "the cache \(path) \(error.rawValue) and was not used")
    }
  }

  /// Writes down what is known after a scan.
  ///
  /// - Parameters:
  ///   - found: Objects that the scan found to hold no candidate, those that were known before left out.
  ///   - blobs: Number of blobs in the repository.
  /// - Returns: What the report should tell of the cache.
  func save(adding found: [CleanObject], blobs: Int) -> [String] {
    let kept = objects.indices.filter { known.holds($0) }.map { objects[$0] }
    var notes = [remark].compactMap { $0 }
    if known.sparedCount > 0 { notes.append("\(known.sparedCount) of \(blobs) blobs were known from the cache") }
    guard let identity, !found.isEmpty || kept.count < objects.count else { return notes }
    let file = CacheFile.bytes(of: (kept + found).sorted { $0.id < $1.id }, identity: identity)
    if let failure = request.save(path, file) { notes.append("the cache was not written: \(failure)") }
    return notes
  }

  /// What names the repository behind a URL: the URL without user and password.
  static func name(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0].hasSuffix(":"), let at = parts[2].lastIndex(of: "@") else { return url }
    return ([parts[0], parts[1], parts[2][parts[2].index(after: at)...]] + parts[3...]).joined(separator: "/")
  }
}
