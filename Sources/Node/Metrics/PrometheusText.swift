/// Writes Prometheus' text exposition format, version 0.0.4.
struct PrometheusText {
  private(set) var text = ""

  /// Opens a family of samples.
  mutating func begin(_ name: String, kind: MetricFamily.Kind, help: String) {
    let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func sample(_ name: String, _ labels: PrometheusLabels, value: Double) {
    text += "\(name)\(labels.text) \(Self.number(value))\n"
  }

  /// A number as the format has it: whole numbers without a fraction.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int64(exactly: value).map(String.init) ?? String(value)
  }

  /// A metric's name: `maillage.inbox-accepted` becomes `maillage_inbox_accepted`.
  static func name(_ label: String, suffix: String = "") -> String {
    let name = identifier(label, allowing: ":")
    return name.hasSuffix(suffix) ? name : name + suffix
  }

  /// Letters, digits and `_`, not beginning with a digit.
  static func identifier(_ text: String, allowing extra: Unicode.Scalar? = nil) -> String {
    let word = text.unicodeScalars.prefix(200).map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": Character(scalar)
      default: scalar == extra ? Character(scalar) : "_"
      }
    }
    let startsWell = word.first.map { !$0.isNumber } ?? false
    return (startsWell ? "" : "_") + String(word)
  }
}

/// The labels of one series, in order of their names.
struct PrometheusLabels: Hashable, Comparable {
  /// The labels as they stand after a metric's name; empty when there are none.
  let text: String
  private let pairs: [String]

  init(_ dimensions: [(String, String)]) {
    // A name that stands twice would make the whole page unreadable: the last one counts.
    let values = Dictionary(
      dimensions.map { (Self.name($0.0), $0.1) },
      uniquingKeysWith: { _, last in last }
    )
    self.init(pairs: values.sorted { $0.key < $1.key }.map { Self.pair($0.key, $0.value) })
  }

  private init(pairs: [String]) {
    self.pairs = pairs
    text = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
  }

  func adding(_ name: String, _ value: String) -> Self {
    Self(pairs: pairs + [Self.pair(name, value)])
  }

  static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  /// `le` and names with two underscores in front belong to Prometheus itself.
  private static func name(_ text: String) -> String {
    let name = PrometheusText.identifier(text)
    return name == "le" || name.hasPrefix("__") ? "label_" + name : name
  }

  private static func pair(_ name: String, _ value: String) -> String {
    let value = String(value.unicodeScalars.prefix(200))
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\(name)=\"\(escaped)\""
  }
}
