import Model
import Signatures
import StrictJSON

/// What an app gets to read of a notification, in the shape that Mastodon's apps know.
package struct PushNotice: Sendable, Hashable {
  package var alert: PushAlert
  package var notificationID: Int64
  package var title: String
  package var body: String
  /// The address of a picture of who did it.
  package var icon: String
  /// BCP 47.
  package var language: String

  package init(
    alert: PushAlert,
    notificationID: Int64,
    title: String,
    body: String,
    icon: String,
    language: String
  ) {
    self.alert = alert
    self.notificationID = notificationID
    self.title = title
    self.body = body
    self.icon = icon
    self.language = language
  }

  /// Room for the access token, which is added when it is sent.
  private static let room = 300

  /// The same as JSON, with texts that are cut so that all of it fits into one message.
  package var payload: [UInt8] {
    var notice = self
    notice.title = String(title.prefix(140))
    notice.body = String(body.prefix(240))
    var bytes = notice.json.serialized()
    // A character may be of any length.
    while bytes.count > PushEncryption.longestMessage - Self.room,
      !(notice.body + notice.title).isEmpty
    {
      notice.body = String(notice.body.unicodeScalars.prefix(notice.body.unicodeScalars.count / 2))
      notice.title = String(
        notice.title.unicodeScalars.prefix(notice.title.unicodeScalars.count / 2)
      )
      bytes = notice.json.serialized()
    }
    return bytes
  }

  private var json: JSON {
    [
      "preferred_locale": .string(language),
      // A number, unlike everywhere else: so does Mastodon, and its apps rely on it.
      "notification_id": .integer(Int(notificationID)),
      "notification_type": .string(alert.rawValue),
      "icon": .string(icon),
      "title": .string(title),
      "body": .string(body),
    ]
  }
}

extension PushSubscription {
  /// What an access token is sealed for.
  private static func owner(_ endpoint: String) -> String { "push \(endpoint)" }

  /// Keeps the access token with the subscription, sealed.
  package mutating func keep(token: String, with identity: NodeIdentity) throws {
    sealedToken = try identity.seal(Array(token.utf8), Self.owner(endpoint))
  }

  /// A message with the access token in it, if it was kept.
  func addressed(_ body: [UInt8], with identity: NodeIdentity) throws -> [UInt8] {
    guard let sealedToken, case .object(let notice) = try JSON.parse(body) else { return body }
    let token = try identity.unseal(sealedToken, Self.owner(endpoint))
    let member = ("access_token", JSON.string(String(decoding: token, as: UTF8.self)))
    let rest = notice.removing(member.0).members.map { ($0.key, $0.value) }
    return JSON.object(JSONObject([member] + rest)).serialized()
  }
}
