import ActivityStreams
import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage webfinger ADDRESS`.
struct WebfingerCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "webfinger",
    abstract: "Show which actor is behind an address, and each check on the way.",
    discussion: "Example: maillage webfinger @bob@mairie.example"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "@name@host.")
  var address: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let address = try node.accountAddress(address)
    let origin = try AS.Origin(scheme: .https, authority: address.authority)
    let url = origin.address(".well-known", "webfinger").with(query: "resource", address.uri)
    var probe = Probe(node: node)
    let types = [
      AcceptedMediaType("application/jrd+json"), AcceptedMediaType("application/json"),
    ]
    if let response = await probe.get(url.string, accepting: types),
      let json = probe.json(response)
    {
      do {
        let document = try AS.WebFingerDocument(json: json)
        probe.add(.passed("subject", document.subject))
        probe.add(
          document.actor.map { .passed("actor", $0.string) }
            ?? .failed("actor", "no link of the kind self leads to one")
        )
      } catch {
        probe.add(.failed("document", "\(error)"))
      }
    }
    return try probe.checks.report(address.description)
  }
}
