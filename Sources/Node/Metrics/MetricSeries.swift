import Metrics
import Synchronization

/// A whole number that only grows.
final class CounterSeries: CounterHandler, MetricSeries {
  private let value = Atomic<Int64>(0)

  func increment(by amount: Int64) {
    guard amount > 0 else { return }
    value.wrappingAdd(amount, ordering: .relaxed)
  }

  func reset() { value.store(0, ordering: .relaxed) }

  func write(to page: inout PrometheusText, _ name: String, _ labels: PrometheusLabels) {
    page.sample(name, labels, value: Double(value.load(ordering: .relaxed)))
  }
}

/// A number that only grows, in steps of any size.
final class FloatingCounterSeries: FloatingPointCounterHandler, MetricSeries {
  private let value = Mutex<Double>(0)

  func increment(by amount: Double) {
    guard amount > 0, amount.isFinite else { return }
    value.withLock { $0 += amount }
  }

  func reset() { value.withLock { $0 = 0 } }

  func write(to page: inout PrometheusText, _ name: String, _ labels: PrometheusLabels) {
    page.sample(name, labels, value: value.withLock { $0 })
  }
}

/// A number that rises and falls; the last one counts.
final class GaugeSeries: MeterHandler, RecorderHandler, MetricSeries {
  private let value = Mutex<Double>(0)

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func write(to page: inout PrometheusText, _ name: String, _ labels: PrometheusLabels) {
    page.sample(name, labels, value: value.withLock { $0 })
  }
}

/// How values spread over fixed ranges, with their sum and number.
final class HistogramSeries: TimerHandler, RecorderHandler, MetricSeries {
  /// Durations from a database read to a request that times out.
  static let seconds: [Double] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]
  /// Sizes and numbers of things.
  static let sizes: [Double] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 10_000, 100_000, 1_000_000]

  private struct State {
    var counts: [Int]
    var sum = 0.0
    var count = 0
  }

  private let bounds: [Double]
  private let state: Mutex<State>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    let bucket = bounds.firstIndex { value <= $0 }
    state.withLock { state in
      if let bucket { state.counts[bucket] += 1 }
      state.sum += value
      state.count += 1
    }
  }

  func write(to page: inout PrometheusText, _ name: String, _ labels: PrometheusLabels) {
    let state = state.withLock { $0 }
    var total = 0
    for (bound, count) in zip(bounds, state.counts) {
      total += count
      let label = PrometheusText.number(bound)
      page.sample("\(name)_bucket", labels.adding("le", label), value: Double(total))
    }
    page.sample("\(name)_bucket", labels.adding("le", "+Inf"), value: Double(state.count))
    page.sample("\(name)_sum", labels, value: state.sum)
    page.sample("\(name)_count", labels, value: Double(state.count))
  }
}
