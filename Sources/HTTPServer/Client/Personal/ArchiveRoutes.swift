import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import StrictJSON

/// All that belongs to a member in one file: asked for, made by the node in its time, fetched.
struct ArchiveRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  /// The whole scope and no part of it: an archive holds direct posts, bookmarks, blocks, the address.
  private static let read = ClientRoute.Access.member(.named("read"))

  var routes: [ClientRoute] {
    [
      get("/api/maillage/v1/archives", Self.read, list)
        .described("[MemberArchive]"),
      post("/api/maillage/v1/archives", .member(.named("write")), ask)
        .described("MemberArchive"),
      get("/api/maillage/v1/archives/:id/file", Self.read, file).giving("application/zip"),
    ]
  }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let archives = try await client.database.read { try $0.memberArchives.list(of: member) }
    return ClientReply(.array(archives.map(Self.entity)))
  }

  private func ask(_ call: ClientCall) async throws -> ClientReply {
    let (member, now) = (try call.member, client.now)
    let asked = try await client.database.write { try $0.memberArchives.ask(member, at: now) }
    return ClientReply(Self.entity(asked))
  }

  private static func entity(_ archive: MemberArchive) -> JSON {
    [
      "id": .string(String(archive.id)), "state": .string(archive.state.rawValue),
      "asked_at": .string(archive.askedAt.formatted(.iso8601)),
      "size": archive.bytes.map { JSON.integer($0) } ?? .null,
      "expires_at": (archive.endsAt?.formatted(.iso8601)).map(JSON.string) ?? .null,
    ]
  }

  /// Read at a time, in bytes.
  private static let piece = 256 << 10

  private func file(_ call: ClientCall) async throws -> ClientReply {
    let (member, id, now) = (try call.member, try call.number(), client.now)
    let found = try await client.database.read { try $0.memberArchives.find(id, of: member) }
    guard let archive = found, archive.state == .ready, let size = archive.bytes,
      let endsAt = archive.endsAt, endsAt > now
    else { throw Refusal.absent }
    let accounts = client.accounts
    // The first bytes at once: a file that is gone is an error, not an answer that breaks off.
    let first = try await accounts.readArchive(id, of: member, 0..<min(Self.piece, size))
    var reply = ClientReply(bytes: [])
    reply.fields = [
      .contentType: "application/zip",
      .contentDisposition: "attachment; filename=\"archive-\(id).zip\"",
      .cacheControl: "private, no-store",
    ]
    reply.stream = ResponseBody(contentLength: size) { writer in
      try await writer.write(ByteBuffer(bytes: first))
      var start = first.count
      while start < size {
        let end = min(start + Self.piece, size)
        let bytes = try await accounts.readArchive(id, of: member, start..<end)
        try await writer.write(ByteBuffer(bytes: bytes))
        start = end
      }
      try await writer.finish(nil)
    }
    return reply
  }
}
