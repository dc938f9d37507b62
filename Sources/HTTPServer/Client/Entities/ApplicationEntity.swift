import Model
import StrictJSON

/// Mastodon's Application.
struct ApplicationEntity {
  private let application: ClientApplication

  private let vapidKey: String

  init(_ application: ClientApplication, vapidKey: String) {
    self.application = application
    self.vapidKey = vapidKey
  }

  var json: JSON { .object(object) }

  /// With what only who registered it is told, once (CredentialApplication).
  func json(secret: String) -> JSON {
    var object = object
    object["client_id"] = .string(application.clientID)
    object["client_secret"] = .string(secret)
    // Secrets of applications do not end by themselves (RFC 7591 §3.2.1).
    object["client_secret_expires_at"] = 0
    return .object(object)
  }

  private var object: JSONObject {
    [
      "id": EntityMaker.id(application.id), "name": .string(application.name),
      "website": application.website.map(JSON.string) ?? .null,
      "scopes": .array(application.scopes.scopes.map { .string($0.description) }),
      "redirect_uris": .array(application.redirectURIs.map(JSON.string)),
      "redirect_uri": .string(application.redirectURIs.joined(separator: "\n")),
      "vapid_key": .string(vapidKey),
    ]
  }
}
