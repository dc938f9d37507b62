import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// What an admin does in territories: found, invite, join, endorse, propose, vote, leave.
package struct TerritoryDesk: Sendable {
  let services: FederationServices

  /// States also where the end of the own log cannot be asked for (`--force`).
  private let insists: Bool

  package init(services: FederationServices, insists: Bool = false) {
    self.services = services
    self.insists = insists
  }

  /// Puts a statement into this node's log.
  @discardableResult
  func write(_ draft: StatementDraft, in territory: Digest) async throws -> SignedStatement {
    try await TerritoryLog(services: services).append(draft, to: territory, isForced: insists)
  }

  // MARK: Which territory

  /// The territory that a person means by a local name, a digest or its beginning; there need be no
  /// name where there is only one.
  package func find(_ name: String?) throws(Refusal) -> TerritoryRegistry.Holding {
    let all = services.territories.all
    guard let name else {
      guard let only = all.first else {
        throw .conflict("This node is in no territory: found one or join one that invites it.")
      }
      guard all.count == 1 else {
        let names = all.map(\.entry.localName).joined(separator: ", ")
        throw .conflict("This node knows several territories; say which by --territory: \(names).")
      }
      return only
    }
    let matches = all.filter { $0.entry.localName == name || $0.id.text == name }
    let loose = all.filter { $0.id.text.hasPrefix(name) && name.count >= 6 }
    guard let found = matches.first ?? (loose.count == 1 ? loose.first : nil) else {
      throw .absent
    }
    return found
  }

  /// The member, candidate or former member that a person means, by host, actor or id.
  package func member(
    _ name: String,
    of holding: TerritoryRegistry.Holding
  ) throws(Refusal) -> Digest {
    let state = holding.state
    let known =
      state.members.map { ($0.id, $0.actor) }
      + state.candidates.map { ($0.member, $0.record.actor) }
      + holding.charter.founders.map { ($0.digest, $0.actor) }
    let host = name.lowercased()
    let found = known.first { id, actor in
      id.text == name || actor == name || Origin(of: actor)?.authority == host
    }
    if let found { return found.0 }
    guard let digest = Digest(text: name) else { throw .absent }
    return digest
  }

  // MARK: Founding and joining

  /// What a territory is founded with.
  package struct Plan: Sendable {
    package var name: String
    package var localName: String
    /// Hosts of active peers that found it as well.
    package var others: [String]
    package var text: [String: String]
    package var clauses: [Clause]
    package var rules: Rules
    /// Whether only the founders vote, as stewards.
    package var hasStewards: Bool

    package init(
      name: String,
      localName: String,
      others: [String],
      text: [String: String],
      clauses: [Clause] = [],
      rules: Rules = Rules(),
      hasStewards: Bool = false
    ) {
      self.name = name
      self.localName = localName
      self.others = others
      self.text = text
      self.clauses = clauses
      self.rules = rules
      self.hasStewards = hasStewards
    }
  }

  /// Writes the charter, joins, and asks the other founders to do the same.
  ///
  /// - Returns: The territory, and the hosts that could not be told now and will be later.
  package func found(_ plan: Plan) async throws -> (territory: Digest, untold: [String]) {
    try await requireFree(plan.localName)
    let own = try await OwnRecord(services: services).current()
    var founders = [own.document]
    for host in plan.others {
      guard let stored = try await services.database.read({ try $0.peerings.find(host: host) }),
        let body = stored.record, let record = try JSON.parse(body).object,
        services.known.peering(with: host)?.state.current(at: services.now()) == .active
      else {
        throw Refusal.conflict(
          "\(host) is no active peer of this node: make a peering first (maillage peer invite)."
        )
      }
      founders.append(record)
    }
    var rules = plan.rules
    if plan.hasStewards {
      let members = try founders.map { (record) throws(Refusal) in try Digest(of: record) }
      rules.electors = .stewards(members.sorted())
    }
    let terms = Terms.document(text: plan.text, clauses: plan.clauses, rules: rules)
    let document = try Charter.document(name: plan.name, founders: founders, terms: terms)
    let charter = try Charter(json: .object(document))
    try await keep(charter, document, plan.localName, sponsor: nil)
    try await join(charter.id, as: own.document)
    let untold = await tell(plan.others, of: charter.id)
    return (charter.id, untold)
  }

  /// Asks a peer into a territory.
  ///
  /// - Returns: Whether it has heard; one that takes no connections hears when it asks.
  @discardableResult
  package func invite(_ host: String, into territory: Digest) async throws -> Bool {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    guard services.known.territory(territory)?.own != nil else {
      throw Refusal.conflict("Only a member invites; this node is none of \(holding.charter.name).")
    }
    guard let node = services.known.node(host: host), let peering = node.peering,
      peering.state.current(at: services.now()) == .active
    else {
      throw Refusal.conflict(
        "\(host) is no active peer of this node: make a peering first (maillage peer invite)."
      )
    }
    let now = services.now()
    try await services.database.write { tx in
      try TerritoryInvitations.note(to: host, territory, at: now, in: tx)
    }
    guard node.record.isReachable else { return false }
    let charter = try JSON.parse(holding.entry.charter)
    let message = try PeerMessage.make(.invite, object: charter, with: services)
    _ = try await PeerClient(services: services).post(
      message.document,
      to: "/peering",
      of: PeerClient.Target(node)
    )
    return true
  }

  private func tell(_ hosts: [String], of territory: Digest) async -> [String] {
    var untold: [String] = []
    for host in hosts {
      do {
        try await invite(host, into: territory)
      } catch {
        untold.append(host)
      }
    }
    return untold
  }

  /// As many invitations of one peer wait for an answer.
  private static let mostInvitations = 5

  /// Keeps the charter of a territory that a peer asks this node into.
  func keepInvitation(_ charter: JSON, from sponsor: String) async throws {
    guard charter.serialized().count <= Charter.largest else {
      throw Refusal.tooLarge(limit: Charter.largest)
    }
    guard let document = charter.object else { throw Refusal.malformed("A charter is an object.") }
    let charter = try Charter(json: charter)
    guard services.territories.holding(charter.id) == nil else { return }
    let open = services.territories.all.filter {
      $0.entry.state == .invited && $0.entry.sponsor == sponsor
    }
    guard open.count < Self.mostInvitations else { throw Refusal.rateLimited(seconds: 86_400) }
    let name = try await freeName(like: charter.name)
    try await keep(charter, document, name, sponsor: sponsor)
  }

  private func keep(
    _ charter: Charter,
    _ document: JSONObject,
    _ localName: String,
    sponsor: String?
  ) async throws {
    let entry = TerritoryStore.Entry(
      id: charter.id,
      charter: JSON.object(document).serialized(),
      state: .invited,
      localName: localName,
      sponsor: sponsor,
      joinedAt: services.now()
    )
    try await services.database.write { try $0.territories.insert(entry) }
    try services.territories.add(entry)
  }

  /// Joins a territory that this node was invited to, or is a founder of.
  ///
  /// - Returns: The member id.
  @discardableResult
  package func join(_ territory: Digest) async throws -> Digest {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    // With both keys lost it joins anew, and a vote lets it go on as the member that it was.
    if let own = holding.entry.memberID, holding.state.member(own) != nil,
      try hasKey(of: own, holding)
    {
      throw Refusal.conflict("This node is a member of \(holding.charter.name) already.")
    }
    let actor = services.addresses.nodeActor.string
    if holding.charter.founders.contains(where: { $0.actor == actor }),
      holding.entry.memberID.map({ holding.ledger.head(of: $0) == nil }) ?? true
    {
      return try await join(territory, as: try ownFounderRecord(in: holding))
    }
    return try await join(territory, as: try OwnRecord(services: services).fresh().document)
  }

  /// Whether this node's key is the one that speaks for a log; not where both its keys were lost.
  package func hasKey(of log: Digest, _ holding: TerritoryRegistry.Holding) throws -> Bool {
    try multikey(try services.keys.nodeSigner(.ed25519)) == holding.ledger.currentKey(of: log)
  }

  /// The record under which the charter names this node, if its keys are still those.
  private func ownFounderRecord(in holding: TerritoryRegistry.Holding) throws -> JSONObject {
    let charter = try StrictFields(try JSON.parse(holding.entry.charter), as: "charter")
    let actor = services.addresses.nodeActor.string
    let key = try multikey(try services.keys.nodeSigner(.ed25519))
    for json in try charter.list("founders", atMost: Charter.mostFounders) {
      guard let document = json.object, document["actor"]?.string == actor else { continue }
      let record = try NodeRecord(json: json)
      guard record.key == key, record.nextKeyDigest == (try services.identity.nextKeyDigest())
      else {
        throw Refusal.conflict(
          "The charter names this node with keys that it no longer has: found it anew."
        )
      }
      return document
    }
    throw Refusal.absent
  }

  @discardableResult
  private func join(_ territory: Digest, as record: JSONObject) async throws -> Digest {
    let member = try Digest(of: record)
    guard var entry = services.territories.holding(territory)?.entry else { throw Refusal.absent }
    let now = services.now()
    entry.memberID = member
    entry.state = .joining
    entry.joinedAt = now
    let changed = entry
    try await services.database.write { tx in
      try tx.territories.setMember(member, of: territory, at: now)
      _ = try tx.territories.setState(changed.state, of: territory)
    }
    services.territories.update(changed)
    try await write(.join(record), in: territory)
    try await settle(territory)
    return member
  }

  // MARK: Names

  private func requireFree(_ localName: String) async throws {
    let pattern = /[a-z0-9][a-z0-9_-]{0,39}/
    guard try pattern.wholeMatch(in: localName) != nil else {
      throw Refusal.malformed("A local name has lower-case letters, digits, - and _, at most 40.")
    }
    let isTaken = try await services.database.read {
      try $0.territories.find(localName: localName) != nil
    }
    guard !isTaken else {
      throw Refusal.conflict("There is a territory called \(localName) here already.")
    }
  }

  private func freeName(like name: String) async throws -> String {
    let plain = PlainSpelling(name).words.joined(separator: "-").filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
    }
    let base = plain.isEmpty ? "territory" : String(plain.prefix(30))
    for number in 1...1000 {
      let candidate = number == 1 ? base : "\(base)-\(number)"
      let isTaken = try await services.database.read {
        try $0.territories.find(localName: candidate) != nil
      }
      if !isTaken { return candidate }
    }
    throw Refusal.conflict("There are too many territories called \(base).")
  }
}
