import Glibc

/// libFuzzer's own loop (compiler-rt, FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ tryOne: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The target of this process.
nonisolated(unsafe) private var tryOne: ([UInt8]) -> Void = { _ in }

private func fuzz(_ name: String) -> CInt {
  guard let target = targets.first(where: { $0.name == name }) else {
    for target in targets { print(target.name) }
    return name.isEmpty ? 0 : 2
  }
  tryOne = target.tryOne
  var count = CommandLine.argc
  var arguments = CommandLine.unsafeArgv
  return runFuzzer(&count, &arguments) { start, count in
    tryOne(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
}

// libFuzzer begins again with the arguments it was given, so that the target is in the environment instead.
exit(fuzz(getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""))
