import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer suspend HOST`.
struct PeerSuspendCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend",
    abstract: "Stop both directions for now; follows are kept, and nothing is severed.",
    discussion: "Example: maillage peer suspend mairie.example --until 2027-01-15 --reason incident"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Option(help: "It resumes by itself on this day: YYYY-MM-DD.")
  var until: Day?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    if let until, until.start <= call.now {
      throw Refusal.malformed("\(until.start.shownDay) is over.")
    }
    let end = until.map { "until \($0.start.shownDay)" } ?? "until it is resumed"
    return Change(of: host, "suspend the peering with \(host) \(end)") {
      let peering = try await PeeringDesk(services: node.services)
        .suspend(host, until: until?.start, reason: changing.reason ?? "")
      return try Report(
        "Suspended \(host) \(end).",
        node.shape(of: peering, at: call.now)
      )
    }
  }
}

/// `maillage peer resume HOST`.
struct PeerResumeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let a suspended peering go on.",
    discussion: "Example: maillage peer resume mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    return Change(of: host, "resume the peering with \(host)") {
      let peering = try await PeeringDesk(services: node.services).resume(host)
      return try Report("Resumed \(host).", node.shape(of: peering, at: call.now))
    }
  }
}

/// `maillage peer remove HOST`.
struct PeerRemoveCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "End a peering; follows and posts stay as they are between strangers.",
    discussion: """
      What waits for the other node or is held is given up. To stop for a while: maillage peer \
      suspend.

      Example: maillage peer remove mairie.example --yes --reason "the contract has ended"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var peer: PeerArgument

  var question: String { "End the peering with \(peer.host)?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let desk = PeeringDesk(services: node.services)
    let severance = try await desk.severance(host)
    var change = Change(of: host, "end the peering with \(host)") {
      let isTold = try await desk.remove(host)
      let addition = isTold ? "" : " It could not be told."
      return try Report(
        "The peering with \(host) has ended.\(addition)",
        EndedPeering(host: host, isTold: isTold, severed: SeveranceShape(severance))
      )
    }
    change.details.add("given up", severance.givenUp)
    change.details.add("kept", severance.tied)
    return change
  }
}

/// `maillage peer purge HOST`.
struct PeerPurgeCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "End a peering and forget everything of the other node, for good.",
    discussion: """
      Its actors, all they wrote here and every follow in both directions are gone. It works for \
      nodes that are no peers too. To keep it from coming back: maillage policy add.

      Example: maillage peer purge spam.example --yes --reason spam
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var peer: PeerArgument

  var question: String { "Forget everything of \(peer.host), for good?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.authority
    guard host != node.configuration.origin.authority else {
      throw Refusal.conflict("This is \(host) itself.")
    }
    let desk = PeeringDesk(services: node.services)
    let severance = try await desk.severance(host)
    guard node.services.known.peering(with: host) != nil || severance.actors > 0 else {
      throw NotFound("Nothing of \(host) is here.")
    }
    var change = Change(of: host, "forget everything of \(host)") {
      try await desk.purge(host)
      return try Report(
        "Everything of \(host) is gone.",
        EndedPeering(host: host, isTold: nil, severed: SeveranceShape(severance))
      )
    }
    change.details.add("given up", severance.givenUp)
    change.details.add("severed", severance.tied)
    return change
  }
}

/// An ended peering as the command line prints it.
private struct EndedPeering: Encodable {
  let host: String
  let isTold: Bool?
  let severed: SeveranceShape
}

/// What there was between two nodes, as the command line prints it.
private struct SeveranceShape: Encodable {
  let waiting: Int
  let held: Int
  let followers: Int
  let following: Int
  let posts: Int
  let actors: Int

  init(_ severance: PeeringDesk.Severance) {
    waiting = severance.waiting
    held = severance.held
    followers = severance.followers
    following = severance.following
    posts = severance.posts
    actors = severance.actors
  }
}

extension PeeringDesk.Severance {
  fileprivate var givenUp: String { "\(waiting) deliveries that wait, \(held) activities held" }

  fileprivate var tied: String {
    "\(actors) actors and \(posts) posts of it; \(followers) follow somebody here, "
      + "\(following) are followed from here"
  }
}
