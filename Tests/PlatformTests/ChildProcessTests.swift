import Platform
import Testing

struct ChildProcessTests {
  private func run(
    _ script: String, input: [UInt8] = [], patience: Duration = .seconds(60), isBlocked: Bool = false,
    stopsAfter: Int = .max
  ) throws -> (end: ChildEnd, output: String) {
    var child = try ChildProcess(
      "sh", arguments: ["sh", "-c", script], environment: ["PATH=/usr/bin:/bin"], leadsGroup: true, patience: patience)
    var output: [UInt8] = []
    let end = child.communicate(input: input, isBlocked: { isBlocked }) { piece in
      for index in piece.indices { output.append(piece[index]) }
      return output.count < stopsAfter
    }
    return (end, String(decoding: output, as: UTF8.self))
  }

  @Test func `input, output, errors and status are passed on`() throws {
    let (end, output) = try run("cat; echo no >&2; exit 3", input: Array("abc".utf8))
    #expect(output == "abc")
    #expect(end.status == 3 && end.signal == nil && end.cause == .itself)
    #expect(end.standardError == Array("no\n".utf8) && !end.standardErrorIsCut)
  }

  @Test func `the signal that ended a child is told`() throws {
    let (end, _) = try run("kill -9 $$")
    #expect(end.signal == 9)
  }

  @Test func `a silent child is ended in the end, and one that is blocked at once`() throws {
    #expect(try run("sleep 60", patience: .milliseconds(200)).end.cause == .silence)
    #expect(try run("sleep 60", isBlocked: true).end.cause == .silence)
  }

  @Test func `a receiver that has enough ends the child`() throws {
    let (end, output) = try run("yes", stopsAfter: 10)
    #expect(end.cause == .receiver && output.hasPrefix("y\ny\n"))
  }

  @Test func `a program that does not exist is an error`() {
    #expect(throws: SystemError.noEntry) {
      _ = try ChildProcess(
        "no-such-program", arguments: [], environment: [], leadsGroup: true, patience: .seconds(1))
    }
  }
}
