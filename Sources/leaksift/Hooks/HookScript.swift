/// A git hook that leaksift can install.
enum HookKind: String, CaseIterable, Sendable {
  case preCommit = "pre-commit"
  case prePush = "pre-push"
}

/// The text of a hook that leaksift installs: POSIX shell, fails closed.
struct HookScript: Sendable, Equatable {
  /// Name of the hook that was there before, while leaksift's is installed.
  static let formerSuffix = ".before-leaksift"

  var text: String

  /// - Parameters:
  ///   - program: Absolute path of the leaksift binary, for callers whose PATH lacks it.
  ///   - baseline: What is accepted, absolute or from the top of the working tree.
  init(_ kind: HookKind, program: String, baseline: String? = nil) {
    let options = baseline.map { " --baseline \(shellQuoted($0))" } ?? ""
    let body = kind == .preCommit ? Self.preCommitBody(options) : Self.prePushBody(options)
    text = """
      \(Self.firstLines)
      former="$0\(Self.formerSuffix)"
      leaksift=$(command -v leaksift) || leaksift=\(shellQuoted(program))
      if [ ! -x "$leaksift" ]; then
        echo "leaksift: the program is not on PATH, so nothing was checked and this \(kind.rawValue) hook refuses." >&2
        echo "Install leaksift, or take the hook out: delete $0 and rename $former, if it is there, to $0" >&2
        exit 1
      fi
      \(body)
      \(Self.lastLine)

      """
  }

  /// Whether a hook file's content is, from first to last line, what some version of leaksift wrote.
  static func isOurs(_ content: [UInt8]) -> Bool {
    content.starts(with: firstLines.utf8) && content.reversed().starts(with: "\(lastLine)\n".utf8.reversed())
  }

  /// The program that a hook's content calls when PATH lacks it; `nil` when the hook is not leaksift's.
  static func program(in content: [UInt8]) -> String? {
    guard isOurs(content) else { return nil }
    let start = "|| leaksift='"
    let line = String(decoding: content, as: UTF8.self).split(separator: "\n").first { $0.contains(start) }
    guard let line, let path = line.firstRange(of: start).map({ line[$0.upperBound...].dropLast() }) else { return nil }
    return String(path).replacing("'\\''", with: "'")
  }

  private static let firstLines = """
    #!/bin/sh
    # Written by `leaksift hook install`; `leaksift hook uninstall` takes it out and puts back what stood here.
    """
  private static let lastLine = "# End of leaksift's hook."

  private static func preCommitBody(_ options: String) -> String {
    """
    if [ -x "$former" ]; then
      "$former" "$@" || exit
    fi
    exec "$leaksift" scan --staged\(options)
    """
  }

  private static func prePushBody(_ options: String) -> String {
    """
    if [ -x "$former" ]; then
      refs=$(cat)
      refs=${refs:+$refs
    }
      printf '%s' "$refs" | "$former" "$@" || exit
      printf '%s' "$refs" | "$leaksift" hook push\(options) -- "$1"
    else
      exec "$leaksift" hook push\(options) -- "$1"
    fi
    """
  }
}
