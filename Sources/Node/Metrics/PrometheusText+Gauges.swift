extension PrometheusText {
  mutating func gauge(
    _ name: String,
    _ help: String,
    _ value: Double,
    _ label: (String, String)? = nil
  ) {
    begin(name, kind: .gauge, help: help)
    sample(name, PrometheusLabels(label.map { [$0] } ?? []), value: value)
  }

  mutating func gauge(_ name: String, _ help: String, _ value: Int) {
    gauge(name, help, Double(value))
  }

  mutating func gauges(
    _ name: String,
    _ help: String,
    label: String = "peer",
    _ values: [(String, Double)]
  ) {
    begin(name, kind: .gauge, help: help)
    for (owner, value) in values { sample(name, PrometheusLabels([(label, owner)]), value: value) }
  }
}
