/// All series of one name, which differ in their labels.
struct MetricFamily {
  /// The type that the text format gives a family.
  enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  let kind: Kind
  /// The label as the program wrote it; stands in for a missing explanation.
  let label: String
  private var members: [PrometheusLabels: any MetricSeries] = [:]

  init(kind: Kind, label: String) {
    self.kind = kind
    self.label = label
  }

  /// The series in a stable order.
  var ordered: [(labels: PrometheusLabels, source: any MetricSeries)] {
    members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The series with the labels; nothing when there is no room or it is of another type.
  mutating func series<Series: MetricSeries>(
    _ labels: PrometheusLabels,
    limit: Int,
    make: () -> Series
  ) -> Series? {
    if let known = members[labels] { return known as? Series }
    guard members.count < limit else { return nil }
    let new = make()
    members[labels] = new
    return new
  }

  mutating func remove(_ handler: AnyObject) {
    members = members.filter { $0.value !== handler }
  }
}

/// The values behind one name and one set of labels.
protocol MetricSeries: AnyObject, Sendable {
  func write(to page: inout PrometheusText, _ name: String, _ labels: PrometheusLabels)
}
