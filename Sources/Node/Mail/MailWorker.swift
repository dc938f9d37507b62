import Federation
import Foundation
import HTTPServer
import Logging
import Mail
import Metrics
import Model
import ServiceLifecycle
import Storage

/// Sends the letters that wait, and writes those about what happened, at each member's pace.
package struct MailWorker: Service {
  let node: OpenNode
  private let nonce: @Sendable () -> UInt64

  private static let batch = 20
  /// How much of what happened one letter tells.
  private static let mostTold = 30

  package init(
    node: OpenNode,
    nonce: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
  ) {
    self.node = node
    self.nonce = nonce
  }

  package func run() async throws {
    await Rounds(node.services.logger, failing: "Mail cannot be sent.").run(every: .seconds(5)) {
      // A reload can name a server, or none.
      guard node.postbox.isOn else { return }
      try await digest()
      try await send()
    }
  }

  // MARK: Sending

  /// Sends all that is due; one letter at a time.
  package func send() async throws {
    while !Task.isCancelled {
      guard let server = node.postbox.server, let sender = node.postbox.sender else { return }
      let client = MailClient(server)
      let now = node.services.now()
      let letters = try await node.database.read { try $0.mail.due(at: now, limit: Self.batch) }
      guard !letters.isEmpty else { return }
      for queued in letters where !Task.isCancelled {
        let outcome = await hand(queued, to: client, from: sender)
        Counter(label: "maillage_mail_total", dimensions: [("outcome", outcome.name)]).increment()
        try await note(outcome, of: queued)
      }
    }
  }

  private func hand(
    _ queued: QueuedLetter,
    to client: MailClient,
    from sender: MailSender
  ) async -> MailOutcome {
    guard let address = MailAddress(queued.recipient) else { return .dropped("no mail address") }
    guard node.services.now() < queued.endsAt else { return .dropped("too old") }
    guard let letter = try? node.postbox.open(queued) else {
      return .dropped("it cannot be opened: the node's secret is another one")
    }
    let now = node.services.now()
    let returnPath = queued.member.flatMap {
      node.postbox.returnPath?.address(of: $0, at: queued.recipient, on: now)
    }
    return await client.send(
      MailMessage(
        from: sender,
        to: address,
        letter,
        at: now,
        nonce: nonce(),
        returningTo: returnPath
      )
    )
  }

  private func note(_ outcome: MailOutcome, of letter: QueuedLetter) async throws {
    let now = node.services.now()
    switch outcome {
    case .sent:
      try await node.database.write { try $0.mail.remove(letter.id) }
    case .dropped(let reason):
      log("A letter was dropped.", reason, letter)
      try await node.database.write { try $0.mail.remove(letter.id) }
    case .bounced(let reason):
      log("A mail address does not work: it is paused.", reason, letter)
      try await node.database.write { tx in
        try tx.mail.remove(letter.id)
        try tx.mail.pause(letter.recipient, reason: reason, at: now)
      }
    case .failed(let reason):
      guard let next = letter.retry(at: now) else {
        log("A letter was given up.", reason, letter)
        return try await node.database.write { try $0.mail.remove(letter.id) }
      }
      try await node.database.write {
        try $0.mail.retry(letter.id, notBefore: next, error: String(reason.prefix(500)))
      }
    }
  }

  /// Says nothing of whom a letter is for: logs go further than the database.
  private func log(_ text: Logger.Message, _ reason: String, _ letter: QueuedLetter) {
    node.services.logger.warning(
      text,
      metadata: ["letter": "\(letter.id)", "kind": "\(letter.kind.rawValue)", "why": "\(reason)"]
    )
  }

  // MARK: What happened

  /// Writes to each member that is due what it was not told yet; never a letter without anything.
  package func digest() async throws {
    let (now, zone) = (node.services.now(), node.postbox.zone)
    // Most wait for their day: only who is due takes the writer's time.
    let members = try await node.database.read { tx in
      try tx.mailPreferences.expecting().filter { id in
        guard let member = try tx.members.find(id) else { return false }
        return try tx.mailPreferences.find(member).isDue(at: now, in: zone)
      }
    }
    for member in members where !Task.isCancelled { try await digest(for: member) }
  }

  private func digest(for id: ActorID) async throws {
    let now = node.services.now()
    let ending = try node.postbox.endingToken(of: id)
    try await node.database.write { tx in
      guard let member = try tx.members.find(id), member.state == .active,
        let address = member.email.flatMap(MailAddress.init)
      else { return }
      var preference = try tx.mailPreferences.find(member)
      guard preference.isConfirmed(member.email), preference.isDue(at: now, in: node.postbox.zone)
      else { return }
      let untold = try tx.mailPreferences.untold(id, after: preference.seen, limit: 1_000)
      guard let newest = untold.first else { return }
      let told = try untold.prefix(Self.mostTold).compactMap { try happening($0, id, in: tx) }
      (preference.seen, preference.digestedAt) = (newest, now)
      try tx.mailPreferences.set(preference, of: id)
      guard !told.isEmpty else { return }
      let letter = node.postbox.paper.notifications(
        to: .init(member),
        told,
        more: max(0, untold.count - Self.mostTold),
        ending: ending
      )
      try node.postbox.write(letter, .notifications, to: address, of: id, at: now, in: tx)
    }
  }

  /// Who did what; of a post only what its author calls it, since letters lie about on servers.
  private func happening(
    _ id: Int64,
    _ member: ActorID,
    in tx: Transaction
  ) throws -> LetterPaper.Happening? {
    guard let entry = try tx.notifications.find(id, of: member) else { return nil }
    let actor = entry.actor
    let who = actor.displayName.isEmpty ? actor.name : actor.displayName
    return LetterPaper.Happening(
      entry.notification.kind,
      who: String(who.prefix(100)),
      about: nil
    )
  }
}
