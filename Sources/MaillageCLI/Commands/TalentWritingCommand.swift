import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// A command that writes down a part of what a member says of its talents.
///
/// Whoever looks after the node may write what stays in the organisation. What other nodes are to see takes
/// the member itself, as being found does.
protocol TalentWritingCommand: ChangingCommand {
  var name: String { get }
  var written: TalentWritingOptions { get }
}

/// For whom a part is, and how the member shows that it is the member.
struct TalentWritingOptions: ParsableArguments {
  @Option(
    help: """
      Who finds it: organisation, territory or everyone; beyond the organisation the member's password \
      is asked for.
      """
  )
  var ring = TalentRing.organisation

  @OptionGroup var own: OwnOptions
}

extension TalentWritingCommand {
  func gather() throws -> [UInt8]? {
    let isOwn = written.ring > .organisation || written.own.passwordStdin
    return isOwn ? try written.own.password(of: name) : nil
  }

  /// Whose talents are written down, and in whose hand.
  ///
  /// - Throws: `Refusal.forbidden` when a ring beyond the organisation is not named by the member itself.
  func member(
    on node: OpenNode,
    _ call: Call
  ) async throws -> (member: Member, hand: TalentDesk.Hand) {
    if call.input != nil {
      return (try await written.own.member(name, on: node, call), .own)
    }
    guard written.ring == .organisation else {
      throw Refusal.forbidden(
        "Only \(name) shows it beyond the organisation: give its password (--password-stdin)."
      )
    }
    return (try await node.member(named: name), .other)
  }
}
