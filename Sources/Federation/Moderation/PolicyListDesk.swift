import Foundation
import Model
import Storage

/// Reads lists of domains that others keep, and makes drafts or rules of what they say.
///
/// Rules that somebody wrote here stay as they are, whatever a list says of the same pattern.
package struct PolicyListDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  private static let types = [
    AcceptedMediaType("text/csv"), AcceptedMediaType("text/plain"),
    AcceptedMediaType("application/csv"),
  ]
  private static let largest = 4 << 20

  /// What a list asks for, before anything is changed.
  package struct Reading: Sendable {
    package var lines: [DomainList.Line]

    package var unreadable: Int {
      lines.count { if case .failure = $0.content { true } else { false } }
    }

    var entries: [DomainList.Entry] { lines.compactMap { try? $0.content.get() } }
  }

  /// What came of a list.
  package struct Outcome: Sendable, Hashable {
    package var applied: Int
    package var waiting: Int
    package var unreadable: Int

    package var text: String {
      "\(applied) rules changed, \(waiting) drafts, \(unreadable) lines unreadable"
    }
  }

  // MARK: Asking

  /// Asks for a list.
  ///
  /// - Throws: `Refusal.unreachable` when it does not come, `Refusal.malformed` when no line of it is
  ///   a domain: an error page is no empty list.
  package func read(_ list: PolicyList) async throws -> Reading {
    try services.flows.requireAdmitted(hostOf: list.url)
    let request = OutboundRequest(
      .get,
      list.url,
      fields: [("Accept", Self.types.map(\.fieldValue).joined(separator: ", "))],
      accepted: Self.types,
      maximumResponseBytes: Self.largest
    )
    let response: OutboundResponse
    do {
      response = try await services.fetcher.send(request)
    } catch {
      throw Refusal.unreachable("\(list.url): \(error).")
    }
    guard response.isSuccess else {
      throw Refusal.unreachable("\(list.url) answered \(response.status).")
    }
    guard let text = String(validating: response.body, as: UTF8.self) else {
      throw Refusal.malformed("\(list.url) is no text.")
    }
    let plain = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    let reading = Reading(lines: try DomainList.lines(in: plain, list.kind))
    guard reading.unreadable < reading.lines.count else {
      throw Refusal.malformed("\(list.url) is no list of domains.")
    }
    return reading
  }

  // MARK: Comparing

  /// The changes of the rules that a list asks for, each with why it needs somebody who means it.
  package func changes(
    _ reading: Reading,
    of list: PolicyList,
    at now: Date,
    in tx: Transaction
  ) throws -> [PolicyDraft] {
    let rules = try tx.policies.all()
    let byPattern = Dictionary(rules.map { ($0.pattern, $0) }) { first, _ in first }
    // That everyone is kept out by default is what lists of the allowed are for.
    let others = PolicyRules(rules.filter { $0.list != list.url && $0.pattern != "*" })
    var seen: Set<String> = []
    var changes: [PolicyDraft] = []
    for entry in reading.entries where seen.insert(entry.pattern).inserted {
      guard (try? concerned.requireElsewhere(entry.pattern)) != nil else { continue }
      let rule = entry.rule(by: "list", reason: list.reason, list: list.url, at: now)
      if let known = byPattern[rule.pattern] {
        guard known.list == list.url, !known.says(the: rule) else { continue }
      }
      changes.append(
        PolicyDraft(
          list: list.url,
          change: .save,
          rule: rule,
          concern: concern(of: rule) ?? rule.loosening(of: others)
        )
      )
    }
    let own = rules.filter { $0.list == list.url }
    let gone = own.filter { !seen.contains($0.pattern) }
    let isSuspect = gone.count > 10 && 2 * gone.count > own.count
    changes += gone.map { rule in
      PolicyDraft(
        list: list.url,
        change: .remove,
        rule: rule,
        concern: isSuspect ? "more than half of the list is gone" : nil
      )
    }
    return changes
  }

  /// A line of a list that changes nothing, or nothing for one host, since a rule here speaks of the same pattern
  /// already, or of the host alone.
  package struct Outweighed: Sendable {
    /// What the list asks for.
    package var asked: PolicyRule
    /// What stays: a rule that somebody wrote here, or one of another list.
    package var rule: PolicyRule
  }

  /// The lines of a list that rules of this node outweigh, each pattern once.
  package func outweighed(
    _ reading: Reading,
    of list: PolicyList,
    in tx: Transaction
  ) throws -> [Outweighed] {
    let rules = try tx.policies.all().filter { $0.list != list.url }
    let byPattern = Dictionary(rules.map { ($0.pattern, $0) }) { first, _ in first }
    var seen: Set<String> = []
    return reading.entries.compactMap { entry in
      guard seen.insert(entry.pattern).inserted else { return nil }
      let asked = entry.rule(by: "list", reason: list.reason, list: list.url, at: list.createdAt)
      let host = asked.pattern.hasPrefix("*.") ? String(asked.pattern.dropFirst(2)) : asked.pattern
      return (byPattern[asked.pattern] ?? byPattern[host])
        .map { Outweighed(asked: asked, rule: $0) }
    }
  }

  private var concerned: Concerned { Concerned(services: services) }

  private func concern(of rule: PolicyRule) -> String? {
    guard rule.action == .suspend || rule.action == .silence else { return nil }
    if rule.pattern.hasPrefix("*."), !rule.pattern.dropFirst(2).contains(".") {
      return "a whole top-level domain"
    }
    return concerned.tie(named: rule.pattern)
  }

  // MARK: Changing

  /// Makes rules or drafts of what a list says, as its mode has it, and writes down what came of it.
  package func take(
    _ reading: Reading,
    of list: PolicyList,
    at now: Date,
    in tx: Transaction
  ) throws -> Outcome {
    let changes = try changes(reading, of: list, at: now, in: tx)
    let applied = changes.filter { list.mode == .apply && $0.concern == nil }
    let waiting = changes.filter { list.mode == .drafts || $0.concern != nil }
    try apply(applied, in: tx)
    let outcome = Outcome(
      applied: applied.count,
      waiting: waiting.count,
      unreadable: reading.unreadable
    )
    var list = list
    list.checkedAt = now
    list.outcome = outcome.text
    try tx.policyLists.save(list)
    try tx.policyLists.replaceDrafts(of: list.url, by: waiting)
    return outcome
  }

  /// Does what drafts say.
  ///
  /// - Throws: `Refusal.conflict` for a pattern of which somebody here has written a rule meanwhile.
  package func approve(_ drafts: [PolicyDraft], by author: String, in tx: Transaction) throws {
    let rules = Dictionary(try tx.policies.all().map { ($0.pattern, $0) }) { first, _ in first }
    for draft in drafts {
      guard let known = rules[draft.rule.pattern], known.list != draft.list else { continue }
      throw Refusal.conflict(
        "\(known.pattern) has another rule by \(known.author) now: remove it or dismiss the draft."
      )
    }
    try apply(
      drafts.map { draft in
        var draft = draft
        draft.rule.author = author
        return draft
      },
      in: tx
    )
    for draft in drafts { try tx.policyLists.removeDraft(draft) }
  }

  private func apply(_ changes: [PolicyDraft], in tx: Transaction) throws {
    guard !changes.isEmpty else { return }
    try tx.policies.change(
      saving: changes.filter { $0.change == .save }.map(\.rule),
      removing: changes.filter { $0.change == .remove }.map(\.rule.pattern)
    )
  }

  /// Asks for a list again and does what its mode says, with an entry in the audit log when rules
  /// changed.
  package func refresh(_ list: PolicyList) async throws -> Outcome {
    let now = services.now()
    let reading: Reading
    do {
      reading = try await read(list)
    } catch let refusal as Refusal {
      try await services.database.write { tx in
        // It may have ended meanwhile, or have been changed.
        guard var failed = try tx.policyLists.find(list.url) else { return }
        failed.checkedAt = now
        failed.outcome = "failed: \(refusal)"
        try tx.policyLists.save(failed)
      }
      throw refusal
    }
    let outcome = try await services.database.write { tx in
      // It may have ended meanwhile.
      guard let current = try tx.policyLists.find(list.url) else { throw Refusal.absent }
      let outcome = try take(reading, of: current, at: now, in: tx)
      if outcome.applied > 0 {
        try tx.audit.append(
          AuditEntry(
            at: now,
            who: "list",
            what: "policy refresh",
            target: list.url,
            why: outcome.text
          )
        )
      }
      return outcome
    }
    if outcome.applied > 0 { try await reload() }
    return outcome
  }

  /// Lets changed rules work at once.
  package func reload() async throws {
    try await services.policy.reload(from: services.database)
    services.senderCache.removeAll()
  }
}

extension PolicyRule {
  /// Whether two rules say the same of a host, whoever wrote them and why.
  fileprivate func says(the other: PolicyRule) -> Bool {
    action == other.action && dropsMedia == other.dropsMedia
      && dropsReports == other.dropsReports
  }

  /// Which wider rule this one, being narrower, would take force from; nothing when it takes none.
  fileprivate func loosening(of others: PolicyRules) -> String? {
    let host = pattern.hasPrefix("*.") ? String(pattern.dropFirst(2)) : pattern
    if let decided = others.deciding(about: host), action != .neutral,
      action.severity < decided.action.severity
    {
      return "it would lift \(decided.pattern) \(decided.action.rawValue)"
    }
    if action != .suspend, let spoken = others.narrowest(about: host),
      (spoken.dropsMedia && !dropsMedia) || (spoken.dropsReports && !dropsReports)
    {
      return "it would lift what \(spoken.pattern) says of media or reports"
    }
    return nil
  }
}

extension PolicyRule.Action {
  fileprivate var severity: Int {
    switch self {
    case .allow, .neutral: 0
    case .silence: 1
    case .suspend: 2
    }
  }
}
