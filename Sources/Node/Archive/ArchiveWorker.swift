import Federation
import Foundation
import HTTPServer
import Logging
import Model
import ServiceLifecycle
import Signatures
import Storage

/// Makes the archives that members asked for, one at a time, and lets go of those that are over.
struct ArchiveWorker: Service {
  let node: OpenNode

  func run() async throws {
    await Rounds(node.services.logger, failing: "Archives cannot be made.")
      .run(every: .seconds(5)) { try await work() }
  }

  func work() async throws {
    while !Task.isCancelled {
      // Before each: what the one before took the place of goes at once.
      try await letGo()
      let next = try await node.database.read { try $0.memberArchives.waiting(limit: 1).first }
      guard let next else { return }
      try await make(next)
    }
  }

  private func make(_ asked: MemberArchive) async throws {
    let (folder, now) = (ArchiveFolder(node.home), node.services.now())
    let endsAt = now.addingTimeInterval(
      86_400 * TimeInterval(node.configuration.retentionArchives)
    )
    let file = SharedSecret.random(count: 16).hexadecimal
    do {
      try folder.make()
      let found = try await node.database.read { try $0.members.find(asked.member) }
      guard let member = found, member.state == .active else { throw Refusal.absent }
      var writer = MemberArchiveWriter(node, of: member, at: now, isOwn: true)
      writer.room.floor = node.services.media.settings.freeSpaceFloor
      let made = try await writer.make(at: "\(folder.path)/\(file)")
      let nodeActor = node.nodeActor.id
      try await node.database.write { tx in
        guard
          try tx.memberArchives.finish(asked.id, file: file, bytes: made.bytes, endsAt: endsAt)
        else { return }
        try tx.notifications.add(.init(.archive, by: nodeActor), to: asked.member, at: now)
      }
    } catch {
      guard !Task.isCancelled else { throw error }
      node.services.logger.error(
        "An archive cannot be made.",
        metadata: ["member": "\(asked.member.rawValue)", "error": "\(error)"]
      )
      try await node.database.write { try $0.memberArchives.fail(asked.id, endsAt: endsAt) }
    }
  }

  /// Rows whose time is over, then files that belong to nobody: of members who were erased, too, and
  /// what a killed run left.
  private func letGo() async throws {
    let (folder, now) = (ArchiveFolder(node.home), node.services.now())
    let isOver = try await node.database.read { try $0.memberArchives.isOver(at: now) }
    if isOver { try await node.database.write { _ = try $0.memberArchives.purge(at: now) } }
    for name in folder.names {
      let isOwned = try await node.database.read { try $0.memberArchives.hasFile(name) }
      if !isOwned { try folder.remove(name) }
    }
  }
}

extension Accounts {
  package func readArchive(
    _ id: Int64,
    of member: ActorID,
    _ range: Range<Int>
  ) async throws -> [UInt8] {
    let archive = try await node.database.read { try $0.memberArchives.find(id, of: member) }
    guard let name = archive?.file else { throw Refusal.absent }
    let folder = ArchiveFolder(node.home)
    return try await Offside.run { try folder.read(name, range) }
  }
}
