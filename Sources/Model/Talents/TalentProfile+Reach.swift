extension TalentProfile {
  /// Whether it says nothing beyond the organisation that an earlier one did not say just so, in a ring at
  /// least as wide, and lets the person be found no longer than that one did.
  ///
  /// It bounds what anybody but the person may change: parts may be taken away or drawn in, and what is new
  /// stays in the organisation.
  package func reachesNoFurther(than old: TalentProfile) -> Bool {
    let shown = talents.filter { $0.ring > .organisation }
    let isSaid = shown.allSatisfy { talent in
      old.talents.contains {
        $0.skill == talent.skill && $0.level == talent.level && $0.isWanted == talent.isWanted
          && $0.ring >= talent.ring
      }
    }
    return isSaid && Self.isWithin(places, old.places) && Self.isWithin(help, old.help)
      && Self.isWithin(availability.map { [$0] } ?? [], old.availability.map { [$0] } ?? [])
      && (listedUntil.map { end in old.listedUntil.map { end <= $0 } ?? false } ?? true)
  }

  private static func isWithin<Value>(_ parts: [Ringed<Value>], _ old: [Ringed<Value>]) -> Bool {
    parts.allSatisfy { part in
      part.ring == .organisation
        || old.contains { $0.value == part.value && $0.ring >= part.ring }
    }
  }
}
