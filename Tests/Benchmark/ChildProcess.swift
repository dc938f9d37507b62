import Foundation

/// A program that runs beside the measurement, with what it uses of the machine.
final class ChildProcess {
  private let process = Process()
  private let output = Pipe()

  /// Starts it; `errors` takes what it prints on standard error.
  init(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String] = [:],
    errors: FileHandle = .nullDevice
  ) throws {
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  var id: Int32 { process.processIdentifier }

  /// The first line that the program prints.
  func firstLine() -> String {
    String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      .split(separator: "\n").first.map(String.init) ?? ""
  }

  /// All it prints, when it has ended.
  func wholeOutput() -> String {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Processor seconds used so far (proc(5): utime and stime of `stat`, in ticks of 10 ms).
  var processor: Double {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return 0 }
    let fields = text[end...].split(separator: " ")
    return ((Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)) / 100
  }

  /// Resident memory in MB, now or at its peak.
  func memory(peak: Bool = false) -> Double {
    let name = peak ? "VmHWM:" : "VmRSS:"
    let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    return line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.first.map {
      $0 / 1024
    } ?? 0
  }
}
