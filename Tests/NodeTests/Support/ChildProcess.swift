import Foundation
import Synchronization
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

/// A process of a test, ended by its id at the latest when nobody holds it any more.
final class ChildProcess: Sendable {
  let id: Int32
  private let process: Process

  /// Starts a program; what it prints goes to files.
  init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String] = [:],
    output: String? = nil,
    errors: String
  ) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    // Settings of whoever runs the tests are not the test's.
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("MAILLAGE") && $0.key != "NOTIFY_SOCKET" }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try output.map(Self.newFile) ?? FileHandle.nullDevice
    process.standardError = try Self.newFile(errors)
    try process.run()
    id = process.processIdentifier
  }

  deinit {
    if isRunning { Glibc.kill(id, SIGKILL) }
  }

  var isRunning: Bool { exitCode == nil }

  /// The exit code, the negative signal of a process that was killed; nil while it runs.
  ///
  /// Asked of the system: `Process` notices the end by a socket that children started at the same
  /// moment inherit, and then only when those have ended too.
  private var exitCode: Int32? {
    var report = siginfo_t()
    if waitid(P_PID, id_t(id), &report, WEXITED | WNOHANG | WNOWAIT) == 0 {
      let child = report._sifields._sigchld
      guard child.si_pid == id else { return nil }
      return report.si_code == CLD_EXITED ? child.si_status : -child.si_status
    }
    // `Process` has seen it already.
    guard !process.isRunning else { return nil }
    let code = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? -code : code
  }

  func send(_ signal: Int32) {
    if isRunning { Glibc.kill(id, signal) }
  }

  /// Waits for the end.
  ///
  /// - Returns: The exit code; the negative signal of a process that was killed.
  func end(within limit: Duration = .seconds(20)) async throws -> Int32 {
    try await eventually("process \(id) ends", within: limit) { !isRunning }
    return try #require(exitCode)
  }

  private static func newFile(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(fileURLWithPath: path))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
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
