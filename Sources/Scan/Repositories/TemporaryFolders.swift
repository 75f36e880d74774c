import GitObjects
import GitProcess
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Temporary folders that are removed when they are no longer needed, also when a signal ends the process.
enum TemporaryFolders {
  private static let folders = Mutex<Set<String>>([])
  private static let isWatching = Atomic<Bool>(false)

  /// Remembers a folder to remove.
  static func add(_ folder: String) {
    folders.withLock { _ = $0.insert(folder) }
    if !isWatching.exchange(true, ordering: .relaxed) { watchSignals() }
  }

  /// Removes a folder and everything in it.
  static func remove(_ folder: String) {
    folders.withLock { _ = $0.remove(folder) }
    removeTree(folder)
  }

  /// Leaves the signals that end a process to a thread that first removes the folders: a handler could not.
  private static func watchSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    // Threads made from now on inherit the mask.
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watcher = Workers.start {
      var signals = sigset_t()
      sigemptyset(&signals)
      for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
      var received: Int32 = 0
      guard sigwait(&signals, &received) == 0 else { return }
      RunningChildren.end()
      for folder in folders.withLock({ $0 }) { removeTree(folder) }
      signal(received, SIG_DFL)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      raise(received)
    }
    watcher?.detach()
  }

  /// Removes what git made: folders a few levels deep, and no links that are followed.
  private static func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { removeTree("\(path)/\(name)") }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}
