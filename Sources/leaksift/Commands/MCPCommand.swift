import Platform
import Rules
import Scan
import Serve

extension Command {
  static let mcp = Command(
    name: "mcp",
    summary: "Serve agents: a server of the Model Context Protocol on standard input and output",
    details: [
      "Agents start it themselves; see docs/AGENTS.md. It scans paths, texts, the staged change and histories, explains "
        + "findings, lists rules and masks texts. No tool returns a secret. It serves the revisions 2026-07-28, 2025-11-25 "
        + "and 2025-06-18, and ends when standard input does."
    ],
    action: { (_, console) throws(CommandFailure) in
      let server = MCPServer(tools: MCPTools(ignore: try ignoring()), version: toolVersion)
      do throws(RPCError) { try server.serve(read: readInput, write: console.canWrite) } catch {
        throw CommandFailure(error.message)
      }
      return .clean
    })
}

/// How an agent hides a finding; `nil` where the user's own file does not allow it.
private func ignoring() throws(CommandFailure) -> MCPTools.Ignore? {
  do throws(ScanError) {
    guard try UserPolicy.load(ThisProcess.variable).allowsIgnoring else { return nil }
  } catch { throw CommandFailure(error.description) }
  return { (line, place) throws(ScanError) in
    do throws(CommandFailure) { return try line.add(near: place) } catch { throw ScanError(error.message) }
  }
}

/// The next bytes of standard input; none at its end, and where it cannot be read any further.
@Sendable func readInput() -> [UInt8] {
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  guard let count = try? OpenStream.input.read(into: &buffer, from: 0, count: buffer.count) else { return [] }
  buffer.removeLast(buffer.count - count)
  return buffer
}
