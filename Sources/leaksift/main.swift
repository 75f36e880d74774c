#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

exit(run(wordsOfProcess(CommandLine.arguments), console: .standard()).value)
