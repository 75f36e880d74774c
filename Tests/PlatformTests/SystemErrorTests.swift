import Foundation
import Platform
import Testing

struct SystemErrorTests {
  @Test(arguments: [
    (EACCES, "permission denied"), (ENOENT, "no such file or directory"), (EISDIR, "is a directory"),
  ])
  func `an error has the system's words, as part of a sentence`(code: Int32, words: String) {
    #expect(SystemError(code: code).description == words)
  }

  @Test func `a number without words is named`() {
    #expect(SystemError(code: 123_456).description.contains("123456"))
  }

  @Test func `absence and refusal are told apart`() {
    #expect(SystemError.noEntry.isAbsence && SystemError.notAFolder.isAbsence && !SystemError.linkLoop.isAbsence)
    #expect(SystemError(code: EPERM).isRefusal && !SystemError.noEntry.isRefusal)
  }
}
