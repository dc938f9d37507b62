import Foundation
import GRDB
import Model

/// Where apps want to be told, and what is on its way to them.
package struct PushStore {
  let db: Database

  /// So many messages wait for one app at most; then the oldest goes (threat 19).
  package static let capacity = 50

  /// One message with where it goes.
  package struct Job: Sendable, Hashable {
    package let message: PushMessage
    package let subscription: PushSubscription
  }

  private static let columns = """
    id, accessTokenID, memberID, endpoint, p256dh, auth, alerts, policy, sealedToken, isStandard
    """

  // MARK: Subscriptions

  /// Subscribes an app in the place of what it had; what waits for the old place goes.
  package func subscribe(_ subscription: PushSubscription, at now: Date) throws -> PushSubscription
  {
    guard subscription.endpoint.utf8.count <= PushSubscription.longestEndpoint else {
      throw Refusal.malformed("The address of the push service is too long.")
    }
    try unsubscribe(accessTokenID: subscription.accessTokenID)
    try db.run(
      """
      INSERT INTO pushSubscription
        (accessTokenID, memberID, endpoint, p256dh, auth, alerts, policy, sealedToken, isStandard,
          createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        subscription.accessTokenID, subscription.memberID, subscription.endpoint,
        subscription.p256dh, subscription.auth, Self.text(subscription.alerts),
        subscription.policy, subscription.sealedToken.map { Data($0) },
        subscription.isStandard, now.milliseconds,
      ]
    )
    var subscription = subscription
    subscription.id = db.lastInsertedRowID
    return subscription
  }

  package func subscription(accessTokenID: Int64) throws -> PushSubscription? {
    try db.first(
      "SELECT \(Self.columns) FROM pushSubscription WHERE accessTokenID = ?",
      [accessTokenID]
    ) { PushSubscription(row: $0) }
  }

  /// Those of a member's apps.
  package func subscriptions(of member: ActorID) throws -> [PushSubscription] {
    try db.all(
      "SELECT \(Self.columns) FROM pushSubscription WHERE memberID = ? ORDER BY id",
      [member]
    ) { PushSubscription(row: $0) }
  }

  /// Changes what an app is told of.
  ///
  /// - Returns: What it is now; nothing where there is none.
  package func change(
    accessTokenID: Int64,
    alerts: Set<PushAlert>,
    policy: PushSubscription.Policy
  ) throws -> PushSubscription? {
    try db.run(
      "UPDATE pushSubscription SET alerts = ?, policy = ? WHERE accessTokenID = ?",
      [Self.text(alerts), policy, accessTokenID]
    )
    return try subscription(accessTokenID: accessTokenID)
  }

  package func unsubscribe(accessTokenID: Int64) throws {
    try db.run("DELETE FROM pushSubscription WHERE accessTokenID = ?", [accessTokenID])
  }

  /// Removes what a push service knows no more.
  package func remove(_ subscriptionID: Int64) throws {
    try db.run("DELETE FROM pushSubscription WHERE id = ?", [subscriptionID])
  }

  // MARK: Messages

  /// Notifications for members with apps of which no messages were made yet, oldest first.
  ///
  /// They are noted with the notification itself, so that none is forgotten when the node ends in
  /// between.
  package func untold(limit: Int) throws -> [Int64] {
    try db.all("SELECT notificationID FROM untoldPush ORDER BY notificationID LIMIT ?", [limit]) {
      $0[0]
    }
  }

  /// Takes a notification of which messages are made now.
  ///
  /// - Returns: Whether it was still to be told.
  package func take(untold notification: Int64) throws -> Bool {
    try db.run("DELETE FROM untoldPush WHERE notificationID = ?", [notification])
    return db.changesCount > 0
  }

  /// Puts a message on its way, in the place of one with its topic.
  package func enqueue(_ message: PushMessage) throws {
    if let topic = message.topic {
      try db.run(
        "DELETE FROM pushMessage WHERE subscriptionID = ? AND topic = ?",
        [message.subscriptionID, topic]
      )
    }
    try db.run(
      """
      INSERT INTO pushMessage
        (subscriptionID, body, urgency, topic, attempts, notBefore, enqueuedAt)
      VALUES (?1, ?2, ?3, ?4, 0,
        max(?5, ifnull((SELECT max(notBefore) FROM pushMessage WHERE subscriptionID = ?1), 0)), ?5)
      """,
      [
        message.subscriptionID, Data(message.body), message.urgency, message.topic,
        message.enqueuedAt.milliseconds,
      ]
    )
    try db.run(
      """
      DELETE FROM pushMessage WHERE subscriptionID = ?1 AND id <=
        (SELECT id FROM pushMessage WHERE subscriptionID = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
      """,
      [message.subscriptionID, Self.capacity]
    )
  }

  /// The first message of each app that may be sent now.
  package func due(at now: Date, limit: Int) throws -> [Job] {
    try db.all(
      """
      SELECT subscription.id, accessTokenID, memberID, endpoint, p256dh, auth, alerts, policy,
        sealedToken, isStandard, min(message.id), body, urgency, topic, attempts, enqueuedAt
      FROM pushMessage AS message INDEXED BY pushMessage_due
        CROSS JOIN pushSubscription AS subscription ON subscription.id = subscriptionID
      WHERE notBefore <= ? GROUP BY subscriptionID ORDER BY min(message.id) LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { row in
      Job(
        message: PushMessage(
          id: row[10],
          to: row[0],
          body: row.bytes(11),
          urgency: row[12],
          topic: row[13],
          attempts: row[14],
          enqueuedAt: row.date(15)
        ),
        subscription: PushSubscription(row: row)
      )
    }
  }

  /// Forgets a message that has arrived, or need not arrive any more.
  package func end(_ messageID: Int64) throws {
    try db.run("DELETE FROM pushMessage WHERE id = ?", [messageID])
  }

  /// Lets all that waits for an app wait on, since its push service is not to be asked before.
  package func retry(_ message: PushMessage, notBefore: Date) throws {
    try db.run(
      "UPDATE pushMessage SET attempts = attempts + 1 WHERE id = ?",
      [message.id]
    )
    try db.run(
      "UPDATE pushMessage SET notBefore = max(notBefore, ?) WHERE subscriptionID = ?",
      [notBefore.milliseconds, message.subscriptionID]
    )
  }

  package func countWaiting() throws -> Int { try db.count("SELECT count(*) FROM pushMessage") }

  private static func text(_ alerts: Set<PushAlert>) -> String {
    alerts.map(\.rawValue).sorted().joined(separator: " ")
  }
}

extension PushSubscription {
  /// A row of id, accessTokenID, memberID, endpoint, p256dh, auth, alerts, policy,
  /// sealedToken, isStandard.
  fileprivate init(row: Row) {
    let alerts: String = row[6]
    self.init(
      id: row[0],
      accessTokenID: row[1],
      memberID: row[2],
      endpoint: row[3],
      p256dh: row[4],
      auth: row[5],
      sealedToken: row.bytesIfAny(8),
      alerts: Set(alerts.split(separator: " ").compactMap { PushAlert(rawValue: String($0)) }),
      policy: row[7],
      isStandard: row[9]
    )
  }
}

extension PushSubscription.Policy: DatabaseValueConvertible {}
extension PushMessage.Urgency: DatabaseValueConvertible {}
