import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory invite HOST`.
struct TerritoryInviteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Ask a peer into a territory.",
    discussion: """
      It gets the charter; when it has joined, members endorse it. A node that is no peer yet: \
      maillage peer invite --territory.

      Example: maillage territory invite mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var option: TerritoryOption
  @OptionGroup var peer: PeerArgument

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: option.territory)
    let host = try peer.authority
    let name = holding.charter.name
    return Change(of: host, "ask \(host) into \(name)") {
      let isTold = try await TerritoryDesk(services: node.services)
        .invite(host, into: holding.id)
      let news = isTold ? "Asked \(host) into \(name)." : "\(host) hears of it when it collects."
      return try Report(
        "\(news) There: maillage territory join",
        ["host": host, "territory": holding.entry.localName]
      )
    }
  }
}

/// `maillage territory join`.
struct TerritoryJoinCommand: StatingCommand, DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Join a territory that has invited this node.",
    discussion: """
      It shows the charter first. Founders are members at once; others when enough members have \
      endorsed them.

      Example: maillage territory join grenoble --yes
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var stating: StatingOptions

  @Argument(help: "Its local name or digest, where this node knows several.")
  var name: String?

  private static let shownLines = 40

  var question: String { "Join under this charter?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try invitation(on: node)
    let name = holding.charter.name
    var change = Change(of: holding.entry.localName, "join \(name)") {
      try await state(on: node, in: holding) { desk in
        try await desk.join(holding.id)
        return try report(holding.id, on: node)
      }
    }
    let terms = holding.state.terms
    change.details.add("id", holding.id.text)
    let sponsor = holding.entry.sponsor.flatMap { Origin(of: $0)?.authority }
    change.details.add("invited by", sponsor)
    let founders = holding.charter.founders
    change.details.add(
      "founders",
      founders.map { "\($0.presentation.name) (\($0.host))" }.joined(separator: "\n")
    )
    change.details.add("terms", terms.facts { holding.host(of: $0) }.shown)
    change.details.add("charter", Self.beginning(of: terms.text(in: "fr"), holding))
    return change
  }

  private func invitation(on node: OpenNode) throws -> TerritoryRegistry.Holding {
    if let name = name ?? stating.territory { return try node.territory(named: name) }
    let open = node.services.territories.all.filter { $0.entry.state == .invited }
    guard let holding = open.first else {
      throw NotFound("No territory has invited this node. See: maillage territory list")
    }
    guard open.count == 1 else {
      let names = open.map(\.entry.localName).joined(separator: ", ")
      throw Refusal.conflict("Several territories have invited this node; say which: \(names).")
    }
    return holding
  }

  private static func beginning(
    of text: String,
    _ holding: TerritoryRegistry.Holding
  ) -> String {
    let lines = text.trimmed.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.prefix(shownLines).joined(separator: "\n")
    guard lines.count > shownLines else { return shown }
    let command = "maillage territory charter --territory \(holding.entry.localName)"
    return "\(shown)\n… The whole text: \(command)"
  }

  private func report(_ id: Digest, on node: OpenNode) throws -> Report {
    guard let holding = node.services.territories.holding(id) else { throw Refusal.absent }
    let rules = holding.state.terms.rules
    let text =
      holding.entry.state == .member
      ? "This node is a member of \(holding.charter.name)."
      : "Asked to join \(holding.charter.name). "
        + "It is a member when \(rules.endorsements) with a vote have endorsed it."
    return try Report(text, TerritoryShape(holding))
  }
}

/// `maillage territory endorse HOST`.
struct TerritoryEndorseCommand: StatingCommand {
  static let configuration = CommandConfiguration(
    commandName: "endorse",
    abstract:
      "Vouch for a node that asks to become a member, or is one that nothing has shown here.",
    discussion: """
      The node looks first whether the candidate is who it says. With --force it vouches although \
      it cannot see that: then you know it from elsewhere. What a member publishes that takes no \
      connections is taken once enough peers of this node, or you, have vouched for it.

      Example: maillage territory endorse mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var stating: StatingOptions

  @Argument(help: "The candidate: its host or member id.")
  var candidate: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: stating.territory)
    let found = holding.state.candidates.first {
      $0.record.host == candidate.lowercased() || $0.member.text.hasPrefix(candidate)
    }
    guard let found else { return try vouching(on: node, in: holding) }
    let host = found.record.host
    var change = Change(of: host, "endorse \(host) in \(holding.charter.name)") {
      try await state(on: node, in: holding) { desk in
        try await desk.endorse(found.member, in: holding.id, isForced: stating.force)
        return try report(found, in: holding.id, on: node)
      }
    }
    change.details.add("name", found.record.presentation.name)
    change.details.add("kind", found.record.presentation.kind.rawValue)
    change.details.add("about", found.record.presentation.summary)
    change.details.add("key", found.record.key)
    change.details.add("endorsed by", holding.hosts(of: found.endorsers))
    return change
  }

  /// Of a member that others admitted, and nothing has shown here.
  private func vouching(on node: OpenNode, in holding: TerritoryRegistry.Holding) throws -> Change {
    let found = TerritoryDesk(services: node.services).unproven(in: holding).first {
      $0.record.host == candidate.lowercased() || $0.id.text.hasPrefix(candidate)
    }
    guard let found else {
      throw NotFound("\(candidate) does not ask to join. See: maillage territory members")
    }
    let host = found.record.host
    return Change(of: host, "vouch for \(host) in \(holding.charter.name)") {
      try await state(on: node, in: holding) { desk in
        try await desk.endorse(found.id, in: holding.id, isForced: stating.force)
        return try Report(
          "Vouched for \(host): what it publishes is taken here.",
          Shape(host: host, isMember: true, endorsements: nil, needed: 0)
        )
      }
    }
  }

  private func report(
    _ candidate: TerritoryState.Candidate,
    in id: Digest,
    on node: OpenNode
  ) throws -> Report {
    guard let holding = node.services.territories.holding(id) else { throw Refusal.absent }
    let host = candidate.record.host
    let needed = holding.state.terms.rules.endorsements
    let isMember = holding.state.member(candidate.member) != nil
    let current = holding.state.candidates.first { $0.member == candidate.member }
    let count = current?.endorsers.count
    var text = "Endorsed \(host): \(count ?? 0) of \(needed) endorsements."
    if isMember { text = "Endorsed \(host): it is a member now." }
    if let other = holding.claimed(by: candidate.member) {
      text = """
        Endorsed \(host), which is a member under another id. If it is the same organisation: \
        maillage territory propose recover \(other.short) \(candidate.member.short) --reason TEXT
        """
    }
    return try Report(
      text,
      Shape(host: host, isMember: isMember, endorsements: count, needed: needed)
    )
  }

  private struct Shape: Encodable {
    let host: String
    let isMember: Bool
    let endorsements: Int?
    let needed: Int
  }
}
