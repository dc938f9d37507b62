/// A kind of activity that two nodes may share (Protocol/peering.md).
package enum Scope: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
  case posts, groups, events, needs, talents, indicators

  package static func < (lhs: Scope, rhs: Scope) -> Bool { lhs.bit < rhs.bit }

  /// Its place in the bit mask of a ticket.
  package var bit: UInt8 {
    switch self {
    case .posts: 1
    case .groups: 2
    case .events: 4
    case .needs: 8
    case .talents: 16
    case .indicators: 32
    }
  }
}

extension Set<Scope> {
  package init(mask: UInt8) {
    self.init(Scope.allCases.filter { mask & $0.bit != 0 })
  }

  package var mask: UInt8 { reduce(0) { $0 | $1.bit } }
}
