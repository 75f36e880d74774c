import Platform

/// Sends requests by the `curl` program: HTTP/2, proxies, corporate certificates and AWS signatures come with it.
struct Curl: Sender {
  /// How long a request may take, in seconds.
  let seconds: Double
  /// Most bytes of an answer, its head included.
  static let longestAnswer = 64 << 10

  /// Whether the program is there.
  static var isInstalled: Bool {
    var child = try? start(["curl", "-q", "--version"], patience: .seconds(10))
    return child?.communicate(input: [], isBlocked: { false }, receive: { _ in true }).status == 0
  }

  func send(_ request: HTTPRequest) -> Result<HTTPAnswer, SendingFailure> {
    guard let configuration = CurlConfiguration(request, seconds: seconds, longestAnswer: Self.longestAnswer) else {
      return .failure(SendingFailure("a value has a control character"))
    }
    return run(Array(configuration.text.utf8)).flatMap { output in
      HTTPAnswer(output).map { .success($0) } ?? .failure(SendingFailure("the answer is not HTTP"))
    }
  }

  /// The address that a host's name has, found without anything secret.
  func address(of host: String) -> Result<String, SendingFailure> {
    var request = HTTPRequest(method: "HEAD", url: "https://\(host)/", host: host)
    request.headers = ["User-Agent: leaksift"]
    guard let configuration = CurlConfiguration(request, seconds: seconds, longestAnswer: Self.longestAnswer) else {
      return .failure(SendingFailure("the host's name has a control character"))
    }
    let text = configuration.text + "output = \"/dev/null\"\nwrite-out = \"\\n%{remote_ip}\"\n"
    return run(Array(text.utf8)).flatMap { output in
      let line = output.split(separator: UInt8(ascii: "\n")).last.map { String(decoding: $0, as: UTF8.self) }
      return line.map { .success($0) } ?? .failure(SendingFailure("the host has no address"))
    }
  }

  /// - Parameter configuration: For curl's standard input.
  /// - Returns: What it wrote to its standard output.
  private func run(_ configuration: [UInt8]) -> Result<[UInt8], SendingFailure> {
    var child: ChildProcess
    do throws(SystemError) {
      child = try Self.start(["curl", "-q", "--config", "-"], patience: .seconds(seconds + 5))
    } catch {
      return .failure(SendingFailure("curl cannot be started: \(error)"))
    }
    var output: [UInt8] = []
    let end = child.communicate(input: configuration, isBlocked: { false }) { piece in
      piece.withUnsafeBufferPointer { output.append(contentsOf: $0) }
      return output.count <= Self.longestAnswer
    }
    if output.count > Self.longestAnswer { return .failure(SendingFailure("the answer is longer than 64 KB")) }
    if end.cause == .silence { return .failure(SendingFailure("time-out")) }
    return end.status == 0 ? .success(output) : .failure(SendingFailure(curlStatus: end.status))
  }

  private static func start(_ arguments: [String], patience: Duration) throws(SystemError) -> ChildProcess {
    try ChildProcess(
      "curl", arguments: arguments, environment: ThisProcess.environment, leadsGroup: true, patience: patience)
  }
}

/// What sends requests.
protocol Sender: Sendable {
  /// Sends a request and waits for the answer.
  func send(_ request: HTTPRequest) -> Result<HTTPAnswer, SendingFailure>
  /// The address that a host's name has.
  func address(of host: String) -> Result<String, SendingFailure>
}

/// Why there is no answer. Contains nothing of the request.
struct SendingFailure: Error, Equatable {
  let reason: String
  /// Whether nobody was to be asked.
  let isRefusal: Bool

  init(_ reason: String, isRefusal: Bool = false) { (self.reason, self.isRefusal) = (reason, isRefusal) }

  /// - Parameter curlStatus: Exit status (curl(1), "EXIT CODES"). What curl itself writes may contain the address.
  init(curlStatus: Int32) {
    let reason =
      switch curlStatus {
      case 5: "the proxy's name is not known"
      case 6: "the host's name is not known"
      case 7: "no connection"
      case 28: "time-out"
      case 35, 51, 58, 60, 77, 83: "no secure connection (curl status \(curlStatus))"
      case 63: "the answer is longer than 64 KB"
      case 56, 97: "the proxy or host broke off (curl status \(curlStatus))"
      default: "no answer (curl status \(curlStatus))"
      }
    self.init(reason)
  }
}
