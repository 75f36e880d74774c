import FileTestSupport
import Scan
import Synchronization
import Testing

/// A scan that is cancelled ends soon, and never looks like one that has seen everything.
struct CancellationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for number in 0..<200 { try folder.write("f\(number).txt", "x = \(Samples.token(UInt64(number)))\n") }
  }

  /// How often a scan looks whether it was cancelled, when it is not.
  private func looks(_ mode: ScanRequest.Mode) throws -> Int {
    let count = Mutex(0)
    _ = try folder.scan { request in
      request.mode = mode
      request.isCancelled = {
        count.withLock { $0 += 1 }
        return false
      }
    }
    return count.withLock { $0 }
  }

  @Test(arguments: [
    ScanRequest.Mode.files, .history(branch: nil), .history(branch: "main"), .range("HEAD~1..HEAD"), .staged,
  ])
  func `a scan ends wherever it is cancelled`(mode: ScanRequest.Mode) throws {
    try folder.shell(
      """
      git init -q -b main . && git commit -q --allow-empty -m one && git add . && git commit -q -m two
      printf 'y' >>f1.txt && git add f1.txt && git rm -q --cached f2.txt
      """)
    let all = try looks(mode)
    #expect(all > 2)
    for place in Set([0, 1, all / 2, all - 1]) {
      let count = Mutex(0)
      #expect(throws: ScanError("the scan was cancelled")) {
        try folder.scan { request in
          request.mode = mode
          request.isCancelled = {
            count.withLock { count in
              count += 1
              return count > place
            }
          }
        }
      }
      // Once it is cancelled, nothing looks again for long.
      #expect(count.withLock { $0 } <= place + 40)
    }
  }

  @Test func `members of a container are not read any further`() throws {
    try folder.shell("tar cf all.tar f*.txt && rm f*.txt")
    let count = Mutex(0)
    #expect(throws: ScanError.self) {
      try folder.scan { request in
        request.isCancelled = {
          count.withLock { count in
            count += 1
            return count > 20
          }
        }
      }
    }
    #expect(count.withLock { $0 } < 40)
  }
}
