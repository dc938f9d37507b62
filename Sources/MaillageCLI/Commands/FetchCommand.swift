import ActivityStreams
import ArgumentParser
import Federation
import Foundation
import Model
import Node
import StrictJSON

/// `maillage fetch URL`.
struct FetchCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Show what the node sees of a remote object, and each check it makes.",
    discussion: """
      Nothing is kept. --body prints the document as well.

      Example: maillage fetch https://mairie.example/users/bob
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The address of an actor, a post or an activity.")
  var url: String

  @Flag(help: "Print the document too.")
  var body = false

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    var probe = Probe(node: node)
    let response = await probe.get(url, accepting: AcceptedMediaType.activityStreams)
    let json = response.flatMap { probe.json($0) }
    if let response, let json {
      for check in Self.checks(of: json, from: response) { probe.add(check) }
    }
    var report = try probe.checks.report(url)
    if let status = probe.status, [404, 410].contains(status) { report.exitCode = 3 }
    if body, let json { report.text += "\n" + String(decoding: json.serialized(), as: UTF8.self) }
    return report
  }

  /// Whether a document may say what it says where it was found.
  private static func checks(of json: JSON, from response: OutboundResponse) -> [Check] {
    guard let id = json["id"]?.string, AS.IRI(id) != nil else {
      return [.failed("id", "the document has none")]
    }
    var checks = [Check.passed("id", id)]
    do {
      _ = try OriginProof(of: id, vouchedBy: response.finalURL)
      checks.append(.passed("origin", "\(response.finalURL) may speak for it"))
    } catch {
      checks.append(.failed("origin", "\(error)"))
    }
    checks.append(type(of: json))
    if let author = author(of: json) { checks.append(check(author: author, of: id)) }
    return checks
  }

  private static func type(of json: JSON) -> Check {
    do {
      if json["inbox"] != nil {
        let actor = try AS.Actor(json: json)
        return .passed("type", "an actor: \(json["type"]?.string ?? "") \(actor.id)")
      }
      guard let type = json["type"]?.string else { return .failed("type", "the document has none") }
      return .passed("type", type)
    } catch {
      return .failed("type", "it is no actor that can be used: \(error)")
    }
  }

  private static func author(of json: JSON) -> String? {
    let named = json["attributedTo"] ?? json["actor"]
    return named?.string ?? named?["id"]?.string
  }

  private static func check(author: String, of id: String) -> Check {
    guard Origin(of: author) == Origin(of: id), Origin(of: id) != nil else {
      return .failed("author", "\(author) is of another origin")
    }
    return .passed("author", author)
  }
}
