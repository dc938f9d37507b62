/// Labelled values in an order: aligned lines for people, an object in JSON.
struct Facts: Encodable, Sendable {
  private var entries: [(label: String, value: String)] = []

  init() {}

  init(_ entries: KeyValuePairs<String, String>) {
    self.entries = entries.map { ($0.key, $0.value) }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Adds a line; nothing where there is nothing to say.
  mutating func add(_ label: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    entries.append((label, value))
  }

  /// The lines, with values one under the other.
  var shown: String {
    let width = (entries.map(\.label.count).max() ?? 0) + 2
    return entries.map { label, value in
      let indent = String(repeating: " ", count: width)
      let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
      return Styled.strong(label.padding(toLength: width, withPad: " ", startingAt: 0))
        + lines.joined(separator: "\n\(indent)")
    }.joined(separator: "\n")
  }

  /// The lines under a sentence; nothing when there are none.
  var below: String { isEmpty ? "" : "\n\(shown)" }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (label, value) in entries {
      try container.encode(Styled.rendered(value, inColor: false), forKey: Key(stringValue: label))
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}
