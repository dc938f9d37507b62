import Federation
import Model

/// What `network.pins` says, by host and port; 443 goes without saying.
package struct ConfiguredPins: Sendable {
  private let pins: [String: Set<SPKIPin>]

  package init(_ configuration: NodeConfiguration) {
    pins = Dictionary(
      configuration.networkPins.map { name, pins in
        (name.contains(":") ? name : "\(name):443", Set(pins.compactMap { SPKIPin($0) }))
      },
      uniquingKeysWith: { $0.union($1) }
    )
  }

  subscript(host: String, port: Int) -> Set<SPKIPin>? { pins["\(host):\(port)"] }
}
