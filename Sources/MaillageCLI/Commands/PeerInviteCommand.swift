import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage peer invite`.
struct PeerInviteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Make a ticket by which one other node becomes a peer.",
    discussion: """
      Whoever has the ticket may join, once: hand it over as you would a key. Where this node \
      cannot find the other by its name, say --for HOST, so that the ticket is good for that host \
      only.

      Example: maillage peer invite --for mairie.example --scope posts events \
      --review 2027-06-01 --expires 7d
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Option(name: .customLong("for"), help: "The only host that may use it.")
  var host: String?

  @Option(
    parsing: .upToNextOption,
    help: "What this node will share with it (default: posts groups)."
  )
  var scope: [Scope] = [.posts, .groups]

  @Option(help: "When to look at these scopes again: YYYY-MM-DD.")
  var review: Day?

  @Option(help: "How long it can be used: 36h, 7d, 2w.")
  var expires = "7d"

  @Option(help: "A territory into which it invites as well.")
  var territory: String?

  @Flag(help: "Print no QR code.")
  var noQr = false

  func validate() throws {
    guard Lifetime(argument: expires) != nil else {
      throw ValidationError("‘\(expires)’ is no time: write 36h, 7d or 2w.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try host.map { try NodeName($0).authority }
    let holding = try territory.map { try node.memberTerritory(named: $0) }
    let lifetime = Lifetime(argument: expires)?.seconds ?? 0
    let scopes = Set(scope)
    let target = host ?? "any node"
    var change = Change(of: target, "make a ticket for \(target)") {
      let ticket = try await PeeringDesk(services: node.services).invite(
        scopes,
        reviewAt: review?.start,
        host: host,
        territory: holding?.id,
        lifetime: lifetime
      )
      return try report(of: ticket, host, holding?.charter.name)
    }
    change.details.add("scopes", scopes.shown)
    change.details.add("review", review?.start.shownDay)
    change.details.add("territory", holding?.charter.name)
    return change
  }

  private func report(
    of ticket: InvitationTicket,
    _ host: String?,
    _ territory: String?
  ) throws -> Report {
    var facts = Facts()
    facts.add("for", host ?? "whoever has it, once")
    facts.add("scopes", ticket.scopes.shown)
    facts.add("review", review?.start.shownDay)
    facts.add("territory", territory)
    facts.add("until", ticket.expiresAt.shown)
    let code = noQr ? nil : QRCode(ticket.link)?.terminalText
    let parts = [
      "\(Styled.strong("Ticket")), shown once; on the other node: maillage peer join -",
      ticket.text, "\(Styled.strong("The same as a link"))\n\(ticket.link)", code, facts.shown,
    ]
    return try Report(
      parts.compactMap { $0 }.joined(separator: "\n\n"),
      Shape(
        id: ticket.id.hexadecimal,
        ticket: ticket.text,
        link: ticket.link,
        host: host,
        scopes: ticket.scopes.sorted().map(\.rawValue),
        reviewAt: review?.start,
        territory: ticket.territory?.text,
        expiresAt: ticket.expiresAt
      )
    )
  }

  private struct Shape: Encodable {
    let id: String
    let ticket: String
    let link: String
    let host: String?
    let scopes: [String]
    let reviewAt: Date?
    let territory: String?
    let expiresAt: Date
  }
}

/// `maillage peer tickets`.
struct PeerTicketsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickets",
    abstract: "List the tickets that can still be used; their secrets are not shown again.",
    discussion: "Example: maillage peer tickets"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let tickets = try await node.database.read { try $0.tickets.open(at: call.now) }
    var table = Table("ID", "FOR", "SCOPES", "REVIEW", "TERRITORY", "UNTIL")
    var shapes: [Shape] = []
    for ticket in tickets {
      let name = ticket.territory.flatMap { node.services.known.territory($0)?.localName }
      table.add(
        ticket.id.hexadecimal,
        ticket.host ?? "whoever has it",
        ticket.scopes.shown,
        ticket.reviewAt?.shownDay ?? "",
        name ?? "",
        ticket.expiresAt.shown
      )
      shapes.append(Shape(ticket, name))
    }
    return try Report(table.text(ifEmpty: "No ticket is open."), shapes)
  }

  private struct Shape: Encodable {
    let id: String
    let host: String?
    let scopes: [String]
    let reviewAt: Date?
    let territory: String?
    let createdAt: Date
    let expiresAt: Date

    init(_ ticket: PeeringTicket, _ territory: String?) {
      id = ticket.id.hexadecimal
      host = ticket.host
      scopes = ticket.scopes.sorted().map(\.rawValue)
      reviewAt = ticket.reviewAt
      self.territory = territory
      createdAt = ticket.createdAt
      expiresAt = ticket.expiresAt
    }
  }
}

/// `maillage peer withdraw ID`.
struct PeerWithdrawCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Make a ticket useless that nobody has used yet.",
    discussion: "Example: maillage peer withdraw 9f86d081884c7d65"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the ticket (maillage peer tickets).")
  var id: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let wanted = id.lowercased()
    let open = try await node.database.read { try $0.tickets.open(at: call.now) }
    guard let ticket = open.first(where: { $0.id.hexadecimal == wanted }) else {
      throw NotFound("There is no open ticket \(id). See: maillage peer tickets")
    }
    return Change(of: wanted, "withdraw the ticket \(wanted)") { tx in
      try tx.tickets.remove(id: ticket.id)
      return try Report("The ticket \(wanted) cannot be used any more.", ["id": wanted])
    }
  }
}

extension [UInt8] {
  /// The bytes as people read them out.
  var hexadecimal: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
