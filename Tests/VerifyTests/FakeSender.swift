import Synchronization

@testable import Verify

/// Answers requests by a function, and keeps them.
final class FakeSender: Sender {
  let requests = Mutex<[HTTPRequest]>([])
  private let answer: @Sendable (HTTPRequest) -> Result<HTTPAnswer, SendingFailure>
  private let addresses: [String: String]

  init(
    addresses: [String: String] = [:],
    _ answer: @escaping @Sendable (HTTPRequest) -> Result<HTTPAnswer, SendingFailure>
  ) {
    (self.answer, self.addresses) = (answer, addresses)
  }

  func send(_ request: HTTPRequest) -> Result<HTTPAnswer, SendingFailure> {
    requests.withLock { $0.append(request) }
    return answer(request)
  }

  func address(of host: String) -> Result<String, SendingFailure> {
    addresses[host].map { .success($0) } ?? .failure(SendingFailure("the host's name is not known"))
  }

  /// Everything that was sent, in one text.
  var sent: [String] {
    requests.withLock { requests in
      requests.map { "\($0.method) \($0.url) \($0.headers) \($0.credentials ?? "") \($0.body ?? "")" }
    }
  }
}

extension Result<HTTPAnswer, SendingFailure> {
  /// An answer as curl writes it.
  static func answer(_ status: Int, _ body: String = "{}", headers: [String] = []) -> Self {
    let head = (["HTTP/1.1 \(status) x", "content-type: application/json"] + headers).joined(separator: "\r\n")
    return HTTPAnswer(Array("\(head)\r\n\r\n\(body)".utf8)).map { .success($0) }
      ?? .failure(SendingFailure("no answer"))
  }
}
