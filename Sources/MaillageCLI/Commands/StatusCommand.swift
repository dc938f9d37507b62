import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage status`.
struct StatusCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How the node is, running or stopped.",
    discussion: "Example: maillage status --json"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let counts = try await node.database.read { try Counts($0, at: call.now) }
    let certificate = try CertificateFiles(node.configuration, home: node.home)
      .map { try ServedCertificate(reading: $0).summary }
    let renewal =
      node.configuration.tlsMode == .acme ? try await CertificateDesk(node).record : nil
    let shape = Shape(
      version: MaillageVersion.current,
      origin: "\(node.configuration.origin)",
      home: node.home.path,
      isServing: call.isServing,
      uptimeSeconds: call.isServing ? Int(call.now.timeIntervalSince(node.startedAt)) : nil,
      counts: counts,
      ties: try await TiesShape(of: node, at: call.now),
      disk: Disk(node.home),
      writeTrouble: node.database.writeTrouble,
      clockJump: node.clock.recentJump(at: call.now),
      clockDoubt: node.clock.doubt,
      mediaObstacle: node.services.media.obstacle,
      certificate: certificate.map { Expiry($0, renewal, at: call.now) },
      backup: LastBackup(of: node, at: call.now),
      maintenance: MaintenanceShape(node.services.currentMaintenance),
      waitsForRestart: node.pendingRestart.value
    )
    return try Report(shape.shown, shape)
  }
}

extension StatusCommand {
  fileprivate struct Shape: Encodable {
    let version: String
    let origin: String
    let home: String
    let isServing: Bool
    let uptimeSeconds: Int?
    let counts: Counts
    let ties: TiesShape
    let disk: Disk
    /// Why nothing can be written.
    let writeTrouble: String?
    /// The clock was set within the hour.
    let clockJump: ClockSense.Jump?
    /// The clock was set forward and may be ahead.
    let clockDoubt: ClockSense.Doubt?
    let mediaObstacle: String?
    let certificate: Expiry?
    let backup: LastBackup?
    let maintenance: MaintenanceShape
    /// Settings that were changed and take effect at a restart.
    let waitsForRestart: [String]
  }

  /// What the database counts.
  fileprivate struct Counts: Encodable, Sendable {
    let members: Int
    let membersPending: Int
    let membersSuspended: Int
    let posts: Int
    let mediaBytes: Int
    let deliveriesWaiting: Int
    let deliveriesAbandoned: Int
    let deliveryLagSeconds: Int?
    let inboxWaiting: Int
    let inboxLagSeconds: Int?
    let lanesPaused: Int

    init(_ tx: Transaction, at now: Date) throws {
      let lag = { (oldest: Date?) in oldest.map { max(0, Int(now.timeIntervalSince($0))) } }
      members = try tx.members.count(in: .active)
      membersPending = try tx.members.count(in: .pending)
      membersSuspended = try tx.members.count(in: .suspended)
      posts = try tx.posts.countLocal()
      mediaBytes = try tx.mediaFiles.totalBytes()
      deliveriesWaiting = try tx.deliveries.count(.waiting)
      deliveriesAbandoned = try tx.deliveries.count(.abandoned)
      deliveryLagSeconds = lag(try tx.deliveries.oldestWaiting())
      inboxWaiting = try tx.inbox.countWaiting()
      inboxLagSeconds = lag(try tx.inbox.oldestWaiting())
      lanesPaused = try tx.deliveries.lanes().count { $0.isPaused }
    }
  }

  fileprivate struct Expiry: Encodable {
    let notAfter: Date
    let daysLeft: Int
    let pin: String
    /// Whether the end is near.
    let endsSoon: Bool
    /// Whether an authority has still to give one.
    let isStandIn: Bool
    /// Why the last order by ACME failed.
    let problem: String?

    init(_ certificate: CertificateSummary, _ renewal: RenewalRecord?, at now: Date) {
      endsSoon = certificate.warning(at: now) != nil
      isStandIn = renewal != nil && certificate.isSelfSigned
      problem = renewal?.problem
      notAfter = certificate.notAfter
      daysLeft = certificate.daysLeft(at: now)
      pin = certificate.pin
    }
  }
}

extension StatusCommand.Shape {
  fileprivate var shown: String {
    var lines = [("node", origin), ("version", version), ("state", state), ("home", home)]
    if maintenance.isOn { lines.append(("maintenance", maintenance.shown)) }
    lines.append(("members", members))
    lines.append(("posts", "\(counts.posts)"))
    lines.append(("peers", ties.shownPeers))
    lines.append(("territories", ties.shownTerritories))
    lines.append(("queue", queue))
    lines.append(("inbox", waiting(counts.inboxWaiting, counts.inboxLagSeconds)))
    lines.append(("database", disk.databaseBytes.shownBytes))
    if let writeTrouble { lines.append(("", Styled.bad(writeTrouble))) }
    if let clockJump {
      let text = "it was set by \(Int(clockJump.seconds)) s at \(clockJump.at.shown)"
      lines.append(("clock", Styled.warning(text)))
    }
    if let clockDoubt {
      let text = "it may be \(clockDoubt.ahead.shownDuration) ahead: nothing is deleted for its age"
      lines.append(("clock", Styled.warning(text)))
    }
    lines.append(("media", Int64(counts.mediaBytes).shownBytes))
    if let mediaObstacle { lines.append(("", Styled.warning(mediaObstacle))) }
    lines.append(("free disk", disk.freeBytes?.shownBytes ?? "not known"))
    lines.append(("certificate", expiry))
    if let problem = certificate?.problem { lines.append(("", Styled.warning(problem))) }
    lines.append(("last backup", backup?.shown ?? Styled.warning("none")))
    if !waitsForRestart.isEmpty {
      let keys = waitsForRestart.joined(separator: ", ")
      lines.append(("settings", Styled.warning("wait for a restart: \(keys)")))
    }
    return lines.map { label, value in
      Styled.strong(label.padding(toLength: 13, withPad: " ", startingAt: 0)) + value
    }.joined(separator: "\n")
  }

  private var state: String {
    guard let uptimeSeconds else { return Styled.warning("stopped") }
    return Styled.good("serving") + " for \(TimeInterval(uptimeSeconds).shownDuration)"
  }

  private var members: String {
    var text = "\(counts.members)"
    if counts.membersPending > 0 { text += ", \(counts.membersPending) waiting for approval" }
    if counts.membersSuspended > 0 { text += ", \(counts.membersSuspended) suspended" }
    return text
  }

  private var queue: String {
    var text = waiting(counts.deliveriesWaiting, counts.deliveryLagSeconds)
    if counts.deliveriesAbandoned > 0 { text += ", \(counts.deliveriesAbandoned) given up" }
    if counts.lanesPaused > 0 { text += ", \(counts.lanesPaused) nodes paused" }
    return text
  }

  private func waiting(_ count: Int, _ lag: Int?) -> String {
    "\(count) waiting" + (lag.map { ", the oldest for \(TimeInterval($0).shownDuration)" } ?? "")
  }

  private var expiry: String {
    guard let certificate else { return "with the reverse proxy" }
    var text = "until \(certificate.notAfter.shown) (\(certificate.daysLeft) days)"
    if certificate.isStandIn { text = Styled.bad("none yet by ACME") }
    if certificate.endsSoon { text = Styled.bad(text) }
    return text
  }
}
