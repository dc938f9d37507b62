import ActivityStreams
import Federation
import Foundation
import Model
import Node
import Signatures
import StrictJSON

/// The way to another node, step by step: name, TLS, documents, and signatures both ways.
struct PeerProbe {
  private let node: OpenNode
  private let host: String
  private var checks: [Check] = []

  init(node: OpenNode, host: String) {
    self.node = node
    self.host = host
  }

  /// Whether there was an answer at all.
  private(set) var isReached = false

  /// Takes every step that can be taken.
  mutating func run() async -> [Check] {
    var probe = Probe(node: node)
    let response = await probe.get(actorURL, accepting: AcceptedMediaType.activityStreams)
    isReached = probe.status != nil
    checks = probe.checks
    guard isReached else { return checks }
    checkPins()
    checkActor(response)
    await checkWebFinger()
    await checkNodeInfo()
    await checkSignedPost()
    return checks
  }

  private var actorURL: String { "https://\(host)/actor" }

  // MARK: TLS

  private mutating func checkPins() {
    let authority = Origin(scheme: "https", authority: host)
    let port = Int(host.dropFirst(authority.host.count + 1)) ?? 443
    let known = node.services.known.pins(host: authority.host, port: port) ?? []
    let configured = node.configuration.networkPins[host] ?? []
    let pins = Set(known.map(\.description)).union(configured)
    checks.append(
      pins.isEmpty
        ? .passed("pin", "none is known; public authorities vouch for the host")
        : .passed("pin", "its TLS key is one of \(pins.sorted().joined(separator: ", "))")
    )
  }

  // MARK: Documents

  /// The actor was asked for by a signed GET.
  private mutating func checkActor(_ response: OutboundResponse?) {
    guard let response, let json = try? JSON.parse(response.body),
      let actor = try? AS.Actor(json: json), actor.id.string == actorURL
    else {
      checks.append(.failed("node actor", "\(actorURL) shows no node"))
      return
    }
    checks.append(.passed("signed GET", "\(actorURL) shows \(json["name"]?.string ?? host)"))
    let shown = ActorKey.keys(of: actor).first { $0.uri == "\(actorURL)#ed25519-key" }?.publicKey
    let known = node.services.known
    guard let wanted = known.node(host: host)?.record.key ?? known.peering(with: host)?.record?.key
    else {
      checks.append(.skipped("key", "\(shown ?? "none shown"); none is known here to compare"))
      return
    }
    let mend = "Speak with its admin before anything else: maillage peer suspend \(host)"
    checks.append(
      shown == wanted
        ? .passed("key", "its actor shows the key that is known here")
        : .failed("key", "its actor shows \(shown ?? "none"), known is \(wanted)", mend: mend)
    )
  }

  private mutating func checkWebFinger() async {
    let resource = actorURL.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let url = "https://\(host)/.well-known/webfinger?resource=\(resource)"
    guard let json = await json("WebFinger", url) else { return }
    let links = json["links"]?.array?.compactMap { $0["href"]?.string } ?? []
    checks.append(
      links.contains(actorURL)
        ? .passed("WebFinger", "\(json["subject"]?.string ?? "it") leads to \(actorURL)")
        : .failed("WebFinger", "it does not lead to \(actorURL)")
    )
  }

  private mutating func checkNodeInfo() async {
    guard let list = await json("NodeInfo", "https://\(host)/.well-known/nodeinfo") else { return }
    let links = list["links"]?.array?.filter {
      $0["rel"]?.string?.hasPrefix("http://nodeinfo.diaspora.software/ns/schema/") ?? false
    }
    guard let url = links?.last?["href"]?.string, Origin(of: url)?.authority == host else {
      checks.append(.failed("NodeInfo", "it names no document of its own"))
      return
    }
    guard let info = await json("NodeInfo", url) else { return }
    let software = info["software"]
    let name = software?["name"]?.string ?? "unknown"
    checks.append(.passed("NodeInfo", "\(name) \(software?["version"]?.string ?? "")"))
  }

  /// A document; a failed check and nothing when it is not there.
  private mutating func json(_ check: String, _ url: String) async -> JSON? {
    do {
      let response = try await node.services.fetcher.send(OutboundRequest(.get, url))
      guard response.isSuccess else {
        checks.append(.failed(check, "\(url) answered \(response.status)"))
        return nil
      }
      return try JSON.parse(response.body)
    } catch {
      checks.append(.failed(check, "\(url): \(error)"))
      return nil
    }
  }

  // MARK: Signatures both ways

  private mutating func checkSignedPost() async {
    let known = node.services.known
    guard let record = known.node(host: host)?.record ?? known.peering(with: host)?.record else {
      checks.append(.skipped("signed POST", "\(host) is no peer, and in no common territory"))
      return
    }
    let word = SharedSecret.random(count: 8).hexadecimal
    do {
      let answer = try await PeerClient(services: node.services).post(
        ["ping": .string(word)],
        to: "/peering/ping",
        of: PeerClient.Target(host: host, key: record.key)
      )
      checks.append(
        answer["ping"]?.string == word
          ? .passed("signed POST", "it knew this node, and its answer is signed by its key")
          : .failed("signed POST", "it answered something else")
      )
    } catch {
      let mend = "Look there: maillage peer show \(node.configuration.origin.authority)"
      checks.append(.failed("signed POST", "\(error)", mend: mend))
    }
  }
}
