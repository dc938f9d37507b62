import Yams

extension SettingText {
  /// Reads a node of the YAML tree; nothing when it has another shape than the setting.
  init?(_ node: Yams.Node, shape: SettingShape) {
    switch (shape, node) {
    case (.scalar, .scalar(let scalar)):
      self = .one(node.null == nil ? scalar.string : "")
    case (.list, .sequence(let sequence)):
      guard let entries = Self.scalars(sequence) else { return nil }
      self = .many(entries)
    case (.map, .mapping(let mapping)):
      guard let entries = Self.entries(mapping) else { return nil }
      self = .many(entries)
    default:
      return nil
    }
  }

  private static func scalars(_ sequence: Yams.Node.Sequence) -> [String]? {
    let texts = sequence.compactMap { $0.scalar?.string }
    return texts.count == sequence.count ? texts : nil
  }

  private static func entries(_ mapping: Yams.Node.Mapping) -> [String]? {
    var entries: [String] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string, !name.contains("=") else { return nil }
      switch value {
      case .scalar(let scalar): entries.append("\(name)=\(scalar.string)")
      case .sequence(let sequence):
        guard let texts = scalars(sequence) else { return nil }
        entries += texts.map { "\(name)=\($0)" }
      default: return nil
      }
    }
    return entries
  }
}

extension Yams.Node {
  /// What people call a node of this kind.
  var kind: String {
    switch self {
    case .scalar(let scalar): "`\(scalar.string.prefix(80))`"
    case .sequence: "a list"
    case .mapping: "a map"
    case .alias: "an alias"
    }
  }
}
