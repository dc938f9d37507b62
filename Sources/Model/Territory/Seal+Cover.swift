extension Seal {
  /// Whether nothing is forgotten if this seal takes another's place: whom that one admits or drops
  /// this one does too, one way or the other.
  package func covers(_ other: Seal) -> Bool {
    let taken = Set(drop).union(admit.map(\.member))
    return other.admit.allSatisfy { taken.contains($0.member) } && taken.isSuperset(of: other.drop)
      && Set(exclude).isSuperset(of: other.exclude) && (other.amend == nil || amend != nil)
  }

  func admits(_ member: Digest) -> Bool { admit.contains { $0.member == member } }

  /// How many bytes the lines of a draft may have: of a later round as many as a statement of 8 KiB
  /// has room for, at first half of that, so that a later round can cover what two halves signed.
  static func room(in round: Int) -> Int { round > 0 ? 6500 : 3250 }

  /// Below this much room a seal is full: no line more can be asked of it.
  static let margin = 400

  /// About how many bytes a dropped or excluded member takes.
  static let dropWeight = 52

  /// About how many bytes its lines have.
  var weight: Int {
    admit.reduce(0) { $0 + $1.weight } + Self.dropWeight * (drop.count + exclude.count)
  }
}

extension Seal.Admission {
  var weight: Int { 80 + actor.utf8.count }
}
