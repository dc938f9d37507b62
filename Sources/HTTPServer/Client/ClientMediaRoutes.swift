import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage
import StrictJSON

/// Files that members give, before they are part of a post.
struct ClientMediaRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  /// How long an answer waits for a file to be taken in before it says "later".
  private static let patience = Duration.milliseconds(1500)

  private static let file: StaticString = "file! string, description string, focus string"

  var routes: [ClientRoute] {
    let write = ClientRoute.Access.member(.named("write:media"))
    let media = client.services.media.settings
    let largest = max(media.pictureBytes, media.fileBytes) + 64 * 1024
    return [
      ClientRoute(method: .post, path: "/api/v2/media", access: write, largestBody: largest) {
        try await take($0, patience: Self.patience)
      }.described("MediaAttachment", takes: Self.file),
      ClientRoute(method: .post, path: "/api/v1/media", access: write, largestBody: largest) {
        try await take($0, patience: nil)
      }.described("MediaAttachment", takes: Self.file),
      get("/api/v1/media/:id", write, show).described("MediaAttachment"),
      put("/api/v1/media/:id", write, change)
        .described("MediaAttachment", takes: "description string, focus string"),
      delete("/api/v1/media/:id", write, remove).described("Empty"),
    ]
  }

  /// Takes a file, and waits for so long until it is done; with nothing, as long as it takes.
  private func take(_ call: ClientCall, patience: Duration?) async throws -> ClientReply {
    let member = try call.member
    guard let file = call.parameters.file("file") else {
      throw Refusal.malformed("Validation failed: file can't be blank")
    }
    let draft = Uploads.Draft(
      bytes: Array(file.content),
      description: call.parameters.filled("description"),
      focus: try Self.focus(call.parameters)
    )
    try client.services.uploads.check(draft)
    try client.uploadLimit.take(.row(member.rawValue), at: client.now)
    let uploads = client.services.uploads
    let token = try await client.pending.begin(draft, of: member) { token in
      try await uploads.add(draft, by: member, as: token)
    }
    switch await client.pending.wait(for: token, of: member, atMost: patience) {
    case .taken(let upload): return ClientReply(AttachmentEntity(upload).json)
    case .pending: return Self.later(token, draft, .accepted)
    case .failed(let error): throw error
    case nil: throw Refusal.absent
    }
  }

  private static func later(
    _ token: MediaToken,
    _ draft: Uploads.Draft,
    _ status: HTTPResponse.Status
  ) -> ClientReply {
    ClientReply(AttachmentEntity(pending: token, draft).json, status: status)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    guard let token = MediaToken(try call.text("id")) else { throw Refusal.absent }
    switch await client.pending.wait(for: token, of: member, atMost: .zero) {
    case .pending(let draft): return Self.later(token, draft, .partialContent)
    case .failed(let error): throw error
    case .taken, nil: return ClientReply(AttachmentEntity(try await own(token, of: member)).json)
    }
  }

  private func change(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    guard let token = MediaToken(try call.text("id")) else { throw Refusal.absent }
    _ = await client.pending.wait(for: token, of: member, atMost: Self.patience)
    var upload = try await own(token, of: member)
    if call.parameters.has("description") {
      upload.description = call.parameters.filled("description")
    }
    if let focus = try Self.focus(call.parameters) { upload.focus = focus }
    try Uploads.requireLength(of: upload.description)
    let changed = upload
    try await client.database.write { try $0.uploads.describe(changed) }
    return ClientReply(AttachmentEntity(changed).json)
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    guard let token = MediaToken(try call.text("id")) else { throw Refusal.absent }
    _ = try await own(token, of: member)
    let isGone = try await client.database.write { try $0.uploads.drop(token, of: member) }
    guard isGone else { throw Refusal.malformed("The file is part of a post.") }
    return .empty
  }

  private func own(_ token: MediaToken, of member: ActorID) async throws -> Upload {
    guard let upload = try await client.database.read({ try $0.uploads.own(token, of: member) })
    else { throw Refusal.absent }
    return upload
  }

  /// `x,y`, each from −1 to 1.
  static func focus(_ parameters: Parameters) throws(Refusal) -> FocalPoint? {
    guard let text = parameters.filled("focus") else { return nil }
    let parts = text.split(separator: ",").map { Double($0.filter { $0 != " " }) }
    guard parts.count == 2, let x = parts[0], let y = parts[1], let focus = FocalPoint(x: x, y: y)
    else { throw .malformed("Validation failed: focus is x,y from -1 to 1") }
    return focus
  }
}
