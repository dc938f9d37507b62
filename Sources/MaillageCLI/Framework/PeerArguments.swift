import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// The other node that a command is about.
struct PeerArgument: ParsableArguments {
  @Argument(help: "The other node: host or host:port.")
  var host: String

  /// Host, and port when it is not 443.
  var authority: String {
    get throws { try NodeName(host).authority }
  }

  /// The peering that a command is about.
  func peering(on node: OpenNode) throws -> Peering {
    let authority = try authority
    guard let peering = node.services.known.peering(with: authority) else {
      throw NotFound("There is no peering with \(authority). See: maillage peer list")
    }
    return peering
  }
}

/// How people write the name of a node.
struct NodeName {
  let authority: String

  init(_ text: String) throws(Refusal) {
    let url = (text.contains("://") ? text : "https://\(text)").lowercased()
    guard let origin = Origin(of: url) else {
      throw .malformed("‘\(text)’ is no node: write host or host:port.")
    }
    authority = origin.authority
  }
}

extension Day: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// How long something holds: `36h`, `7d`, `2w`.
struct Lifetime: ExpressibleByArgument, Sendable {
  let seconds: TimeInterval

  init?(argument: String) {
    let units: [Character: TimeInterval] = ["h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
      (1...1000).contains(count)
    else { return nil }
    seconds = Double(count) * unit
  }
}

extension Scope: ExpressibleByArgument {}
extension Valve.Direction: ExpressibleByArgument {}
extension Valve.Setting: ExpressibleByArgument {}

extension Peering.Level: ExpressibleByArgument {
  package init?(argument: String) {
    guard let level = Self.allCases.first(where: { $0.word == argument }) else { return nil }
    self = level
  }

  package static var allValueStrings: [String] { allCases.map(\.word) }

  /// How it is written on a command line and in its JSON.
  var word: String {
    switch self {
    case .full: "full"
    case .limited: "limited"
    case .mediaOff: "media-off"
    case .receiveOnly: "receive-only"
    }
  }

  /// What it does, for people.
  var meaning: String {
    switch self {
    case .full: "everything passes that the scopes and valves let through"
    case .limited: "only those who follow somebody there see what comes from it"
    case .mediaOff: "pictures and files are dropped"
    case .receiveOnly: "it is heard, and nothing is sent to it"
    }
  }
}

extension Set<Scope> {
  /// The scopes in their order, for people.
  var shown: String { isEmpty ? "none" : sorted().map(\.rawValue).joined(separator: ", ") }
}

extension Date {
  /// The day in UTC, for people.
  var shownDay: String { String(shown.prefix(10)) }
}
