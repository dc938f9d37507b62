import ActivityStreams
import Foundation
import Model
import StrictJSON

/// Whether a record is of the host that it names: a key alone does not say whose it is.
struct OriginCheck {
  let services: FederationServices

  /// Looks at the host where DNS or this node's host map says that it is, never where the record
  /// says, and finds the record's key in the node's actor there.
  ///
  /// - Throws: `Refusal.forbidden` saying what to do when that cannot be seen.
  func require(_ record: NodeRecord) async throws {
    if let node = services.known.node(host: record.host), node.isProven,
      node.record.key == record.key
    {
      return
    }
    var reason = "it takes no connections"
    if record.isReachable {
      do {
        let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
        let key = try await key(of: record.host, OutboundWay(pins: pins))
        if key == record.key { return }
        reason = "its actor shows another key"
      } catch {
        reason = "\(error)"
      }
    }
    throw Refusal.forbidden(
      """
      Nothing shows that this is \(record.host): \(reason). Use a ticket that was made for that \
      host (maillage peer invite --for \(record.host)), or compare words (maillage peer verify).
      """
    )
  }

  /// Lets pass whom nothing contradicts: people will compare words.
  ///
  /// A record that says it takes no connections is looked for all the same; else anybody could ask
  /// in the name of a host that can be reached, and keep its own requests out.
  ///
  /// - Throws: `Refusal.forbidden` when the host shows another key.
  func requireNoOther(_ record: NodeRecord) async throws {
    let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
    let key: String
    do {
      key = try await self.key(of: record.host, OutboundWay(pins: pins))
    } catch Refusal.unavailable(let reason) {
      // That this node could not look says nothing about the host.
      throw Refusal.unavailable(reason)
    } catch {
      return
    }
    guard key == record.key else {
      throw Refusal.forbidden("\(record.host) shows another key than this record.")
    }
  }

  /// The Ed25519 key that a node's actor shows.
  func key(of host: String, _ way: OutboundWay) async throws -> String {
    let url = "https://\(host)/actor"
    var request = OutboundRequest(
      .get,
      url,
      accepted: AcceptedMediaType.activityStreams,
      maximumRedirects: 0
    )
    request.way = way
    let response: OutboundResponse
    do {
      response = try await services.fetcher.send(request)
    } catch .budgetExhausted {
      throw Refusal.unavailable("This node asks too many others just now. Try again later.")
    } catch {
      throw Refusal.unreachable("\(url): \(error).")
    }
    guard response.isSuccess, let json = try? JSON.parse(response.body),
      let actor = try? AS.Actor(json: json), actor.id.string == url
    else { throw Refusal.unreachable("\(url) shows no node.") }
    guard let key = ActorKey.keys(of: actor).first(where: { $0.uri == "\(url)#ed25519-key" }) else {
      throw Refusal.conflict("\(host) shows no Ed25519 key: it is no node that can be a peer.")
    }
    return key.publicKey
  }
}
