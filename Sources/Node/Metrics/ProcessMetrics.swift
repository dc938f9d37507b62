import Foundation

/// What the kernel says about this process, under the names that all Prometheus clients use.
struct ProcessMetrics: Sendable {
  private let start: Date

  init(start: Date) {
    self.start = start
  }

  func write(to page: inout PrometheusText) {
    gauge(
      "process_start_time_seconds",
      "When the process started.",
      start.timeIntervalSince1970,
      &page
    )
    if let bytes = Self.residentBytes() {
      gauge("process_resident_memory_bytes", "Memory in use.", Double(bytes), &page)
    }
    if let count = Self.openFiles() {
      gauge("process_open_fds", "Open file descriptors.", Double(count), &page)
    }
    if let limit = Self.openFilesLimit() {
      gauge("process_max_fds", "Most open file descriptors.", Double(limit), &page)
    }
    page.begin("process_cpu_seconds_total", kind: .counter, help: "CPU time used.")
    page.sample("process_cpu_seconds_total", PrometheusLabels([]), value: Self.cpuSeconds())
  }

  private func gauge(_ name: String, _ help: String, _ value: Double, _ page: inout PrometheusText)
  {
    page.begin(name, kind: .gauge, help: help)
    page.sample(name, PrometheusLabels([]), value: value)
  }

  /// Memory in use, as proc(5) `statm` counts it in pages.
  static func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  private static func openFiles() -> Int? {
    guard let directory = opendir("/proc/self/fd") else { return nil }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    // Without `.`, `..` and the directory being read.
    return count - 3
  }

  private static func openFilesLimit() -> UInt? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    return UInt(limit.rlim_cur)
  }

  static func cpuSeconds() -> Double {
    var usage = rusage()
    guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
  }
}
