extension Permission {
  /// Where the one whom a testimonial is about is, as seen from this node.
  package struct SubjectPlace: Sendable, Hashable {
    /// Whether it is an actor of this node.
    package var isHere: Bool
    /// The territories that its node and this one are both in; for an actor of this node, all of ours.
    package var territories: Set<String>

    package init(isHere: Bool, territories: Set<String>) {
      (self.isHere, self.territories) = (isHere, territories)
    }
  }

  /// Whether somebody may read what was said of an actor.
  ///
  /// The two whom it is between may always; others once whom it is about agrees, and within the ring
  /// that it chose: its own node's members, those of its territories, or everyone.
  package static func allows(
    _ reader: Reader,
    toRead testimonial: Testimonial,
    about subject: SubjectPlace
  ) -> Bool {
    if let id = reader.actorID, id == testimonial.author || id == testimonial.subject {
      return true
    }
    guard testimonial.state == .shown, let ring = testimonial.consent?.ring else { return false }
    switch (reader, ring) {
    case (_, .everyone): return true
    case (.member, .territory): return subject.isHere || !subject.territories.isEmpty
    case (.member, .organisation): return subject.isHere
    case (.remote(_, let theirs), .territory): return !theirs.isDisjoint(with: subject.territories)
    case (.anyone, _), (.remote, .organisation): return false
    }
  }
}
