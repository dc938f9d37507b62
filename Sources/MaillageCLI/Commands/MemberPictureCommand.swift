import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage member picture NAME [FILE]`.
struct MemberPictureCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "picture",
    abstract: "Set the picture beside a member's posts, or the wide one above the profile.",
    discussion: """
      Without a file the picture is removed.

      Example: maillage member picture alice alice.jpg --description "Alice devant le four"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "A picture: JPEG, PNG, GIF or WebP.")
  var file: String?

  @Flag(help: "The wide picture above the profile.")
  var header = false

  @Option(help: "What it shows, for those who do not see it.")
  var description: String?

  func gather() throws -> [UInt8]? { try file.map(InputFile.read) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let place: ActorPictures.Place = header ? .image : .icon
    let draft = call.input.map { Uploads.Draft(bytes: $0, description: description) }
    if let draft { try node.services.uploads.check(draft) }
    let summary = "\(draft == nil ? "remove" : "set") the \(place.rawValue) of \(member.name)"
    return Change(of: member.name, summary) {
      try await node.services.portraits.set(draft, at: place, of: member.actorID)
      let pictures = try await node.database.read { try $0.actorPictures.find(of: member.actorID) }
      let url = pictures[place]?.url
      return try Report(
        url.map { "\(member.name) is shown by \($0)." }
          ?? "\(member.name) has no \(place.rawValue).",
        Shown(name: member.name, place: place.rawValue, url: url)
      )
    }
  }

  private struct Shown: Encodable {
    let name: String
    let place: String
    let url: String?
  }
}
