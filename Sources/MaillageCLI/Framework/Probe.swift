import ActivityStreams
import Federation
import Foundation
import Model
import Node
import Signatures
import StrictJSON

/// A request to another node, with each check that it passes on the way.
struct Probe {
  let node: OpenNode
  let fetcher: any HTTPFetching
  private(set) var checks: [Check] = []
  /// The status of the answer, when there was one.
  private(set) var status: Int?

  init(node: OpenNode) {
    self.node = node
    fetcher = node.services.fetcher
  }

  /// What an address answers; nothing when a check failed before there was an answer.
  mutating func get(_ url: String, accepting types: [AcceptedMediaType]) async -> OutboundResponse?
  {
    guard let origin = Origin(of: url) else {
      checks.append(.failed("URL", "‘\(url)’ is not usable", mend: "Write https://host/path."))
      return nil
    }
    guard checkPolicy(origin), await checkAddress(origin) else { return nil }
    do {
      let response = try await fetcher.send(try request(url, types))
      status = response.status
      let isSecure = response.finalURL.hasPrefix("https:")
      checks.append(
        isSecure
          ? .passed("TLS", "the certificate is valid for the host, or pinned")
          : .warning("TLS", "the answer came over plain HTTP")
      )
      checkStatus(response)
      return response.isSuccess ? response : nil
    } catch let failure as OutboundFailure {
      checks.append(.failed(failure.check, "\(failure)", mend: failure.mend))
    } catch {
      checks.append(.failed("request", "\(error)"))
    }
    return nil
  }

  mutating func add(_ check: Check) {
    checks.append(check)
  }

  /// Reads an answer strictly.
  mutating func json(_ response: OutboundResponse) -> JSON? {
    do {
      let json = try JSON.parse(response.body)
      checks.append(.passed("JSON", "\(response.body.count) bytes"))
      return json
    } catch {
      checks.append(.failed("JSON", "\(error)"))
      return nil
    }
  }

  // MARK: Parts

  private func request(_ url: String, _ types: [AcceptedMediaType]) throws -> OutboundRequest {
    let signer = try node.services.keys.nodeSigner(.rsa)
    let now = node.services.now
    let accept = types.map(\.fieldValue).joined(separator: ", ")
    return OutboundRequest(
      .get,
      url,
      fields: accept.isEmpty ? [] : [("Accept", accept)],
      accepted: types,
      sign: { hop in try signer.fields(for: hop, by: .draftCavage, now: now()) }
    )
  }

  private mutating func checkPolicy(_ origin: Origin) -> Bool {
    let host = origin.authority
    guard !node.services.flows.isAdmitted(host) else {
      checks.append(.passed("policy", "this node deals with \(host)"))
      return true
    }
    checks.append(
      .failed(
        "policy",
        "this node does not deal with \(host)",
        mend: "maillage policy explain \(host)"
      )
    )
    return false
  }

  private mutating func checkAddress(_ origin: Origin) async -> Bool {
    let lookup = HostLookup(node.configuration)
    do {
      let found = try await lookup.addresses(of: origin, known: node.services.known)
      let shown = found.addresses.map(\.description).joined(separator: ", ")
      let detail = "\(origin.host) leads to \(shown) (\(found.source))"
      guard let refusal = lookup.refusal(of: found.addresses) else {
        checks.append(.passed("address", detail))
        return true
      }
      let mend = "If it is meant, add its network to network.allowedAddresses."
      checks.append(.failed("address", "\(detail), which is refused: \(refusal)", mend: mend))
    } catch {
      let mend = "Correct the name, or add it to network.hosts."
      checks.append(.failed("address", "\(error)", mend: mend))
    }
    return false
  }

  private mutating func checkStatus(_ response: OutboundResponse) {
    let type = response[field: "content-type"] ?? "none"
    checks.append(
      response.isSuccess
        ? .passed("answer", "\(response.status), \(type), from \(response.finalURL)")
        : .failed("answer", "\(response.status) from \(response.finalURL)")
    )
  }
}

/// Where a host name leads, by the static map or by DNS.
struct HostLookup {
  private let configuration: NodeConfiguration

  init(_ configuration: NodeConfiguration) {
    self.configuration = configuration
  }

  /// Where an origin leads: as the record of a known node says, else as its name does.
  func addresses(
    of origin: Origin,
    known: KnownNodes
  ) async throws -> (addresses: [IPAddress], source: String) {
    let port = Int(origin.authority.dropFirst(origin.host.count + 1)) ?? 443
    if let place = known.place(host: origin.host, port: port) {
      return ([place.address], "the node's record")
    }
    return try await addresses(of: origin.host)
  }

  func addresses(of host: String) async throws -> (addresses: [IPAddress], source: String) {
    if let literal = IPAddress(host.trimmingCharacters(in: ["[", "]"])) {
      return ([literal], "literal")
    }
    if let mapped = configuration.networkHosts[host] { return ([mapped.address], "network.hosts") }
    return (try await SystemResolver().addresses(of: host), "DNS")
  }

  /// Why the node would not connect to one of the addresses.
  func refusal(of addresses: [IPAddress]) -> String? {
    let guardian = AddressGuard(allowing: configuration.networkAllowedAddresses)
    return addresses.lazy.compactMap(guardian.refusal).first
  }
}

extension Origin {
  /// The authority without its port.
  var host: String {
    guard !authority.hasPrefix("[") else {
      return String(authority.prefix { $0 != "]" }) + "]"
    }
    return String(authority.prefix { $0 != ":" })
  }
}

extension OutboundFailure {
  /// Which check the failure belongs to.
  fileprivate var check: String {
    switch self {
    case .tlsFailure: "TLS"
    case .wrongContentType: "content type"
    case .refusedAddress: "address"
    case .tooManyRedirects, .redirectRefused: "redirect"
    case .tooLarge: "size"
    default: "connection"
    }
  }

  fileprivate var mend: String? {
    switch self {
    case .tlsFailure:
      "If its certificate is self-signed, pin it: network.pins (maillage certificate pin there)."
    case .unreachable, .timedOut: "Look whether the node runs and its port is open."
    case .refusedAddress: "If it is meant, add its network to network.allowedAddresses."
    default: nil
    }
  }
}
