import Foundation
import Model

extension KnownNodes {
  /// The valves of this node that are not open, in active peerings, by peer.
  package func throttled(at now: Date) -> [(peer: String, valve: Valve)] {
    peerings.filter { $0.state.current(at: now) == .active }
      .flatMap { peering in
        peering.ours.valves.filter { $0.setting != .open }.map { (peer: peering.host, valve: $0) }
      }
  }
}
