import Foundation

/// What somebody needs or offers, as a post says it (FEP-0837's Proposal; Protocol/needs.md).
///
/// An offer is a need the other way round: it has the same parts.
package struct Need: Hashable, Sendable {
  package enum Purpose: String, Sendable, CaseIterable {
    case request, offer

    /// What answers to it.
    package var opposite: Purpose { self == .request ? .offer : .request }
  }

  /// One side of what is proposed (FEP-0837's Intent).
  package struct Intent: Hashable, Sendable {
    /// What would be done.
    package enum Action: String, Sendable, CaseIterable {
      /// Somebody does something for somebody.
      case deliverService
      /// Something changes hands.
      case transfer
    }

    package var action: Action
    /// What kind of thing or work it is: any URI.
    package var resource: String?
    package var quantity: Quantity

    package static let longestResource = 500

    package init(_ action: Action, of resource: String? = nil, _ quantity: Quantity) {
      (self.action, self.quantity) = (action, quantity)
      self.resource = resource.map(ThingName.uri)
    }
  }

  /// A skill that is wanted or offered.
  package struct Skill: Hashable, Sendable {
    package var id: SkillID
    package var level: SkillLevel

    package init(id: SkillID, level: SkillLevel = .notions) {
      (self.id, self.level) = (id, level)
    }
  }

  /// Where it is, and how far around it.
  package struct Place: Hashable, Sendable {
    package var name: String?
    /// The INSEE code of the commune.
    package var code: String?
    package var position: Commune.Position?
    package var kilometres: Double?

    package init(
      name: String? = nil,
      code: String? = nil,
      position: Commune.Position? = nil,
      kilometres: Double? = nil
    ) {
      (self.name, self.code) = (name, code)
      (self.position, self.kilometres) = (position, kilometres)
    }
  }

  /// What its author says of where it stands.
  package enum Status: String, Sendable, CaseIterable {
    case open
    /// Somebody was found.
    case answered
    /// It is no longer so.
    case withdrawn
  }

  package var purpose: Purpose
  package var title: String
  package var primary: Intent
  /// What is given, or expected, in return.
  package var reciprocal: Intent?
  /// Whether the amounts may be multiplied; nothing: whoever answers may name any.
  package var isUnitBased: Bool?
  package var skills: [Skill]
  package var place: Place?
  /// When it is to be done, both days included.
  package var from: Day?
  package var until: Day?
  /// After this nobody answers it any more.
  package var closesAt: Date?
  package var status: Status
  /// Whether each node that it is addressed to looks by itself who of its members is meant, and
  /// tells only them.
  package var isCall: Bool

  /// The kind of the posts that say one.
  package static let kind = "Proposal"
  package static let longestTitle = 200
  /// How far around a place somebody is looked for, in kilometres, where nothing is said of it.
  package static let usualReach = 30.0
  package static let mostSkills = 12

  package init(
    _ purpose: Purpose,
    title: String,
    primary: Intent,
    reciprocal: Intent? = nil,
    isUnitBased: Bool? = nil,
    skills: [Skill] = []
  ) {
    (self.purpose, self.title, self.primary) = (purpose, title, primary)
    (self.reciprocal, self.isUnitBased, self.skills) = (reciprocal, isUnitBased, skills)
    (place, from, until, closesAt, status, isCall) = (nil, nil, nil, nil, .open, false)
  }

  /// Whether it can still be answered.
  package func isOpen(at now: Date) -> Bool {
    status == .open && closesAt.map { $0 > now } ?? true
  }

  /// Whether two periods have a day in common; one without an end goes on.
  package func overlaps(from other: Day?, until otherEnd: Day?) -> Bool {
    if let until, let other, until < other { return false }
    if let from, let otherEnd, otherEnd < from { return false }
    return true
  }

  /// Whether two places are within reach of each other: of what says no place, always.
  ///
  /// The farther of the two reaches counts; where neither says one, the usual one.
  package func reaches(_ other: Need) -> Bool {
    guard let place, let there = other.place else { return true }
    if let code = place.code, code == there.code { return true }
    guard let position = place.position, let far = there.position else { return false }
    let reach = [place.kilometres, there.kilometres].compactMap(\.self).max() ?? Self.usualReach
    return position.distance(to: far) <= reach
  }

  // MARK: Making one

  /// Checks what a member wants to publish.
  ///
  /// - Throws: `Refusal.malformed`, which names what is wrong.
  package func checked(at now: Date) throws(Refusal) -> Need {
    guard !title.allSatisfy(\.isWhitespace), title.fits(Self.longestTitle) else {
      throw .malformed("A need or an offer has a title of up to \(Self.longestTitle) characters.")
    }
    guard skills.count <= Self.mostSkills, Set(skills.map(\.id)).count == skills.count else {
      throw .malformed("Name up to \(Self.mostSkills) skills, each once.")
    }
    if let from, let until, until < from {
      throw .malformed("A time that begins on \(from) does not end on \(until).")
    }
    if let closesAt, closesAt <= now { throw .malformed("It would be closed already.") }
    for resource in [primary.resource, reciprocal?.resource].compactMap(\.self) {
      guard Self.isResource(resource) else {
        let name = ThingName.shown(resource)
        let shown = name.count > 60 ? name.prefix(60) + "…" : name
        throw .malformed("‘\(shown)’ names no thing: it is too long, or an address with a mistake.")
      }
    }
    return self
  }

  /// Whether a text can name a kind of thing: a URI of printable ASCII with a scheme.
  package static func isResource(_ text: String) -> Bool {
    guard text.utf8.count <= Intent.longestResource, let colon = text.firstIndex(of: ":"),
      colon != text.startIndex,
      text[..<colon].utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D
          || $0 == 0x2E
      })
    else { return false }
    return text.index(after: colon) != text.endIndex
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !unwise.contains($0) }
  }

  /// What RFC 3986 leaves out of URIs.
  private static let unwise = Set("\"<>\\^`{|}".utf8)
}
