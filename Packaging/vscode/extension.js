// Shows in VS Code what `leaksift lsp` finds. Without dependencies: what it uses of LSP is little.
"use strict"

const vscode = require("vscode")
const { Connection } = require("./connection.js")
const convert = require("./convert.js")

/** The documents that the server gets. */
const selector = [{ scheme: "file" }, { scheme: "untitled" }]
const isServed = (document) => document.uri.scheme === "file" || document.uri.scheme === "untitled"

let server

/** One run of the server, and what VS Code shows of it. */
class Server {
  constructor(program) {
    this.diagnostics = vscode.languages.createDiagnosticCollection("leaksift")
    this.listeners = [this.diagnostics]
    this.connection = new Connection(program, ["lsp"], {
      notified: (method, parameters) => this.notified(method, parameters),
      asked: () => null,
      ended: (reason) => this.ended(program, reason),
    })
  }

  async start() {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(convert.folder)
    await this.connection.request("initialize", {
      processId: process.pid,
      rootUri: folders[0]?.uri ?? null,
      workspaceFolders: folders,
      // VS Code counts columns in UTF-16, which is the protocol's default.
      capabilities: { workspace: { workspaceFolders: true } },
    })
    this.connection.notify("initialized", {})
    for (const document of vscode.workspace.textDocuments) this.open(document)
    this.listen()
  }

  listen() {
    const workspace = vscode.workspace
    this.listeners.push(
      workspace.onDidOpenTextDocument((document) => this.open(document)),
      workspace.onDidChangeTextDocument((event) => this.change(event)),
      workspace.onDidSaveTextDocument((document) => this.tell(document, "textDocument/didSave")),
      workspace.onDidCloseTextDocument((document) => this.tell(document, "textDocument/didClose")),
      workspace.onDidChangeWorkspaceFolders((event) => this.connection.notify(
        "workspace/didChangeWorkspaceFolders",
        { event: { added: event.added.map(convert.folder), removed: event.removed.map(convert.folder) } })),
      vscode.languages.registerHoverProvider(selector, {
        provideHover: async (document, position) => convert.hover(
          await this.ask(document, "textDocument/hover", { position: convert.toPosition(position) })),
      }),
      vscode.languages.registerCodeActionsProvider(selector, {
        provideCodeActions: async (document, range) => ((await this.ask(
          document, "textDocument/codeAction", { range: convert.toRange(range), context: { diagnostics: [] } })) ?? [])
          .map(convert.codeAction),
      }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
      vscode.commands.registerCommand("leaksift.explain", (...args) => this.execute("leaksift.explain", args)))
    const watcher = workspace.createFileSystemWatcher("**/{.leaksift*,.gitleaks*,.gitignore}")
    const changed = () => this.connection.notify("workspace/didChangeWatchedFiles", { changes: [] })
    this.listeners.push(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed))
  }

  // Documents.

  open(document) {
    if (!isServed(document)) return
    this.connection.notify("textDocument/didOpen", {
      textDocument: {
        uri: document.uri.toString(), languageId: document.languageId, version: document.version, text: document.getText(),
      },
    })
  }

  change({ document, contentChanges }) {
    if (!isServed(document) || contentChanges.length === 0) return
    this.connection.notify("textDocument/didChange", {
      textDocument: { uri: document.uri.toString(), version: document.version },
      contentChanges: contentChanges.map((change) => ({ range: convert.toRange(change.range), text: change.text })),
    })
  }

  tell(document, method) {
    if (isServed(document)) this.connection.notify(method, { textDocument: { uri: document.uri.toString() } })
  }

  async ask(document, method, parameters) {
    try {
      return await this.connection.request(method, { textDocument: { uri: document.uri.toString() }, ...parameters })
    } catch {
      // Of a document that is too large, or a server that has ended, the user was told.
      return null
    }
  }

  execute(command, args = []) {
    return this.connection.request("workspace/executeCommand", { command, arguments: args }).catch((error) => {
      vscode.window.showErrorMessage(`leaksift: ${error.message}`)
    })
  }

  // What the server says.

  notified(method, parameters) {
    if (method === "textDocument/publishDiagnostics") {
      this.diagnostics.set(vscode.Uri.parse(parameters.uri), parameters.diagnostics.map(convert.diagnostic))
    } else if (method === "window/showMessage") {
      const show = [null, "showErrorMessage", "showWarningMessage"][parameters.type] ?? "showInformationMessage"
      vscode.window[show](parameters.message)
    }
  }

  ended(program, reason) {
    // Old diagnostics would look like new ones.
    this.diagnostics.clear()
    if (this.isClosing) return
    vscode.window.showErrorMessage(
      `leaksift: secrets are not shown, since \`${program} lsp\` cannot be used: ${reason}. `
      + "Install leaksift, or set leaksift.path; then run \"leaksift: Restart the server\".")
  }

  async close() {
    this.isClosing = true
    for (const listener of this.listeners) listener.dispose()
    await this.connection.close()
  }
}

async function restart() {
  await server?.close()
  server = new Server(vscode.workspace.getConfiguration("leaksift").get("path") || "leaksift")
  // Its end is reported by itself.
  await server.start().catch(() => {})
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("leaksift.restart", restart),
    vscode.commands.registerCommand("leaksift.scanFolders", () => server?.execute("leaksift.scanWorkspace")),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("leaksift.path")) restart()
    }))
  await restart()
}

async function deactivate() {
  await server?.close()
  server = undefined
}

module.exports = { activate, deactivate }
