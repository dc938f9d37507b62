import ActivityStreams
import Foundation
import Model
import Storage

/// Makes reports of this node's members and passes reports on to where the reported is at home.
package struct ReportDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  // MARK: Making

  /// Reports somebody, or posts, to the admins of this node; nobody else hears of it.
  ///
  /// - Parameters:
  ///   - objects: Ids of actors and posts that are known here.
  ///   - text: What is wrong, in plain text.
  ///   - author: The member who reports.
  ///   - category: What kind of thing is wrong.
  ///   - isForwardingWished: Whether the member wants the target's own node to be told.
  ///   - rules: Numbers of the rules of this node that it breaks; other nodes have their own and are not
  ///     told.
  /// - Returns: The number of the case.
  /// - Throws: `Refusal` for a member that may not act now, and for no objects or too many.
  package func report(
    _ objects: [String],
    _ text: String,
    as author: ActorID,
    category: Report.Category = .other,
    isForwardingWished: Bool = false,
    rules: [Int64] = []
  ) async throws -> Int64 {
    let (actor, _) = try await services.outbox.active(author)
    let references = try objects.map { AS.Reference.id(try services.outbox.address($0)) }
    guard let first = references.first, references.count <= AS.Limits.objects else {
      throw Refusal.malformed("A report is about 1 to \(AS.Limits.objects) objects.")
    }
    var activity = try services.outgoing.activity(
      .flag,
      by: actor,
      object: first,
      at: services.now()
    )
    activity.objects = references
    activity.content = VisibleText.escape(text)
    let prepared = try await ActivityRegistry.prepare(
      activity,
      from: try VerifiedSender.local(actor, choosing: .node),
      with: services
    )
    let uri = activity.id.string
    do {
      return try await services.database.write { tx in
        try prepared.commit(tx)
        guard let id = try tx.reports.number(uri: uri) else { throw Refusal.absent }
        try tx.reports.classify(id, category, isForwardingWished: isForwardingWished)
        try tx.rules.note(rules, in: id)
        return id
      }
    } catch let ignored as Ignored {
      throw Refusal.conflict(ignored.reason)
    }
  }

  /// Writes down what somebody who was suspended or limited has asked for by mail.
  package func appeal(
    of account: ActorProfile,
    _ text: String,
    at now: Date,
    in tx: Transaction
  ) throws -> Int64 {
    let number = ActivityID(rawValue: services.numbers.next(at: now))
    let appeal = Report(
      uri: services.addresses.activity(number).string,
      kind: .appeal,
      reporterID: account.id,
      objects: [account.uri],
      content: text,
      createdAt: now
    )
    guard let id = try tx.reports.insert(appeal) else { throw Refusal.absent }
    return id
  }

  // MARK: Passing on

  /// What of a case the target's own node is told: the target and its posts, and what was said; not
  /// by whom.
  ///
  /// - Throws: `Refusal.conflict` for a case that is of no other node's concern, or was passed on.
  package func forwarding(_ entry: ReportCase, in tx: Transaction) throws -> Forwarding {
    guard entry.report.kind == .report, entry.forwardedAt == nil else {
      throw Refusal.conflict("Case \(entry.id) was forwarded, or is no report.")
    }
    guard let target = try entry.targetID.flatMap(tx.actors.find(_:)), !target.isLocal else {
      throw Refusal.conflict("Case \(entry.id) is about nobody of another node.")
    }
    guard let node = try tx.actors.find(uri: services.addresses.nodeActor.string) else {
      throw Refusal.absent
    }
    let own = Origin(of: target.uri)
    let posts = entry.report.objects.filter { $0 != target.uri && Origin(of: $0) == own }
    return Forwarding(
      id: entry.id,
      node: node,
      target: target,
      objects: [target.uri] + posts,
      content: VisibleText.escape(entry.report.content)
    )
  }

  /// A case as it goes to another node, in the name of this one.
  package struct Forwarding: Sendable {
    let id: Int64
    let node: ActorProfile
    package let target: ActorProfile
    package let objects: [String]
    let content: String
  }

  /// Enqueues it and marks the case.
  package func forward(_ forwarding: Forwarding, at now: Date, in tx: Transaction) throws {
    let references = try forwarding.objects.map {
      AS.Reference.id(try services.outbox.address($0))
    }
    let outgoing = services.outgoing
    let target = try services.outbox.address(forwarding.target.uri)
    var activity = try outgoing.activity(
      .flag,
      by: forwarding.node,
      object: .id(target),
      at: now
    )
    activity.objects = references
    activity.content = forwarding.content
    activity.audience = AS.Audience(to: [.address(target)])
    let message = OutgoingActivity(actor: forwarding.node, activity: activity, audience: .direct)
    let inboxes = try outgoing.inboxes(for: message, in: tx)
    guard !inboxes.isEmpty else {
      throw Refusal.againstPolicy("This node does not deliver to \(forwarding.target.host).")
    }
    try outgoing.enqueue(message, to: inboxes, at: now, in: tx)
    try tx.reports.markForwarded(forwarding.id, at: now)
  }
}
