import Foundation
import Metrics
import Testing

@testable import Node

@Suite("Metrics")
struct MetricsTests {
  private let metrics = PrometheusMetrics(
    startedAt: Date(timeIntervalSince1970: 1_000),
    help: ["jobs_total": "Jobs done.\nAll \\ of them."]
  )

  private func lines(of name: String) -> [String] {
    metrics.render().split(separator: "\n").map(String.init).filter { $0.contains(name) }
  }

  @Test("A counter is one series, however often it is made")
  func counter() {
    for _ in 0..<3 {
      Counter(label: "jobs", dimensions: [("kind", "a")], factory: metrics).increment(by: 2)
    }
    FloatingPointCounter(label: "energy", factory: metrics).increment(by: 0.5)

    #expect(
      lines(of: "jobs_total") == [
        "# HELP jobs_total Jobs done.\\nAll \\\\ of them.", "# TYPE jobs_total counter",
        "jobs_total{kind=\"a\"} 6",
      ]
    )
    #expect(lines(of: "energy_total").last == "energy_total 0.5")
  }

  @Test("Gauges, meters and recorders keep the last value")
  func gauges() {
    let meter = Meter(label: "queue.depth", factory: metrics)
    meter.set(5)
    meter.increment(by: 2)
    meter.decrement()
    Gauge(label: "load", factory: metrics).record(1.25)

    #expect(lines(of: "queue_depth").last == "queue_depth 6")
    #expect(lines(of: "load").last == "load 1.25")
  }

  @Test("A timer is a histogram in seconds, with rising buckets")
  func timer() {
    let timer = Metrics.Timer(label: "work", dimensions: [("a", "b")], factory: metrics)
    timer.recordNanoseconds(Int64(2_000_000))
    timer.recordNanoseconds(Int64(2_000_000_000))
    timer.recordNanoseconds(Int64(60_000_000_000))

    let lines = lines(of: "work_seconds")
    #expect(lines.contains("# TYPE work_seconds histogram"))
    #expect(lines.contains("work_seconds_bucket{a=\"b\",le=\"0.001\"} 0"))
    #expect(lines.contains("work_seconds_bucket{a=\"b\",le=\"0.0025\"} 1"))
    #expect(lines.contains("work_seconds_bucket{a=\"b\",le=\"30\"} 2"))
    #expect(lines.contains("work_seconds_bucket{a=\"b\",le=\"+Inf\"} 3"))
    #expect(lines.contains("work_seconds_sum{a=\"b\"} 62.002"))
    #expect(lines.contains("work_seconds_count{a=\"b\"} 3"))
  }

  @Test("Names and labels from outside cannot break the page")
  func escaping() {
    let label = [("path", "a\"b\\c\nd"), ("le", "x"), ("1-ä", "y"), ("path ", "z")]
    Counter(label: "odd näme{}", dimensions: label, factory: metrics).increment()

    #expect(
      lines(of: "odd_n").last
        == "odd_n_me___total{_1__=\"y\",label_le=\"x\",path=\"a\\\"b\\\\c\\nd\",path_=\"z\"} 1"
    )
  }

  @Test("Labels without end leave a bounded number of series and a count of the rest")
  func bounded() {
    for index in 0..<1_000 {
      Counter(label: "hosts", dimensions: [("host", "\(index)")], factory: metrics).increment()
      Counter(label: "family\(index)", factory: metrics).increment()
    }

    let page = metrics.render()
    #expect(page.split(separator: "\n").count { $0.hasPrefix("hosts_total{") } == 200)
    #expect(page.split(separator: "\n").count { $0.hasPrefix("# TYPE family") } == 299)
    #expect(page.contains("maillage_metrics_dropped_total 1501\n"))
  }

  @Test("One name used for two types keeps the first and does no harm")
  func clash() {
    Counter(label: "thing_total", factory: metrics).increment()
    Gauge(label: "thing_total", factory: metrics).record(7)

    #expect(lines(of: "thing_total").last == "thing_total 1")
  }

  @Test("A destroyed metric is gone")
  func destroy() {
    let counter = Counter(label: "gone", factory: metrics)
    counter.increment()
    counter.destroy()

    #expect(!lines(of: "gone_total").contains("gone_total 1"))
  }

  @Test("The process reports memory, files, start and CPU time")
  func process() throws {
    let page = metrics.render()

    for name in ["process_resident_memory_bytes", "process_open_fds", "process_max_fds"] {
      let line = try #require(page.split(separator: "\n").first { $0.hasPrefix(name + " ") })
      let value = try #require(line.split(separator: " ").last.flatMap { Double($0) })
      #expect(value > 0)
    }
    #expect(page.contains("process_start_time_seconds 1000\n"))
    #expect(page.contains("# TYPE process_cpu_seconds_total counter\n"))
  }

  @Test("Counts of many threads are all there")
  func concurrency() async {
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1_000 { Counter(label: "many", factory: metrics).increment() }
        }
      }
    }

    #expect(lines(of: "many_total").last == "many_total 8000")
  }
}
