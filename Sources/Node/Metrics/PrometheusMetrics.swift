import Foundation
import Metrics
import Synchronization

/// Collects the metrics of the process and writes them in Prometheus' text format 0.0.4.
///
/// The number of series is bounded: labels that grow without end cost nothing but a count of what
/// was left out.
package final class PrometheusMetrics: MetricsFactory {
  // A class, as the metrics of the whole process meet here.
  private let families = Mutex<[String: MetricFamily]>([:])
  private let dropped = CounterSeries()
  private let process: ProcessMetrics
  private let help: [String: String]
  private let maximumFamilies: Int
  private let maximumSeries: Int

  /// The content type of ``render()``.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Starts empty; `help` explains metrics by their names in the output.
  package init(
    startedAt start: Date,
    help: [String: String] = [:],
    maximumFamilies: Int = 300,
    maximumSeries: Int = 200
  ) {
    process = ProcessMetrics(start: start)
    self.help = help
    self.maximumFamilies = maximumFamilies
    self.maximumSeries = maximumSeries
  }

  /// Everything collected, as `/metrics` answers it, before what is measured when it is asked for.
  func render(with measured: PrometheusText) -> String { render() + measured.text }

  /// Everything collected.
  package func render() -> String {
    let families = families.withLock { $0 }
    var page = PrometheusText()
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      page.begin(name, kind: family.kind, help: help[name] ?? family.label)
      for series in family.ordered { series.source.write(to: &page, name, series.labels) }
    }
    page.begin(
      "maillage_metrics_dropped_total",
      kind: .counter,
      help: "Metrics that were not collected because there are too many."
    )
    dropped.write(to: &page, "maillage_metrics_dropped_total", PrometheusLabels([]))
    process.write(to: &page)
    return page.text
  }

  /// The series with a name and labels; made when it is new and there is room for it.
  private func series<Series: MetricSeries>(
    _ label: String,
    _ dimensions: [(String, String)],
    kind: MetricFamily.Kind,
    suffix: String = "",
    make: () -> Series
  ) -> Series {
    let name = PrometheusText.name(label, suffix: suffix)
    let labels = PrometheusLabels(dimensions)
    let found = families.withLock { families -> Series? in
      guard families[name] != nil || families.count < maximumFamilies else { return nil }
      var family = families[name] ?? MetricFamily(kind: kind, label: label)
      guard family.kind == kind else { return nil }
      let series = family.series(labels, limit: maximumSeries, make: make)
      families[name] = family
      return series
    }
    if let found { return found }
    dropped.increment(by: Int64(1))
    return make()
  }

  private func remove(_ handler: AnyObject) {
    families.withLock { families in
      for name in families.keys { families[name]?.remove(handler) }
    }
  }
}

// MARK: - MetricsFactory

extension PrometheusMetrics {
  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, kind: .counter, suffix: "_total") { CounterSeries() }
  }

  package func makeFloatingPointCounter(
    label: String,
    dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, kind: .counter, suffix: "_total") { FloatingCounterSeries() }
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, kind: .gauge) { GaugeSeries() }
  }

  package func makeRecorder(
    label: String,
    dimensions: [(String, String)],
    aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else { return series(label, dimensions, kind: .gauge) { GaugeSeries() } }
    return series(label, dimensions, kind: .histogram) {
      HistogramSeries(bounds: HistogramSeries.sizes)
    }
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, kind: .histogram, suffix: "_seconds") {
      HistogramSeries(bounds: HistogramSeries.seconds)
    }
  }

  package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
    remove(handler)
  }
  package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
