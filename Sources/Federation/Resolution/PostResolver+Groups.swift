import ActivityStreams
import Foundation
import Model
import Storage

// What a group passes on, as the node of whoever wrote it tells it.
extension PostResolver {
  /// The post as its own node has it now, as an edit.
  ///
  /// - Throws: `Refusal` when it cannot be had, or is another author's now.
  func refetched(_ known: Post) async throws -> PreparedActivity {
    guard let id = AS.IRI(known.uri) else { throw Refusal.absent }
    let (document, _) = try await services.documents.object(at: id)
    let note: AS.Note
    do {
      note = try AS.Note(json: document.json)
    } catch {
      throw Refusal.malformed("\(id) is no post: \(error).")
    }
    let author = try await author(of: known)
    guard note.id == id, note.attributedTo.string == author.uri else {
      throw Refusal.forbidden("\(id) is by another author now.")
    }
    let edit = UpdateActivity.Prepared.post(
      UpdateActivity.Prepared.Edit(
        note,
        services.flows.received(PostBody(note, by: author), by: author),
        in: nil
      )
    )
    return try ActivityRegistry.effects(of: UpdateActivity.self, edit, by: author, with: services)
  }

  /// The deletion of a post that its own node no longer has; nothing when it still has it.
  ///
  /// Only what was for everyone: that a node shows something else to this node no longer means
  /// nothing.
  func deletion(of known: Post) async throws -> PreparedActivity? {
    guard known.audience == .public, let id = AS.IRI(known.uri) else { return nil }
    do {
      let (document, _) = try await services.documents.object(at: id)
      guard document.json["type"]?.string == "Tombstone" else { return nil }
    } catch Refusal.gone {
      // As it is said.
    } catch is Refusal {
      return nil
    }
    let author = try await author(of: known)
    let proof = try VerifiedSender.remote(author, services.known).proof(of: known.uri)
    return try ActivityRegistry.effects(
      of: DeleteActivity.self,
      .object(known.uri, .success(proof)),
      by: author,
      with: services
    )
  }

  private func author(of post: Post) async throws -> ActorProfile {
    guard let author = try await services.database.read({ try $0.actors.find(post.authorID) })
    else { throw Refusal.absent }
    return author
  }
}
