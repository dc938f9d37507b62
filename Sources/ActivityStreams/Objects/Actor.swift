import Foundation
import StrictJSON

extension AS {
  /// One who acts: a member, a group, a node (ActivityPub §4).
  package struct Actor: WireObject, WireValue {
    package var id: IRI
    package var type: ActorType
    /// The name before the `@`; some servers' own actors have none.
    package var preferredUsername: String?
    package var profile = ActorProfile()
    package var endpoints: ActorEndpoints
    package var keys = ActorKeys()
    package var traits = ActorTraits()
    /// Of a Group: how it is run.
    package var group: GroupTraits?
    package var published: Date?
    package var updated: Date?
    /// Other accounts of the same owner.
    package var alsoKnownAs: [IRI] = []
    package var movedTo: IRI?
    /// What an application can do (FEP-844e).
    package var implements: [Capability] = []
    /// The application that an actor belongs to (FEP-844e).
    package var generator: Generator?
    /// Emoji in what it says of itself.
    package var tags: [Tag] = []

    package init(id: IRI, type: ActorType, endpoints: ActorEndpoints) {
      self.id = id
      self.type = type
      self.endpoints = endpoints
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      guard let type = ActorType(rawValue: try fields.type()) else {
        throw fields.malformed("type", .expected("a kind of actor"))
      }
      self.type = type
      id = try fields.required("id", fields.iri("id"))
      preferredUsername = try Self.userName(fields)
      profile = try ActorProfile(fields)
      endpoints = try ActorEndpoints(fields)
      keys = try ActorKeys(fields)
      traits = try ActorTraits(fields)
      group = type == .group ? GroupTraits(fields) : nil
      published = try fields.date("published")
      updated = try fields.date("updated")
      alsoKnownAs = try fields.addresses("alsoKnownAs", atMost: Limits.aliases)
      movedTo = try fields.iri("movedTo")
      implements = try fields.readable("implements", atMost: Limits.capabilities)
      // Often the mere address or name of a program.
      generator = try? fields.one("generator")
      tags = try fields.readable("tag", atMost: Limits.tags)
    }

    package var json: JSON {
      var members = Members(id: id, type: type.rawValue)
      members.put("preferredUsername", preferredUsername)
      profile.write(to: &members)
      endpoints.write(to: &members)
      keys.write(to: &members)
      traits.write(to: &members)
      group?.write(to: &members)
      members.put("published", published)
      members.put("updated", updated)
      members.put(list: "alsoKnownAs", alsoKnownAs)
      members.put("movedTo", movedTo)
      members.put(list: "implements", implements)
      members.put("generator", generator)
      members.put(list: "tag", tags)
      return members.json
    }

    private static func userName(_ fields: Fields) throws(Malformed) -> String? {
      guard let name = try fields.text("preferredUsername", atMost: Limits.userName) else {
        return nil
      }
      guard UserName.isSound(name) else {
        throw fields.malformed("preferredUsername", .expected("a user name"))
      }
      return name
    }
  }
}

extension AS.Fields {
  /// Those of a member's values that are addresses; a list of any length up to the limit.
  func addresses(_ name: String, atMost limit: Int) throws(AS.Malformed) -> [AS.IRI] {
    try list(name, atMost: limit).compactMap { try? iri(name, $0) }
  }
}
