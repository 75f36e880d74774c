// Values of LSP as those of VS Code, and back.
"use strict"

const vscode = require("vscode")

const position = ({ line, character }) => new vscode.Position(line, character)
const range = ({ start, end }) => new vscode.Range(position(start), position(end))
const toPosition = ({ line, character }) => ({ line, character })
const toRange = ({ start, end }) => ({ start: toPosition(start), end: toPosition(end) })

const folder = (folder) => ({ uri: folder.uri.toString(), name: folder.name })

function diagnostic(value) {
  // LSP counts severities from 1.
  const shown = new vscode.Diagnostic(range(value.range), value.message, (value.severity ?? 1) - 1)
  shown.source = value.source
  shown.code = value.codeDescription
    ? { value: value.code, target: vscode.Uri.parse(value.codeDescription.href) } : value.code
  return shown
}

function hover(value) {
  return value ? new vscode.Hover(new vscode.MarkdownString(value.contents.value), range(value.range)) : null
}

function codeAction(value) {
  const action = new vscode.CodeAction(value.title, vscode.CodeActionKind.QuickFix)
  action.isPreferred = value.isPreferred
  action.command = value.command
  action.diagnostics = value.diagnostics?.map(diagnostic)
  if (value.edit) {
    action.edit = new vscode.WorkspaceEdit()
    for (const [uri, edits] of Object.entries(value.edit.changes)) {
      for (const edit of edits) action.edit.replace(vscode.Uri.parse(uri), range(edit.range), edit.newText)
    }
  }
  return action
}

module.exports = { codeAction, diagnostic, folder, hover, toPosition, toRange }
