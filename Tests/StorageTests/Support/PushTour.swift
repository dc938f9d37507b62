import Model

@testable import Storage

/// Every question that the stores of push messages and second factors are asked.
struct PushTour {
  let member: ActorID

  func tour(_ tx: Transaction) throws {
    let subscription = try tx.push.subscribe(.sample(of: member), at: Scene.now)
    _ = try tx.push.subscription(accessTokenID: 1)
    _ = try tx.push.subscriptions(of: member)
    _ = try tx.push.change(accessTokenID: 1, alerts: [.poll], policy: .followed)
    let message = PushMessage(to: subscription.id, body: [1], topic: "a", enqueuedAt: Scene.now)
    try tx.push.enqueue(message)
    for job in try tx.push.due(at: Scene.now, limit: 9) {
      try tx.push.retry(job.message, notBefore: Scene.now)
      try tx.push.end(job.message.id)
    }
    try tx.twoFactors.set(TwoFactor(memberID: member, sealedSecret: [1], createdAt: Scene.now))
    _ = try tx.twoFactors.find(member)
    _ = try tx.twoFactors.take(1, of: member)
    try tx.twoFactors.enable(member, at: Scene.now)
    try tx.twoFactors.setRecoveryCodes([[1]], of: member)
    _ = try tx.twoFactors.countRecoveryCodes(of: member)
    _ = try tx.twoFactors.spendRecoveryCode([1], of: member)
    try tx.twoFactors.remove(member)
    try tx.push.remove(subscription.id)
    try tx.push.unsubscribe(accessTokenID: 1)
  }
}

extension PushSubscription {
  static func sample(of member: ActorID, token: Int64 = 1) -> PushSubscription {
    PushSubscription(
      accessTokenID: token,
      memberID: member,
      endpoint: "https://push.example/\(token)",
      p256dh: "p",
      auth: "a",
      sealedToken: [1, 2],
      alerts: [.mention, .followRequest],
      policy: .follower
    )
  }
}
