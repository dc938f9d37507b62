import Federation
import Foundation
import Model

/// What is measured at the moment when `/metrics` is asked for: queues, disk, certificate, backups.
///
/// Measured then, a peer that has caught up is gone from the page, and nothing is older than it looks.
struct NodeGauges: Sendable {
  let node: OpenNode
  let certificates: CertificateStore?

  func page() async -> PrometheusText {
    var page = PrometheusText()
    let now = node.services.now()
    page.gauge("maillage_info", "The program that runs.", 1, ("version", MaillageVersion.current))
    let maintenance = node.services.currentMaintenance == nil ? 0.0 : 1
    page.gauge("maillage_maintenance", "1: the node is in maintenance.", maintenance)
    page.gauge(
      "maillage_settings_waiting",
      "Settings that were changed and wait for a restart.",
      Double(node.pendingRestart.value.count)
    )
    await QueueGauges(services: node.services).write(to: &page)
    disk(&page)
    certificate(&page, now)
    await orders(&page)
    await backups(&page, now)
    return page
  }

  // MARK: What surrounds the node

  private func disk(_ page: inout PrometheusText) {
    let disk = Disk(node.home)
    page.gauge(
      "maillage_database_writable",
      "0: the last write failed, for the disk’s sake; reading goes on.",
      node.database.writeTrouble == nil ? 1 : 0
    )
    page.gauge(
      "maillage_database_bytes",
      "The database with its log.",
      Double(disk.databaseBytes)
    )
    // -1: the system does not say.
    page.gauge("maillage_disk_free_bytes", "Free on the home’s disk.", Double(disk.freeBytes ?? -1))
    page.gauge("maillage_disk_size_bytes", "Size of the home’s disk.", Double(disk.sizeBytes ?? -1))
  }

  private func certificate(_ page: inout PrometheusText, _ now: Date) {
    page.gauges(
      "maillage_certificate_days",
      "Whole days until the certificate ends; none behind a proxy.",
      label: "host",
      certificates.map {
        let summary = $0.current.summary
        // What a node shows until an authority gave it a certificate is none: -1.
        let isStandIn = node.configuration.tlsMode == .acme && summary.isSelfSigned
        let days = isStandIn ? -1 : summary.daysLeft(at: now)
        return [(node.configuration.nodeHost, Double(days))]
      }
        ?? []
    )
  }

  private func orders(_ page: inout PrometheusText) async {
    let isOrdered = node.configuration.tlsMode == .acme
    guard let failures = isOrdered ? try? await CertificateDesk(node).record.failures : 0 else {
      return
    }
    page.gauge(
      "maillage_acme_failures",
      "Orders of a certificate that failed in a row.",
      failures
    )
  }

  private func backups(_ page: inout PrometheusText, _ now: Date) async {
    let (configuration, home) = (node.configuration, node.home)
    let all =
      (try? await Offside.run {
        Backups(configuration, home: home).all(of: configuration.origin.description)
      }) ?? []
    let age = { (entry: Backups.Entry?) in
      entry.map { max(0, now.timeIntervalSince($0.manifest.madeAt)) } ?? -1
    }
    page.gauge(
      "maillage_backup_age_seconds",
      "Age of the newest backup; -1: there is none.",
      age(all.last)
    )
    page.gauge(
      "maillage_backup_verified",
      "1: the newest backup was verified.",
      all.last?.verifiedAt == nil ? 0 : 1
    )
    page.gauge(
      "maillage_backup_verified_age_seconds",
      "Age of the newest backup that was verified; -1: there is none.",
      age(all.last { $0.verifiedAt != nil })
    )
  }
}
