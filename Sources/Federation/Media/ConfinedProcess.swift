import CChild
import Foundation

/// A program that is started with three descriptors and no environment, read to its end and killed
/// when that takes too long.
///
/// Descriptor 0 is a file in memory, 1 a pipe, 2 leads nowhere. All others are closed.
struct ConfinedProcess: Sendable {
  let program: String
  let arguments: [String]
  /// Milliseconds.
  let patience: Int
  /// Bytes.
  let mostOutput: Int

  /// How it ended.
  struct Result: Sendable {
    /// Nothing when a signal ended it.
    let exitCode: Int32?
    let output: [UInt8]
    /// The most memory that it ever held, in KiB.
    let peakMemory: Int
  }

  /// Why it was not started.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ code: Int32) {
      description = "\(what): \(String(cString: strerror(code)))."
    }
  }

  /// Runs it; blocks the thread until it has ended.
  func run(reading input: [UInt8]) throws -> Result {
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    var end: Int32 = -1
    let code = maillage_start_child(program, &words, input, input.count, &id, &end)
    guard code == 0 else { throw Failure("\(program) cannot be started", code) }
    defer { close(end) }
    let output = readAll(of: end)
    // Too much or too late: what it has to say is not wanted any more.
    if output == nil { kill(id, SIGKILL) }
    return Self.end(of: id, output ?? [])
  }

  /// All that is written until the other end is closed; nothing when that is too much or too late.
  private func readAll(of end: Int32) -> [UInt8]? {
    let deadline = ContinuousClock.now + .milliseconds(patience)
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let left = (deadline - .now).components
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else { return nil }
      var wait = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, Int32(clamping: milliseconds))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = read(end, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? output : nil }
      output += part[..<count]
      guard output.count <= mostOutput else { return nil }
    }
  }

  private static func end(of id: pid_t, _ output: [UInt8]) -> Result {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
    let isExit = status & 0x7F == 0
    return Result(
      exitCode: isExit ? (status >> 8) & 0xFF : nil,
      output: output,
      peakMemory: usage.ru_maxrss
    )
  }
}
