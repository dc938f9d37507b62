import Federation
import Foundation
import Logging
import Model
import Node

/// What can be said of an opened node: its database, its queue, and how others see it.
struct NodeExamination {
  let node: OpenNode
  let call: Call

  func checks() async throws -> [Check] {
    [
      try await database(), await writing(), clock(), try await search(), try await queue(),
      try await inbox(),
      await media(), try await backups(), try await auditLog(),
    ] + maintenance() + (try await ties()) + [places(), await name()] + (try await renewal())
      + (await reachability())
  }

  /// How renewing the certificate by ACME goes.
  private func renewal() async throws -> [Check] {
    guard node.configuration.tlsMode == .acme, let certificate = try? node.certificate else {
      return []
    }
    let standing = CertificateStanding(
      certificate,
      mode: node.configuration.tlsMode,
      renewal: try await CertificateDesk(node).record,
      doorObstacle: call.isServing ? node.doorObstacle : nil,
      at: call.now
    )
    return [standing.check].compactMap(\.self)
  }

  // MARK: Database and queues

  private func database() async throws -> Check {
    let complaints = try await node.database.integrityComplaints()
    guard let first = complaints.first else { return .passed("database", "it is whole") }
    return .failed(
      "database",
      "it is damaged: \(first)",
      mend: "Stop the node and restore a backup: maillage help backup restore"
    )
  }

  /// Whether something can be written at this moment.
  private func writing() async -> Check {
    do {
      let now = "\(call.now.timeIntervalSince1970)"
      try await node.database.write { try $0.state.set("doctorWrote", to: now) }
      return .passed("writing", "the database can be written")
    } catch {
      return .failed(
        "writing",
        "\(error)",
        mend: "Look at the disk and how it is mounted: what can be read is served meanwhile."
      )
    }
  }

  private func clock() -> Check {
    if let doubt = node.clock.doubt {
      return .warning(
        "clock jumps",
        "it was set forward and may be \(doubt.ahead.shownDuration) ahead: nothing is deleted for its age and no "
          + "post for later is published, for \(doubt.left.shownDuration) more",
        mend: "Set the clock right; if it is right, run: maillage clock confirm"
      )
    }
    guard let jump = node.clock.recentJump(at: call.now) else {
      return .passed("clock jumps", "none within the hour")
    }
    let direction = jump.seconds > 0 ? "forward" : "back"
    return .warning(
      "clock jumps",
      "it was set \(direction) by \(abs(jump.seconds).shownDuration) at \(jump.at.shown)",
      mend: "A time service (timedatectl set-ntp true) keeps it right."
    )
  }

  private func queue() async throws -> Check {
    let (lanes, oldest) = try await node.database.read { tx in
      (
        LaneShape.all(
          depths: try tx.deliveries.depths(),
          lanes: try tx.deliveries.lanes(),
          at: call.now
        ),
        try tx.deliveries.oldestWaiting()
      )
    }
    let paused = lanes.count { $0.isPaused }
    let waiting = lanes.reduce(0) { $0 + $1.waiting }
    let lag = oldest.map { call.now.timeIntervalSince($0) } ?? 0
    let detail =
      "\(waiting) deliveries wait" + (waiting > 0 ? ", the oldest for \(lag.shownDuration)" : "")
      + (paused > 0 ? "; \(paused) nodes are paused" : "")
    guard lag > 3600 || paused > 0 else { return .passed("queue", detail) }
    return .warning("queue", detail, mend: "maillage queue status")
  }

  private func inbox() async throws -> Check {
    let (count, oldest) = try await node.database.read { tx in
      (try tx.inbox.countWaiting(), try tx.inbox.oldestWaiting())
    }
    let lag = oldest.map { call.now.timeIntervalSince($0) } ?? 0
    let detail = "\(count) activities wait" + (count > 0 ? " for \(lag.shownDuration)" : "")
    return lag > 600 ? .warning("inbox", detail) : .passed("inbox", detail)
  }

  /// A maintenance that somebody may have forgotten.
  private func maintenance() -> [Check] {
    let shape = MaintenanceShape(node.services.currentMaintenance)
    guard shape.isOn else { return [] }
    return [.warning("maintenance", shape.shown, mend: "maillage maintenance off")]
  }

  // MARK: Places

  private static let mostNames = 3

  /// Codes of communes that are none, perhaps no more; and names that could be codes.
  private func places() -> Check {
    let places = node.configuration.nodeTerritoryPlaces
    let codes = places.filter { Commune.hasFormOfCode($0) }
    let unknown = codes.filter { Communes.find(code: $0) == nil }
    guard !unknown.isEmpty else {
      let detail = "\(codes.count) codes of communes"
      let named = places.prefix(Self.mostNames).compactMap { place in
        Communes.search(name: place, limit: 1).first { $0.name == place }
          .map { "\(place) may be \($0.code)" }
      }
      guard !named.isEmpty else { return .passed("places", detail) }
      return .passed(
        "places",
        "\(detail); directories find a node by codes, not by names: \(named.joined(separator: ", "))"
      )
    }
    return .warning(
      "places",
      "no commune has the code \(unknown.joined(separator: ", ")): it may have merged with another, "
        + "or be a postal code; it is shown to nobody",
      mend: "Put the INSEE code of today's commune into node.territoryPlaces."
    )
  }

  private func media() async -> Check {
    if let obstacle = node.services.media.obstacle { return .warning("media", obstacle) }
    guard await node.services.media.pictures.isConfined() else {
      return .failed(
        "media",
        "the process that decodes pictures cannot be confined, so that no picture is taken",
        mend: "Let the node use seccomp filters: a container may forbid them."
      )
    }
    return .passed("media", "pictures are decoded in a process without rights")
  }

  // MARK: From outside

  private func name() async -> Check {
    let host = node.configuration.nodeHost
    do {
      let found = try await HostLookup(node.configuration).addresses(of: host)
      let shown = found.addresses.map(\.description).joined(separator: ", ")
      return .passed("name", "\(host) leads to \(shown) (\(found.source))")
    } catch {
      return .failed(
        "name",
        "\(error)",
        mend: "Make a DNS entry for \(host), or name its address in network.hosts on each node."
      )
    }
  }

  /// Asks the node at its public name, as another node would.
  private func reachability() async -> [Check] {
    guard call.isServing else {
      return [.skipped("reachability", "the node is stopped; start it with maillage serve")]
    }
    do {
      let client = try OutboundClient(
        try OutboundSettings(try ownEyes(), home: node.home),
        logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
      )
      let origin = node.configuration.origin
      let checks = [
        await ask("reachability", "\(origin)/readyz", [], client),
        await ask(
          "node actor",
          node.nodeActor.uri,
          AcceptedMediaType.activityStreams,
          client
        ),
      ]
      await client.shutdown()
      return checks
    } catch {
      return [.failed("reachability", "\(error)")]
    }
  }

  /// The configuration with which another node would ask that has pinned this one and is allowed
  /// to come here.
  private func ownEyes() throws -> NodeConfiguration {
    var configuration = node.configuration
    if configuration.tlsMode == .selfSigned, let pin = SPKIPin(try node.certificate.pin) {
      configuration.networkPins[node.configuration.origin.authority] = [pin.description]
    }
    return configuration
  }

  private func ask(
    _ check: String,
    _ url: String,
    _ types: [AcceptedMediaType],
    _ client: OutboundClient
  ) async -> Check {
    let signer = try? node.services.keys.nodeSigner(.rsa)
    let now = node.services.now
    let accept = types.map(\.fieldValue).joined(separator: ", ")
    let request = OutboundRequest(
      .get,
      url,
      fields: accept.isEmpty ? [] : [("Accept", accept)],
      accepted: types,
      timeout: .seconds(10),
      sign: { hop in try signer?.fields(for: hop, by: .draftCavage, now: now()) ?? [] }
    )
    do {
      let response = try await client.send(request)
      guard response.isSuccess else {
        return .failed(
          check,
          "\(url) answered \(response.status)",
          mend: "Look whether another server or the proxy answers at this name."
        )
      }
      return .passed(check, "\(url) answers")
    } catch OutboundFailure.refusedAddress(let host, let address, let reason) {
      return .warning(
        check,
        "\(host) leads to \(address) (\(reason)): not asked, and others cannot come here",
        mend: "For a private territory, add its network to network.allowedAddresses."
      )
    } catch {
      return .failed(
        check,
        "\(url): \(error)",
        mend: "Look at the firewall, the port mapping and the proxy; then at DNS."
      )
    }
  }
}
