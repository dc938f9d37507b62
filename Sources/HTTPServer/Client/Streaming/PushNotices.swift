import Federation
import Foundation
import Model
import Storage

/// Puts what members are told of on its way to their apps.
struct PushNotices: Sendable {
  let client: ClientServices

  /// Enqueues notices of all that members have not been told of, also from before the node ended.
  func enqueueUntold() async throws {
    while true {
      let found = try await client.database.read { try $0.push.untold(limit: Self.batch) }
      for id in found {
        let entry = try await client.database.read { tx in
          try tx.notifications.latest(after: id - 1, limit: 1).first
            .flatMap { $0.id == id ? try tx.notifications.find(id, of: $0.memberID) : nil }
        }
        if let entry {
          try await enqueue(entry)
        } else {
          _ = try await client.database.write { try $0.push.take(untold: id) }
        }
      }
      guard found.count == Self.batch else { return }
    }
  }

  private static let batch = 100

  /// Enqueues a notice for each app of a member that wants it.
  private func enqueue(_ entry: NotificationStore.Entry) async throws {
    let notification = entry.notification
    let (id, member, actor) = (notification.id, notification.memberID, entry.actor)
    guard let alert = Self.alert(of: notification.kind) else {
      _ = try await client.database.write { try $0.push.take(untold: id) }
      return
    }
    let notice = try await client.read(for: member) { maker in
      try Self.notice(of: entry, alert, by: maker)
    }
    let now = client.now
    try await client.database.write { tx in
      guard try tx.push.take(untold: id) else { return }
      let relation = PushSubscription.Relation(
        isFollowed: try tx.follows.find(follower: member, followee: actor.id)?.state == .accepted,
        isFollower: try tx.follows.find(follower: actor.id, followee: member)?.state == .accepted
      )
      for subscription in try tx.push.subscriptions(of: member)
      where subscription.wants(alert, from: relation) {
        try tx.push.enqueue(
          PushMessage(to: subscription.id, body: notice.payload, enqueuedAt: now)
        )
      }
    }
    client.services.pushWakeup.call()
  }

  /// What an app asked for to be told of this.
  ///
  /// What Mastodon has no word for goes with what names the member. Of a call nothing leaves the node: that
  /// a message went to somebody's phone would tell whom it means.
  private static func alert(of kind: MemberNotification.Kind) -> PushAlert? {
    switch kind {
    case .agreement, .needMatch, .questionAnswered, .endorsement, .endorsementAnswer,
      .archive, .passwordGiven, .talentsShown, .groupRole:
      .mention
    case .consultation: .poll
    case .groupRequest: .followRequest
    case .call: nil
    default: PushAlert(rawValue: kind.rawValue)
    }
  }

  private static func notice(
    of entry: NotificationStore.Entry,
    _ alert: PushAlert,
    by maker: EntityMaker
  ) throws -> PushNotice {
    let member = try maker.tx.members.find(entry.notification.memberID)
    let words = PushWords(member?.language ?? "fr")
    let name = entry.actor.displayName.isEmpty ? entry.actor.name : entry.actor.displayName
    let pictures = try maker.tx.actorPictures.find(of: entry.actor.id)
    let text = entry.post.map { found in
      found.post.body.summary ?? PlainText.text(of: found.post.body.html)
    }
    return PushNotice(
      alert: alert,
      notificationID: entry.notification.id,
      title: words.title(entry.notification.kind, name) ?? words.title(alert, name),
      body: text ?? PlainText.text(of: entry.actor.summary),
      icon: maker.picture(pictures.icon?.url),
      language: words.language
    )
  }
}

/// What notices say: French, English for all others.
struct PushWords: Sendable {
  let language: String
  private let isFrench: Bool

  init(_ language: String) {
    let tongue = Tongue(language)
    (self.language, isFrench) = (tongue.tag, tongue.isFrench)
  }

  /// Of what Mastodon has no word for.
  func title(_ kind: MemberNotification.Kind, _ name: String) -> String? {
    switch kind {
    case .agreement:
      isFrench ? "\(name) : du nouveau sur un accord" : "\(name): news of an agreement"
    case .needMatch: isFrench ? "\(name) : ceci vous correspond" : "\(name): this may suit you"
    case .consultation: isFrench ? "Une consultation est close" : "A consultation has ended"
    case .questionAnswered:
      isFrench ? "\(name) a retenu votre réponse" : "\(name) marked your answer"
    case .endorsement:
      isFrench ? "\(name) vous recommande" : "\(name) speaks for you"
    case .endorsementAnswer:
      isFrench ? "\(name) montre votre recommandation" : "\(name) shows what you said"
    case .groupRequest:
      isFrench
        ? "\(name) demande à entrer dans un groupe" : "\(name) asks to come into a group"
    case .groupRole:
      isFrench ? "\(name) : votre rôle a changé" : "\(name): your role has changed"
    case .archive:
      isFrench ? "Votre archive est prête" : "Your archive is ready"
    case .passwordGiven:
      isFrench ? "Vous avez un nouveau mot de passe" : "You have a new password"
    case .talentsShown:
      isFrench ? "Vos talents se voient plus loin" : "Your talents are seen further away"
    default: nil
    }
  }

  func title(_ alert: PushAlert, _ name: String) -> String {
    switch alert {
    case .mention: isFrench ? "\(name) vous a mentionné·e" : "\(name) mentioned you"
    case .status: isFrench ? "\(name) a publié" : "\(name) has posted"
    case .reblog: isFrench ? "\(name) a partagé votre billet" : "\(name) boosted your post"
    case .follow: isFrench ? "\(name) vous suit" : "\(name) follows you"
    case .followRequest: isFrench ? "\(name) souhaite vous suivre" : "\(name) wants to follow you"
    case .favourite: isFrench ? "\(name) aime votre billet" : "\(name) liked your post"
    case .poll: isFrench ? "Un sondage est terminé" : "A poll has ended"
    case .update, .quotedUpdate:
      isFrench ? "\(name) a modifié un billet" : "\(name) edited a post"
    case .quote: isFrench ? "\(name) vous a cité·e" : "\(name) quoted you"
    case .signUp: isFrench ? "\(name) s’est inscrit·e" : "\(name) signed up"
    case .report: isFrench ? "\(name) a fait un signalement" : "\(name) sent a report"
    }
  }
}
