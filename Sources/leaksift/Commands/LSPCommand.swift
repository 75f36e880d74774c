import Scan
import Serve

extension Command {
  static let lsp = Command(
    name: "lsp",
    summary: "Serve editors: a language server on standard input and output",
    details: [
      "Editors start it themselves; see docs/EDITORS.md. Secrets are shown while they are typed, by the project's "
        + "configuration, ignore files and baseline. It ends when the editor says so, or its input ends."
    ],
    action: { (_, console) throws(CommandFailure) in
      do throws(RPCError) {
        let wasShutDown = try LanguageServer.serve(read: readInput, write: console.canWrite, version: toolVersion)
        // LSP 3.17, `exit`: 1 without a `shutdown` before.
        return wasShutDown ? .clean : ExitCode(value: 1)
      } catch {
        throw CommandFailure(error.message)
      }
    })
}
