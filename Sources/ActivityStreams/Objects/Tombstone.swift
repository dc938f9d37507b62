import Foundation
import StrictJSON

extension AS {
  /// What is left of something deleted (ActivityStreams vocabulary §3.3, ActivityPub §6.4).
  package struct Tombstone: WireObject, WireValue {
    package var id: IRI
    package var formerType: String?
    package var deleted: Date?

    package init(id: IRI, formerType: String? = nil, deleted: Date? = nil) {
      self.id = id
      self.formerType = formerType
      self.deleted = deleted
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("Tombstone")
      id = try fields.required("id", fields.iri("id"))
      formerType = try fields.text("formerType", atMost: Limits.type)
      deleted = try fields.date("deleted")
    }

    package var json: JSON {
      var members = Members(id: id, type: "Tombstone")
      members.put("formerType", formerType)
      members.put("deleted", deleted)
      return members.json
    }
  }
}
