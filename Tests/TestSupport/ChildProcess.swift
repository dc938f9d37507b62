import Foundation
import Glibc
import Synchronization

/// A process of a test, ended by its id at the latest when nobody holds it any more.
///
/// Started by posix_spawn(3) and asked for by waitid(2): Foundation's `Process` hears of an end by a socket that
/// other children inherit, and takes the exit code away from whoever asks the system.
package final class ChildProcess: Sendable {
  package let id: Int32
  /// How it ended, once that is known: the system tells it once.
  private let ended = Mutex<Int32?>(nil)

  /// Why it was not started.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Starts a program with the environment that is given and nothing of this process's but the three
  /// standard descriptors; what it prints goes to files.
  package init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String],
    output: String = "/dev/null",
    errors: String
  ) throws {
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    if errors == output {
      posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
    }
    for descriptor in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      guard let descriptor = Int32(descriptor), descriptor > STDERR_FILENO else { continue }
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process blocks or ignores is not to be inherited.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    )
    var id: pid_t = 0
    let code = posix_spawn(&id, program, &actions, &attributes, words, settings)
    guard code == 0 else {
      throw Failure(description: "\(program) cannot be started: \(String(cString: strerror(code)))")
    }
    self.id = id
  }

  deinit {
    send(SIGKILL)
    _ = wait()
  }

  package var isRunning: Bool { exitCode == nil }

  /// The exit code, the negative signal of a process that was killed; nil while it runs.
  package var exitCode: Int32? {
    ended.withLock { ended in
      guard ended == nil else { return ended }
      var report = siginfo_t()
      while waitid(P_PID, id_t(id), &report, WEXITED | WNOHANG) != 0 {
        guard errno == EINTR else { return nil }
      }
      let child = report._sifields._sigchld
      guard child.si_pid == id else { return nil }
      ended = report.si_code == CLD_EXITED ? child.si_status : -child.si_status
      return ended
    }
  }

  /// Waits for its end, with the thread.
  package func wait() -> Int32? {
    if let exitCode { return exitCode }
    // Not under the lock: somebody else may have to end it.
    var report = siginfo_t()
    while waitid(P_PID, id_t(id), &report, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return exitCode
  }

  package func send(_ signal: Int32) {
    // Under the lock: an id that was given back may be another's.
    ended.withLock { if $0 == nil { _ = kill(id, signal) } }
  }

  // MARK: To its end

  /// Runs a program to its end.
  ///
  /// - Returns: Its exit code and what it printed.
  package static func run(
    _ program: String,
    _ arguments: [String],
    takesErrors: Bool = false
  ) throws -> (exitCode: Int32?, output: String) {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "maillage-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: file) }
    let child = try ChildProcess(
      program,
      arguments,
      environment: ProcessInfo.processInfo.environment,
      output: file.path,
      errors: takesErrors ? file.path : "/dev/null"
    )
    let exitCode = child.wait()
    return (exitCode, try String(contentsOf: file, encoding: .utf8))
  }
}
