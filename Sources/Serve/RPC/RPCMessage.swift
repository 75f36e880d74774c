package import Text

/// The id of a request (JSON-RPC 2.0, section 4).
package enum RPCID: Hashable, Sendable {
  case number(Int64)
  case text(String)

  /// - Returns: `nil` for what is no id: `null`, fractions, and numbers that would be written back otherwise than they came.
  package init?(_ value: JSONValue?) {
    switch value {
    case .string(let text): self = .text(text)
    case .number(let digits):
      guard let number = Int64(digits), String(number) == digits else { return nil }
      self = .number(number)
    default: return nil
    }
  }

  var json: JSONValue {
    switch self {
    case .number(let number): .number(String(number))
    case .text(let text): .string(text)
    }
  }
}

/// Why a request is not answered with a result.
package struct RPCError: Error {
  /// A number that JSON-RPC or the protocol defines.
  package var code: Int
  /// One sentence, without anything that the peer sent.
  package var message: String
  /// What the protocol wants to be said besides.
  package var data: JSONValue?

  /// Creates an error from its parts.
  package init(_ code: Int, _ message: String, data: JSONValue? = nil) {
    (self.code, self.message, self.data) = (code, message, data)
  }

  // The codes of JSON-RPC 2.0, section 5.1.
  static let notJSON = RPCError(-32700, "the message is no JSON, or too deep or too long")
  static func invalidRequest(_ reason: String) -> RPCError { RPCError(-32600, reason) }
  static let unknownMethod = RPCError(-32601, "there is no such method")
  static func invalidParameters(_ reason: String) -> RPCError { RPCError(-32602, reason) }
  static func internalError(_ reason: String) -> RPCError { RPCError(-32603, reason) }

  var json: JSONValue { ["code": .integer(code), "message": .string(message), "data": data] }
}

/// A message of a peer (JSON-RPC 2.0); batches are none, as in the protocols that are served.
package enum RPCMessage: Sendable {
  case request(RPCRequest)
  case notification(method: String, parameters: JSONValue)
  /// The answer to a request of ours.
  case response(RPCID, result: JSONValue?)

  /// Most values of a message: what bounds the memory of its JSON.
  private static let mostValues = 1 << 20

  /// Why a message is none, and the request that it would have been.
  struct Refusal: Error {
    var id: RPCID?
    var error: RPCError
  }

  /// Reads a message.
  init(_ bytes: [UInt8]) throws(Refusal) {
    let value: JSONValue
    do throws(JSONValue.Failure) { value = try JSONValue.parse(bytes, mostValues: Self.mostValues) } catch {
      throw Refusal(error: .notJSON)
    }
    guard case .object = value else { throw Refusal(error: .invalidRequest("a message is a JSON object")) }
    let id = RPCID(value["id"])
    guard value["jsonrpc"]?.string == "2.0" else {
      throw Refusal(id: id, error: .invalidRequest("`jsonrpc` is \"2.0\" in every message"))
    }
    if let method = value["method"] {
      guard let method = method.string else {
        throw Refusal(id: id, error: .invalidRequest("`method` is a string"))
      }
      let parameters = value["params"] ?? .object([])
      if value["id"] == nil {
        self = .notification(method: method, parameters: parameters)
        return
      }
      guard let id else { throw Refusal(error: .invalidRequest("`id` is a string or a whole number")) }
      self = .request(RPCRequest(id: id, method: method, parameters: parameters))
    } else {
      guard let id, value["result"] != nil || value["error"] != nil else {
        throw Refusal(id: id, error: .invalidRequest("a message has a `method`, or answers a request"))
      }
      self = .response(id, result: value["result"])
    }
  }
}

/// A request that has to be answered.
package struct RPCRequest: Sendable {
  /// What the answer names.
  package let id: RPCID
  /// What is asked for.
  package let method: String
  /// An object or array; an empty object when there are none.
  package let parameters: JSONValue
}
