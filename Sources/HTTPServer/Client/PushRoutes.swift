import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Signatures
import Storage
import StrictJSON

/// Where an app wants to be told by way of a push service (RFC 8030, in Mastodon's form).
struct PushRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let push = ClientRoute.Access.member(.named("push"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/push/subscription", Self.push, show).described("WebPushSubscription"),
      post("/api/v1/push/subscription", Self.push, subscribe)
        .described(
          "WebPushSubscription",
          takes: "subscription! PushWish, data PushDataWish, alerts PushAlertWish, policy string"
        ),
      put("/api/v1/push/subscription", Self.push, change)
        .described(
          "WebPushSubscription",
          takes: "data PushDataWish, alerts PushAlertWish, policy string"
        ),
      delete("/api/v1/push/subscription", Self.push, remove).described("Empty"),
    ]
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let token = try token(of: call)
    let found = try await client.database.read { try $0.push.subscription(accessTokenID: token) }
    guard let found else { throw Refusal.absent }
    return ClientReply(json(found))
  }

  private func subscribe(_ call: ClientCall) async throws -> ClientReply {
    let (member, token) = (try call.member, try token(of: call))
    guard let place = call.parameters.part("subscription") else {
      throw Parameters.missing("subscription")
    }
    guard let keys = place.part("keys") else {
      throw Refusal.malformed("Validation failed: subscription names endpoint and keys")
    }
    let endpoint = try place.require("endpoint")
    guard Origin(of: endpoint) != nil, endpoint.hasPrefix("https://") else {
      throw Refusal.malformed("Validation failed: endpoint is no https address")
    }
    let (key, secret) = (try keys.require("p256dh"), try keys.require("auth"))
    guard let point = Base64URL.decode(Self.unpadded(key)), point.count == 65, point[0] == 4,
      let auth = Base64URL.decode(Self.unpadded(secret)), auth.count == 16
    else { throw Refusal.malformed("Validation failed: the keys are no keys of RFC 8291") }
    let (alerts, policy) = try Self.wishes(call.parameters)
    var wish = PushSubscription(
      accessTokenID: token,
      memberID: member,
      endpoint: endpoint,
      p256dh: Base64URL.encode(point),
      auth: Base64URL.encode(auth),
      alerts: alerts,
      policy: policy,
      // Mastodon's default: apps that say nothing read the draft.
      isStandard: place.bool("standard") ?? false
    )
    if let text = BearerToken.text(in: call.request.headers) {
      try wish.keep(token: text, with: client.services.identity)
    }
    let (subscription, now) = (wish, client.now)
    let kept = try await client.database.write { [grant = call.grant] tx in
      guard let grant, try tx.clients.isGood(grant) else {
        throw Refusal.unauthenticated("The access token is invalid.")
      }
      return try tx.push.subscribe(subscription, at: now)
    }
    return ClientReply(json(kept))
  }

  private func change(_ call: ClientCall) async throws -> ClientReply {
    let token = try token(of: call)
    let (alerts, policy) = try Self.wishes(call.parameters)
    let changed = try await client.database.write {
      try $0.push.change(accessTokenID: token, alerts: alerts, policy: policy)
    }
    guard let changed else { throw Refusal.absent }
    return ClientReply(json(changed))
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let token = try token(of: call)
    try await client.database.write { try $0.push.unsubscribe(accessTokenID: token) }
    return .empty
  }

  private func token(of call: ClientCall) throws(Refusal) -> Int64 {
    guard let grant = call.grant else { throw .absent }
    return grant.id
  }

  /// Some clients write the padding that base64 for URLs does without.
  private static func unpadded(_ text: String) -> String {
    String(text.replacing("+", with: "-").replacing("/", with: "_").prefix { $0 != "=" })
  }

  private static func wishes(
    _ parameters: Parameters
  ) throws(Refusal) -> (Set<PushAlert>, PushSubscription.Policy) {
    let data = parameters.part("data") ?? parameters
    let alerts = data.part("alerts")
    let wanted = PushAlert.allCases.filter { alerts?.bool($0.rawValue) == true }
    let word = parameters.filled("policy") ?? data.filled("policy") ?? "all"
    guard let policy = PushSubscription.Policy(rawValue: word) else {
      throw .malformed("Validation failed: policy is all, followed, follower or none")
    }
    return (Set(wanted), policy)
  }

  private func json(_ subscription: PushSubscription) -> JSON {
    let alerts = PushAlert.allCases.map { alert in
      (alert.rawValue, JSON.bool(subscription.alerts.contains(alert)))
    }
    return [
      // A number, unlike everywhere else: so does Mastodon, and its apps rely on it.
      "id": .integer(Int(subscription.id)), "endpoint": .string(subscription.endpoint),
      "standard": .bool(subscription.isStandard), "alerts": .object(JSONObject(alerts)),
      "server_key": .string(client.vapidKey), "policy": .string(subscription.policy.rawValue),
    ]
  }
}
