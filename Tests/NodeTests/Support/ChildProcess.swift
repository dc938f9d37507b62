import Foundation
import TestSupport
import Testing

/// The program under test: the `maillage` that was built beside the tests.
enum Program {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Where it lies: `MAILLAGE` names it, else it is in the directory of the test bundle.
  static func path() throws -> String {
    if let named = ProcessInfo.processInfo.environment["MAILLAGE"] { return named }
    let starts = [Bundle.main.executablePath, CommandLine.arguments.first, Bundle.main.bundlePath]
      .compactMap { $0 as String? }
    for start in starts {
      let place = URL(fileURLWithPath: start).deletingLastPathComponent()
      let program = place.appendingPathComponent("maillage").path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
    }
    throw Missing(
      description: """
        There is no program maillage beside the tests (\(starts)).
        Build it first: swift build --product maillage; or name one in MAILLAGE.
        """
    )
  }
}

extension ChildProcess {
  /// Starts a program without the settings of whoever runs the tests.
  convenience init(
    _ program: String,
    _ arguments: [String],
    settings: [String: String] = [:],
    output: String? = nil,
    errors: String
  ) throws {
    try self.init(
      program,
      arguments,
      environment: ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("MAILLAGE") && $0.key != "NOTIFY_SOCKET" }
        .merging(settings) { $1 },
      output: output ?? "/dev/null",
      errors: errors
    )
  }

  /// Waits for the end.
  ///
  /// - Returns: The exit code; the negative signal of a process that was killed.
  func end(within limit: Duration = .seconds(20)) async throws -> Int32 {
    try await eventually("process \(id) ends", within: limit) { !isRunning }
    return try #require(exitCode)
  }
}

/// What did not happen in time.
struct NotInTime: Error, CustomStringConvertible {
  let description: String
}

/// Asks again and again until the answer is yes, and fails when the time is over.
func eventually(
  _ what: String,
  within limit: Duration = .seconds(30),
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < deadline else {
      throw NotInTime(description: "Not within \(limit): \(what)")
    }
    try await Task.sleep(for: .milliseconds(25))
  }
}
