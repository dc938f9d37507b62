import ACME
import ArgumentParser
import Foundation
import Model
import Node

/// `maillage certificate status`.
struct CertificateStatusCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Whether the certificate holds, when it is renewed, and what is wrong.",
    discussion: "Example: maillage certificate status"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let shape = CertificateStanding(
      try node.certificate,
      mode: node.configuration.tlsMode,
      renewal: node.configuration.tlsMode == .acme ? try await CertificateDesk(node).record : nil,
      doorObstacle: call.isServing ? node.doorObstacle : nil,
      at: call.now
    )
    return try Report(shape.shown, shape)
  }
}

/// How it stands with the certificate, for `certificate status`, `status` and `doctor`.
struct CertificateStanding: Encodable {
  let mode: String
  /// Nothing while an authority has not given one yet.
  let notAfter: Date?
  let daysLeft: Int?
  /// When it is renewed by itself.
  let renewsAt: Date?
  let authority: String?
  let lastIssuedAt: Date?
  let lastTriedAt: Date?
  let nextTryAt: Date?
  let failures: Int?
  let problem: String?
  let nextStep: String?
  let doorObstacle: String?

  init(
    _ certificate: CertificateSummary,
    mode: TLSMode,
    renewal: RenewalRecord?,
    doorObstacle: String?,
    at now: Date
  ) {
    self.mode = mode.rawValue
    let isStandIn = mode == .acme && certificate.isSelfSigned
    notAfter = isStandIn ? nil : certificate.notAfter
    daysLeft = isStandIn ? nil : certificate.daysLeft(at: now)
    renewsAt = mode == .acme && !isStandIn ? certificate.renewalTime : nil
    authority = renewal?.directory
    lastIssuedAt = renewal?.issuedAt
    lastTriedAt = renewal?.triedAt
    nextTryAt = renewal?.notBefore
    failures = renewal.flatMap { $0.failures > 0 ? $0.failures : nil }
    problem = renewal?.problem
    nextStep = renewal?.nextStep
    self.doorObstacle = doorObstacle
  }

  var shown: String {
    var facts = Facts()
    facts.add("comes from", authority.map { "\(mode), \($0)" } ?? mode)
    facts.add(
      "valid until",
      notAfter.map { "\($0.shown) (\(daysLeft ?? 0) days)" } ?? Styled.bad("there is none yet")
    )
    facts.add("renewed from", renewsAt?.shown)
    facts.add("last issued", lastIssuedAt?.shown)
    facts.add("last tried", lastTriedAt?.shown)
    facts.add("problem", problem.map { Styled.bad($0) })
    facts.add("failures", failures.map { "\($0) in a row" })
    facts.add("next try", nextTryAt?.shown)
    facts.add("do", nextStep)
    facts.add("port", doorObstacle.map { Styled.bad($0) })
    return facts.shown
  }

  /// The check of `doctor`; nothing for a certificate that does not come by ACME.
  var check: Check? {
    guard mode == TLSMode.acme.rawValue else { return nil }
    let next = nextTryAt.map { "; it is tried again from \($0.shown)" } ?? ""
    if let problem {
      let words = problem + next
      return notAfter == nil
        ? .failed("renewal", words, mend: nextStep) : .warning("renewal", words, mend: nextStep)
    }
    if let doorObstacle {
      return .warning(
        "renewal",
        doorObstacle,
        mend: "Open it: acme.httpPort, or CAP_NET_BIND_SERVICE."
      )
    }
    guard let renewsAt else { return .warning("renewal", "the first certificate has not come yet") }
    return .passed("renewal", "from \(renewsAt.shown) by \(authority ?? "")")
  }
}

extension OpenNode {
  /// Why `http-01` cannot work at this moment.
  var doorObstacle: String? {
    configuration.tlsMode == .acme && configuration.acmeChallenge == .http01
      ? challenges.obstacle : nil
  }
}
