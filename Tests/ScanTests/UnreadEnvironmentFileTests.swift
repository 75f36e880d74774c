import FileTestSupport
import Findings
import GitObjects
import Testing

@testable import Scan

struct UnreadEnvironmentFileTests {
  @Test func `an environment file of a change that cannot be read is a finding and a gap, once`() throws {
    let folder = try TemporaryFolder()
    try folder.write("README")
    try folder.commitAll()
    let repository = try Repository(at: folder.path)
    let lost = try #require(ObjectID(String(repeating: "ab", count: 20)))
    let change = ContentChange(path: Array(".env".utf8), blob: lost, former: [])
    var part = TargetScan.Part(result: PartialResult())
    for _ in 0..<2 {
      part.addEnvironmentFindings(of: [change], repository, repository.openObjectStore(), showSecrets: false)
      #expect(part.environmentFindings.map(\.severity) == [.critical])
      #expect(part.result.coverage.gaps == [Skip(path: ".env", reason: "object \(lost) is missing")])
    }
  }
}
