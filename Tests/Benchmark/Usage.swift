import Foundation

/// The time that something took: on the clock, and of the processor.
struct Usage {
  var seconds: Double
  var processor: Double

  /// Runs something in this process.
  static func of(_ body: () async throws -> Void) async rethrows -> Usage {
    let (clock, own) = (ContinuousClock.now, ownProcessor())
    try await body()
    return Usage(
      seconds: (ContinuousClock.now - clock) / .seconds(1),
      processor: ownProcessor() - own
    )
  }

  private static func ownProcessor() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
