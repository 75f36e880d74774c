import FileTestSupport
import Foundation
import Testing

@testable import Platform

/// What a signal that ends the process leaves behind: nothing.
///
/// Each test ends a process of its own, which finds its folder by its parent's number.
struct InterruptionTests {
  private static func folder(_ name: String, of process: Int32) -> String { "/tmp/leaksift-\(name)-\(process)" }

  /// Sends the process a signal as another one would: whichever thread has not blocked it gets it.
  private static func send(_ number: Int32) { kill(getpid(), number) }

  private func left(of name: String) throws -> [[UInt8]]? {
    let folder = Self.folder(name, of: getpid())
    defer { FileSystem.removeTree(Array(folder.utf8)) }
    return FileSystem.exists(folder)
      ? try FileSystem.names(in: folder).sorted { $0.lexicographicallyPrecedes($1) } : nil
  }

  @Test(.timeLimit(.minutes(1)))
  func `a half-written file is removed, also after a temporary folder was in use`() async throws {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let folder = Self.folder("written", of: getppid())
      try FileSystem.makeFolder(folder, permissions: 0o700)
      let scratch = Array("\(folder)/scratch".utf8)
      let removal = Interruption.willRemove(scratch)
      try FileSystem.makeFolder(scratch, permissions: 0o700)
      FileSystem.removeTree(scratch)
      Interruption.cancel(removal)
      try AtomicReplacement.write([1, 2, 3], to: Array("\(folder)/f".utf8), permissions: 0o600) { _ in
        Self.send(SIGTERM)
        sleep(60)
      }
    }
    #expect(try left(of: "written") == [])
  }

  @Test(.timeLimit(.minutes(1)))
  func `a temporary folder is removed with everything in it`() async throws {
    await #expect(processExitsWith: .signal(SIGINT)) {
      let folder = Self.folder("tree", of: getppid())
      _ = Interruption.willRemove(Array(folder.utf8))
      for path in [folder, "\(folder)/a", "\(folder)/a/b"] { try FileSystem.makeFolder(path, permissions: 0o700) }
      _ = try Descriptor(creating: "\(folder)/a/f", permissions: 0o600)
      Self.send(SIGINT)
      sleep(60)
    }
    #expect(try left(of: "tree") == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a child is ended, and its end is not reported instead of the signal`() async throws {
    await #expect(processExitsWith: .signal(SIGHUP)) {
      var child = try ChildProcess(
        "sleep", arguments: ["sleep", "60"], environment: [], leadsGroup: true, patience: .seconds(60))
      Self.send(SIGHUP)
      _ = child.communicate(input: [], isBlocked: { false }, receive: { _ in true })
      exit(0)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a signal that the caller ignores stays ignored`() async throws {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGHUP, SIG_IGN)
      let folder = Self.folder("kept", of: getppid())
      _ = Interruption.willRemove(Array(folder.utf8))
      Self.send(SIGHUP)
      ThisProcess.pause(milliseconds: 100)
      Interruption.exit(7)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a process that ends itself cleans up`() async throws {
    await #expect(processExitsWith: .exitCode(3)) {
      let folder = Self.folder("ended", of: getppid())
      _ = Interruption.willRemove(Array(folder.utf8))
      try FileSystem.makeFolder(folder, permissions: 0o700)
      Interruption.exit(3)
    }
    #expect(try left(of: "ended") == nil)
  }
}
