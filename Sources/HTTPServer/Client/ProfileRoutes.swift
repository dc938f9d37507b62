import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member says of itself, and its pictures.
struct ProfileRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let write = ClientRoute.Access.member(.named("write:accounts"))

  private static let profile: StaticString = """
    display_name string, note string, locked boolean, discoverable boolean, indexable boolean, bot boolean, hide_collections boolean, fields_attributes [FieldWish], source SourceWish, avatar string, header string
    """

  var routes: [ClientRoute] {
    let largest = 2 * client.services.media.settings.pictureBytes + 64 * 1024
    return [
      ClientRoute(
        method: .patch,
        path: "/api/v1/accounts/update_credentials",
        access: Self.write,
        largestBody: largest,
        handle: update
      ).described("CredentialAccount", takes: Self.profile),
      ClientRoute(
        method: .patch,
        path: "/api/v1/profile",
        access: Self.write,
        largestBody: largest,
        handle: update
      ).described("CredentialAccount", takes: Self.profile),
      get("/api/v1/profile", .member(.named("profile"))) { call in
        ClientReply(try await client.ownAccount(of: try call.member))
      }.described("CredentialAccount"),
      delete("/api/v1/profile/avatar", Self.write) { try await removePicture($0, .icon) }
        .described("CredentialAccount"),
      delete("/api/v1/profile/header", Self.write) { try await removePicture($0, .image) }
        .described("CredentialAccount"),
    ]
  }

  private func update(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let parameters = call.parameters
    var edit = try Outbox.ProfileEdit(parameters)
    try await keepRing(in: &edit, parameters, of: member)
    try edit.check()
    // Pictures first: one that is refused leaves all as it was.
    for (name, place) in [("avatar", ActorPictures.Place.icon), ("header", .image)] {
      guard let file = parameters.file(name), !file.content.isEmpty else { continue }
      let draft = Uploads.Draft(bytes: Array(file.content))
      try await client.services.portraits.set(draft, at: place, of: member)
    }
    try await client.services.outbox.edit(member, edit)
    return ClientReply(try await client.ownAccount(of: member))
  }

  /// An app that gives the word back that it was told changes nothing by that.
  private func keepRing(
    in edit: inout Outbox.ProfileEdit,
    _ parameters: Parameters,
    of member: ActorID
  ) async throws {
    guard parameters.part("source")?.filled("privacy") == "private" else { return }
    let usual = try await client.database.read { try $0.preferences.find(member).audience }
    guard [.node, .territory].contains(usual ?? client.services.settings.defaultAudience) else {
      return
    }
    (edit.audience, edit.isListed) = (nil, nil)
  }

  private func removePicture(
    _ call: ClientCall,
    _ place: ActorPictures.Place
  ) async throws -> ClientReply {
    let member = try call.member
    try await client.services.portraits.set(nil, at: place, of: member)
    return ClientReply(try await client.ownAccount(of: member))
  }
}

extension Outbox.ProfileEdit {
  /// - Throws: `Refusal.malformed`, which names the parameter.
  fileprivate init(_ parameters: Parameters) throws(Refusal) {
    self.init()
    displayName = parameters.text("display_name")
    summary = parameters.text("note")
    approvesFollowers = parameters.bool("locked")
    isDiscoverable = parameters.bool("discoverable")
    isIndexable = parameters.bool("indexable")
    isBot = parameters.bool("bot")
    hidesTies = parameters.bool("hide_collections")
    if parameters.has("fields_attributes") {
      var lines: [ActorDetails.Line] = []
      for field in parameters.list("fields_attributes") {
        let (name, value) = (field.text("name") ?? "", field.text("value") ?? "")
        if !name.isEmpty, !value.isEmpty {
          lines.append(try ActorDetails.Line(typed: name, value))
        }
      }
      self.lines = lines
    }
    if let source = parameters.part("source") {
      language = source.text("language")
      if let word = source.filled("privacy") {
        let wish = Parameters(.object(["visibility": .string(word)]))
        let visibility = try Visibility(wish)
        (audience, isListed) = (visibility?.audience, visibility?.isListed)
      }
      isSensitive = source.bool("sensitive")
      quotableBy = source.filled("quote_policy").flatMap(Circle.init(word:))
    }
  }
}
