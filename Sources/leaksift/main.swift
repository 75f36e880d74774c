import Platform

ThisProcess.exit(run(wordsOfProcess(CommandLine.arguments), console: .standard()).value)
