/// Which hosts curl reaches through a proxy, which then looks up their names (curl(1), "ENVIRONMENT").
struct ProxySettings: Sendable {
  private let hasProxy: Bool
  /// In lower case, without a leading dot: hosts with these names, or with names that end in them, are reached directly.
  private let exceptions: [String]

  /// - Parameter variable: Returns an environment variable that is not empty.
  init(_ variable: (String) -> String?) {
    hasProxy = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains { variable($0) != nil }
    let list = variable("no_proxy") ?? variable("NO_PROXY") ?? ""
    exceptions = list.lowercased().split { $0 == "," || $0 == " " }.map { name in
      String(name.hasPrefix(".") ? name.dropFirst() : name)
    }
  }

  /// - Parameter host: A name in lower case, without a port.
  func isUsed(for host: String) -> Bool {
    hasProxy && !exceptions.contains { $0 == "*" || $0 == host || host.hasSuffix(".\($0)") }
  }
}
