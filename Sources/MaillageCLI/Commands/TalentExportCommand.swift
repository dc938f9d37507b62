import ArgumentParser
import Federation
import Foundation
import Model
import Node

extension TalentExport.Format: ExpressibleByArgument {}

/// `maillage talent export NAME`.
struct TalentExportCommand: OwnTalentCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print a member's talents as vCard or jCard, or endorsements as Open Badges.",
    discussion: """
      It is for the member itself: its password is asked for, and rings make no difference. \
      openbadges is one signed credential (JWT) a line for each skill that is endorsed and shown.

      Example: maillage talent export lea --format vcard
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "vcard, jcard or openbadges.")
  var format = TalentExport.Format.vcard

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await member(on: node, call)
    let text = try await TalentExport(services: node.services)
      .text(of: member.actorID, as: format, in: words.language.rawValue)
    return try Report(
      text.isEmpty ? "There is nothing to export yet." : text,
      ["format": format.rawValue, "mediaType": format.mediaType, "content": text]
    )
  }
}
