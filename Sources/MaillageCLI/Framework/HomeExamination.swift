import Foundation
import Model
import Node

/// What can be said of a home without opening it.
struct HomeExamination {
  let home: NodeHome
  let now: Date

  func checks() -> [Check] {
    let configuration: NodeConfiguration
    var checks: [Check] = []
    do {
      configuration = try NodeConfiguration(home: home)
      checks.append(.passed("configuration", "the node \(configuration.origin)"))
    } catch {
      return [Check("configuration", error)]
    }
    checks += permissions()
    checks.append(clock())
    checks += certificate(configuration)
    checks.append(disk())
    return checks
  }

  private func permissions() -> [Check] {
    do throws(StartupFailure) {
      try home.check()
      _ = try KeyFiles(reading: home)
      return [.passed("keys", "complete, and for nobody else to read")]
    } catch {
      return [Check("keys", error)]
    }
  }

  /// A clock that is years off can be seen without asking anybody.
  private func clock() -> Check {
    let written = (try? FileManager.default.attributesOfItem(atPath: home.configurationFile))
      .flatMap { $0[.modificationDate] as? Date }
    guard let written, now < written.addingTimeInterval(-300) else {
      return .passed("clock", now.shown)
    }
    return .failed(
      "clock",
      "it says \(now.shown), but maillage.yaml was written \(written.shown)",
      mend: "Set the clock; a time service (timedatectl set-ntp true) keeps it right."
    )
  }

  private func certificate(_ configuration: NodeConfiguration) -> [Check] {
    guard let files = CertificateFiles(configuration, home: home) else {
      return [.skipped("certificate", "the reverse proxy has it")]
    }
    do throws(StartupFailure) {
      return Self.checks(of: try ServedCertificate(reading: files), for: configuration, at: now)
    } catch {
      return [Check("certificate", error)]
    }
  }

  private static func checks(
    of served: ServedCertificate,
    for configuration: NodeConfiguration,
    at now: Date
  ) -> [Check] {
    let summary = served.summary
    let isOwn = configuration.tlsMode == .selfSigned
    let isByACME = configuration.tlsMode == .acme
    let renewal =
      isOwn
      ? "maillage certificate renew"
      : isByACME ? "maillage certificate status" : "Renew it where it comes from."
    let days = summary.daysLeft(at: now)
    var checks: [Check] = []
    if isByACME, summary.isSelfSigned {
      let detail = "the authority has not given one yet, and others refuse the one that is shown"
      checks.append(.failed("certificate", detail, mend: renewal))
    } else if !summary.isValid(at: now) {
      let detail = "it is valid from \(summary.notBefore.shown) to \(summary.notAfter.shown) only"
      checks.append(.failed("certificate", detail, mend: renewal))
    } else if summary.warning(at: now) != nil {
      checks.append(.warning("certificate", "it ends in \(days) days", mend: renewal))
    } else {
      checks.append(.passed("certificate", "valid for \(days) days"))
    }
    let host = configuration.nodeHost
    checks.append(
      summary.covers(host)
        ? .passed("certificate host", "it covers \(host)")
        : .failed(
          "certificate host",
          "it is for \(summary.names.joined(separator: ", ")), not \(host)",
          mend: renewal
        )
    )
    if !isOwn, served.chain.count == 1, !summary.isSelfSigned {
      checks.append(
        .warning(
          "certificate chain",
          "the file holds no certificate besides the node's own",
          mend: "Append those of the authority (fullchain.pem), or others may not trust it."
        )
      )
    }
    return checks
  }

  private func disk() -> Check {
    let disk = Disk(home)
    guard let free = disk.freeBytes else {
      return .warning("disk", "how much is free is not known")
    }
    let detail = "\(free.shownBytes) free, the database takes \(disk.databaseBytes.shownBytes)"
    if free < 100_000_000 {
      return .failed("disk", detail, mend: "Free some space: a full disk refuses all writes.")
    }
    return free < 1_000_000_000
      ? .warning("disk", detail, mend: "Free some space soon.") : .passed("disk", detail)
  }
}

extension Check {
  /// A check that ended in a failure to start.
  init(_ name: String, _ failure: StartupFailure) {
    self = .failed(name, failure.message, mend: failure.nextStep)
  }
}
