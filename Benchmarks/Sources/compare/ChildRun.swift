import Foundation

/// What a program cost: measured by the system for it and all processes that it waited for.
struct Cost {
  /// Seconds from start to end.
  var wall: Double
  /// Seconds of processor time, in the program and in the system for it.
  var cpu: Double
  /// Most bytes that were resident at a time, mapped files included.
  var peak: Int
  /// The exit code, or the negative number of the signal that ended it.
  var status: Int
}

/// Starts programs.
enum ChildRun {
  /// Runs a program to its end by way of `measure`; what it prints goes nowhere.
  ///
  /// - Parameters:
  ///   - words: The program's path and its arguments.
  ///   - folder: Its working directory.
  /// - Throws: ``Mistake`` when it cannot be started.
  static func measure(_ words: [String], in folder: String) throws -> Cost {
    let helper = Bundle.main.bundlePath + "/measure"
    guard FileManager.default.isExecutableFile(atPath: helper) else {
      throw Mistake(description: "no \(helper): build all of this package with `swift build -c release`")
    }
    let fields = try output([helper, folder] + words).split { $0 == " " || $0 == "\n" }
    guard fields.count == 4, let wall = Double(fields[0]), let cpu = Double(fields[1]), let peak = Int(fields[2]),
      let status = Int(fields[3])
    else { throw Mistake(description: "\(words[0]) cannot be started") }
    return Cost(wall: wall, cpu: cpu, peak: peak, status: status)
  }

  /// What a program prints.
  static func output(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
