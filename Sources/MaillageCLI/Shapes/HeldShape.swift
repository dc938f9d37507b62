import Federation
import Foundation

/// One activity that a valve holds, as the command line prints it.
struct HeldShape: Encodable, Sendable {
  let id: String
  let direction: String
  let type: String
  let actor: String
  let activity: String
  let heldAt: Date
  let preview: String

  init(_ item: HeldTraffic.Item) {
    id = item.id.description
    direction = item.id.direction.rawValue
    type = item.type
    actor = item.actorURI
    activity = item.activityURI
    heldAt = item.heldAt
    preview = item.preview(characters: 60)
  }
}
