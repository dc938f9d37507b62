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
    let shape = Shape(
      version: MaillageVersion.current,
      origin: "\(node.configuration.origin)",
      home: node.home.path,
      isServing: call.isServing,
      uptimeSeconds: call.isServing ? Int(call.now.timeIntervalSince(node.startedAt)) : nil,
      counts: counts,
      ties: try await TiesShape(of: node, at: call.now),
      disk: Disk(node.home),
      mediaObstacle: node.services.media.obstacle,
      certificate: certificate.map { Expiry($0, at: call.now) },
      backup: LastBackup(of: node, at: call.now)
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
    let mediaObstacle: String?
    let certificate: Expiry?
    let backup: LastBackup?
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

    init(_ certificate: CertificateSummary, at now: Date) {
      notAfter = certificate.notAfter
      daysLeft = certificate.daysLeft(at: now)
      pin = certificate.pin
    }
  }
}

/// What the home takes of its disk.
struct Disk: Encodable, Sendable {
  let databaseBytes: Int64
  let freeBytes: Int64?

  init(_ home: NodeHome) {
    let files = ["", "-wal", "-shm"].map { home.database + $0 }
    databaseBytes = files.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
    let system = try? FileManager.default.attributesOfFileSystem(forPath: home.path)
    freeBytes = (system?[.systemFreeSize] as? NSNumber)?.int64Value
  }
}

extension StatusCommand.Shape {
  fileprivate var shown: String {
    var lines = [("node", origin), ("version", version), ("state", state), ("home", home)]
    lines.append(("members", members))
    lines.append(("posts", "\(counts.posts)"))
    lines.append(("peers", ties.shownPeers))
    lines.append(("territories", ties.shownTerritories))
    lines.append(("queue", queue))
    lines.append(("inbox", waiting(counts.inboxWaiting, counts.inboxLagSeconds)))
    lines.append(("database", disk.databaseBytes.shownBytes))
    lines.append(("media", Int64(counts.mediaBytes).shownBytes))
    if let mediaObstacle { lines.append(("", Styled.warning(mediaObstacle))) }
    lines.append(("free disk", disk.freeBytes?.shownBytes ?? "not known"))
    lines.append(("certificate", expiry))
    lines.append(("last backup", backup?.shown ?? Styled.warning("none")))
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
    let text = "until \(certificate.notAfter.shown) (\(certificate.daysLeft) days)"
    return certificate.daysLeft < 14 ? Styled.bad(text) : text
  }
}
