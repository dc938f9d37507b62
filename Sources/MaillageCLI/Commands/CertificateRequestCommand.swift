import ACME
import ArgumentParser
import Foundation
import Model
import Node

/// `maillage certificate request`.
struct CertificateRequestCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Order a certificate by ACME now, and take it into use.",
    discussion: """
      The node has to run, since the authority looks at it, and tls.mode has to be acme. It does \
      this by itself when a certificate is missing or a third of its life is left. With --dry-run \
      a certificate is ordered of acme.stagingDirectory and thrown away: everything is tried, and \
      nothing counts against the authority's limits.

      Example: maillage certificate request --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let order = try CertificateOrder(node: node, call: call)
    guard changing.dryRun else { return try await order.change }
    return try await order.rehearsed
  }
}

/// An order of a certificate, for the two commands that make one.
struct CertificateOrder {
  private let node: OpenNode
  private let call: Call

  /// - Throws: `Refusal.conflict` where none can be ordered.
  init(node: OpenNode, call: Call) throws {
    guard node.configuration.tlsMode == .acme else {
      throw Refusal.conflict("The certificate does not come by ACME: tls.mode is not acme.")
    }
    guard call.isServing else {
      throw Refusal.conflict(
        "The node has to run, since the authority looks at it: maillage serve"
      )
    }
    (self.node, self.call) = (node, call)
  }

  private var host: String { node.configuration.nodeHost }

  var change: Change {
    get async throws {
      let record = try await CertificateDesk(node).record
      var change = Change(of: host, "order a certificate for \(host) of \(record.directory)") {
        let certificate = try await refusing { try await CertificateDesk(node).obtain() }
        return try Report(
          "The certificate is valid until \(certificate.notAfter.shown).",
          certificate
        )
      }
      change.details.add("last problem", record.problem)
      return change
    }
  }

  /// The same after everything was tried with the authority for trials.
  var rehearsed: Change {
    get async throws {
      let end = try await refusing { try await CertificateDesk(node).rehearse() }
      var change = try await change
      let directory = node.configuration.acmeStagingDirectory
      change.details.add("tried with", directory)
      change.details.add("result", "a certificate until \(end.shown), thrown away")
      return change
    }
  }

  /// What the authority says is for the admin to know.
  private func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let failure as ACMEFailure {
      let words = "No certificate came: \(failure)."
      throw Refusal.unreachable(failure.nextStep.map { "\(words)\n\($0)" } ?? words)
    }
  }
}
