// JSON-RPC with a header before each message, as LSP 3.17 has it ("Base Protocol").
"use strict"

const { spawn } = require("node:child_process")

const separator = Buffer.from("\r\n\r\n")
// The server's own bound is 64 MB; more is no message.
const longestMessage = 128 << 20

/** Cuts a stream into messages. */
class MessageReader {
  constructor(receive) {
    this.receive = receive
    this.parts = []
    this.length = 0
    this.wanted = separator.length
  }

  /** Takes the next bytes; throws when they are no messages. */
  add(bytes) {
    this.parts.push(bytes)
    this.length += bytes.length
    while (this.length >= this.wanted && this.take()) { /* one message after the other */ }
  }

  take() {
    const buffer = Buffer.concat(this.parts)
    this.parts = [buffer]
    const end = buffer.indexOf(separator)
    if (end < 0) {
      if (buffer.length > 4096) throw new Error("there is no header where one is expected")
      this.wanted = buffer.length + 1
      return false
    }
    const header = /(?:^|\r\n)content-length: *(\d+) *(?:\r\n|$)/i.exec(buffer.toString("latin1", 0, end))
    const count = header ? Number(header[1]) : NaN
    if (!(count <= longestMessage)) throw new Error("a header has no length, or one that is too large")
    const start = end + separator.length
    this.wanted = start + count
    if (buffer.length < this.wanted) return false
    const message = JSON.parse(buffer.toString("utf8", start, start + count))
    this.parts = [buffer.subarray(start + count)]
    this.length = this.parts[0].length
    this.wanted = separator.length
    this.receive(message)
    return true
  }
}

/** A server that runs as a child process. */
class Connection {
  /**
   * @param {string} program What is started.
   * @param {object} handlers `notified(method, parameters)`, `asked(method, parameters)` and `ended(reason)`.
   */
  constructor(program, args, handlers) {
    this.handlers = handlers
    this.waiting = new Map()
    this.last = 0
    this.hasEnded = false
    this.child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] })
    this.child.on("error", (error) => this.end(error.message))
    this.child.on("close", (code, signal) => this.end(`it ended with ${signal ?? code}`))
    this.child.stdin.on("error", () => {})
    const reader = new MessageReader((message) => this.receive(message))
    this.child.stdout.on("data", (bytes) => {
      try {
        reader.add(bytes)
      } catch (error) {
        this.end(error.message)
        this.child.kill()
      }
    })
  }

  /** Asks the server for something; the promise is rejected when the server says no, or ends. */
  request(method, parameters) {
    if (this.hasEnded) return Promise.reject(new Error("the server has ended"))
    const id = ++this.last
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.send({ id, method, params: parameters })
    })
  }

  notify(method, parameters) {
    if (!this.hasEnded) this.send({ method, params: parameters })
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }), "utf8")
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`)
    this.child.stdin.write(body)
  }

  receive(message) {
    if (message.method === undefined) {
      const waiting = this.waiting.get(message.id)
      this.waiting.delete(message.id)
      if (message.error) waiting?.reject(new Error(message.error.message))
      else waiting?.resolve(message.result)
    } else if (message.id === undefined) {
      this.handlers.notified(message.method, message.params)
    } else {
      this.send({ id: message.id, result: this.handlers.asked(message.method, message.params) ?? null })
    }
  }

  end(reason) {
    if (this.hasEnded) return
    this.hasEnded = true
    for (const { reject } of this.waiting.values()) reject(new Error("the server has ended"))
    this.waiting.clear()
    this.handlers.ended(reason)
  }

  /** Ends the server as the protocol wants it, and by force when that takes too long. */
  async close() {
    if (this.hasEnded) return
    const late = setTimeout(() => this.child.kill(), 2000)
    try {
      await this.request("shutdown")
      this.notify("exit")
      this.child.stdin.end()
    } catch { /* it has ended by itself */ } finally {
      this.child.once("close", () => clearTimeout(late))
    }
  }
}

module.exports = { Connection, MessageReader }
