/// What kinds of help somebody offers with their skills.
package enum HelpKind: String, Sendable, CaseIterable, Comparable {
  /// Working together on something for weeks.
  case project
  /// An hour, a look, an answer.
  case shortHelp
  case mentoring
  /// Taking somebody along to learn the trade.
  case apprenticeship
  case volunteering

  /// The bit that stands for it where several are one number.
  package var bit: Int { 1 << (Self.allCases.firstIndex(of: self) ?? 0) }

  package static func < (one: Self, other: Self) -> Bool { one.bit < other.bit }

  /// The kinds of some bits; what no kind has is passed over.
  package static func kinds(of bits: Int) -> [HelpKind] { allCases.filter { bits & $0.bit != 0 } }
}
