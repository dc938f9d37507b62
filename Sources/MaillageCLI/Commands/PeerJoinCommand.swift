import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Signatures

/// `maillage peer join TICKET`.
struct PeerJoinCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Become a peer by the ticket of another node.",
    discussion: """
      It says first whose ticket it is and what is asked. With - it reads the ticket from standard \
      input, so that it is not in the history of the shell. --dry-run only shows it.

      Example: maillage peer join - --yes
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions

  @Argument(help: "The ticket, the link to it, or - for standard input.")
  var ticket: String

  var question: String { "Join?" }

  func gather() throws -> [UInt8]? {
    guard ticket == "-" else { return nil }
    if Console.isInteractive { Console.say("Paste the ticket, then Enter:") }
    return Array((readLine() ?? "").utf8)
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let ticket = try parsed(call.input)
    let target = try PeeringDesk.target(of: ticket, now: call.now)
    var change = Change(of: target.host, "become a peer of \(target.host)") {
      let peering = try await PeeringDesk(services: node.services).join(ticket)
      let invited = ticket.territory.flatMap { node.services.territories.holding($0) }
      let next = invited.map {
        "\nIt invites into \($0.charter.name): maillage territory join \($0.entry.localName)"
      }
      return try Report(
        "\(peering.host) is a peer now.\(next ?? "")",
        node.shape(of: peering, at: call.now)
      )
    }
    change.details = facts(of: ticket, target, on: node)
    return change
  }

  private func parsed(_ input: [UInt8]?) throws -> InvitationTicket {
    let text = input.map { String(decoding: $0, as: UTF8.self) } ?? ticket
    do throws(InvitationTicket.Failure) {
      return try InvitationTicket(text)
    } catch {
      throw Refusal.malformed("\(error)")
    }
  }

  private func facts(
    of ticket: InvitationTicket,
    _ target: PeerClient.Target,
    on node: OpenNode
  ) -> Facts {
    var facts = Facts()
    facts.add("node", ticket.origin)
    facts.add("address", ticket.addresses.joined(separator: ", "))
    facts.add("key", target.key)
    let pins = target.way?.pins.map(\.description).sorted().joined(separator: "\n")
    facts.add("TLS pin", pins)
    facts.add("shares", ticket.scopes.shown)
    facts.add("asks for", ticket.scopes.shown)
    facts.add(
      "territory",
      ticket.territory.map { node.services.known.territory($0)?.name ?? $0.text }
    )
    facts.add("until", ticket.expiresAt.shown)
    return facts
  }
}

/// `maillage peer request HOST`.
struct PeerRequestCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Ask a node for a peering without a ticket.",
    discussion: """
      Its admin accepts or not; then people on both sides compare the words of maillage peer \
      verify. --pin names the TLS key of a node with a self-signed certificate.

      Example: maillage peer request mairie.example --scope posts events
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Option(parsing: .upToNextOption, help: "What this node will share with it (default: posts).")
  var scope: [Scope] = [.posts, .groups]

  @Option(parsing: .upToNextOption, help: "sha256/… (maillage certificate pin, there).")
  var pin: [String] = []

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.authority
    guard host != node.configuration.origin.authority else {
      throw Refusal.conflict("This is \(host) itself.")
    }
    let pins = try pin.map { text in
      guard let pin = SPKIPin(text) else {
        throw Refusal.malformed("‘\(text)’ is no pin: write sha256/ and 44 letters.")
      }
      return pin
    }
    return Change(of: host, "ask \(host) for a peering (\(Set(scope).shown))") {
      let peering = try await PeeringDesk(services: node.services)
        .request(host, Set(scope), pins: Set(pins))
      return try Report(
        Self.sentence(about: peering),
        node.shape(of: peering, at: call.now)
      )
    }
  }

  private static func sentence(about peering: Peering) -> String {
    switch peering.state {
    case .active: "\(peering.host) is a peer now."
    case .unverified:
      "\(peering.host) has accepted. Now compare the words: maillage peer verify \(peering.host)"
    default: "\(peering.host) was asked; its admin decides (maillage peer accept, there)."
    }
  }
}
