/// One thing that is wrong with the configuration: where, which setting, what to write instead.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where the owner of the node looks to mend it.
  package enum Place: Hashable, Sendable {
    case file(name: String, TextPosition)
    case environment(name: String)
    /// Nowhere: something is missing, or settings contradict each other.
    case whole(name: String)
  }

  package let place: Place
  package let key: String?
  package let message: String

  package var description: String {
    let start =
      switch place {
      case .file(let name, let position): "\(name):\(position)"
      case .environment(let name): "environment variable \(name)"
      case .whole(let name): name
      }
    return [start, key, message].compactMap(\.self).joined(separator: ": ")
  }
}

/// Thrown for a configuration that the node refuses, with everything that is wrong with it.
package struct ConfigurationRefused: Error, CustomStringConvertible {
  package let problems: [ConfigurationProblem]

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
