import Model

extension Candidate {
  /// The offer of theirs that covers a wanted skill best: by match, then by level.
  func best(for wanted: Int, _ wish: WantedSkill) -> Offer? {
    var best: Offer?
    for offer in offers where offer.wanted == wanted && offer.covers(wish) {
      guard let known = best else {
        best = offer
        continue
      }
      if (known.weight, known.level) < (offer.weight, offer.level) { best = offer }
    }
    return best
  }
}

extension Candidate.Offer {
  /// How near an offer comes to a skill that it does not cover, from 0 to 1.
  ///
  /// Its match, times the part of the wanted level that is there: who knows the right skill a little
  /// and who knows a broader one well are measured alike.
  func nearness(to wish: WantedSkill) -> Double {
    weight * min(1, Double(level.rawValue) / Double(wish.minimum.rawValue))
  }
}
