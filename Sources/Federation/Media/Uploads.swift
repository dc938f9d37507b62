import ActivityStreams
import Foundation
import Model
import Signatures
import Storage

/// The door for files of members.
package struct Uploads: Sendable {
  let services: FederationServices

  /// The longest description of a file, in characters.
  package static let longestDescription = 1_500

  /// A file as a member gives it.
  package struct Draft: Sendable {
    package var bytes: [UInt8]
    package var description: String?
    package var focus: FocalPoint?

    package init(bytes: [UInt8], description: String? = nil, focus: FocalPoint? = nil) {
      self.bytes = bytes
      self.description = description
      self.focus = focus
    }
  }

  /// Says whether a file would be taken, as far as that can be said without looking inside.
  ///
  /// - Throws: What ``add(_:by:)`` would.
  package func check(_ draft: Draft) throws(Refusal) {
    try services.media.check(draft.bytes)
    try Self.requireLength(of: draft.description)
  }

  /// - Throws: `Refusal.malformed` for a description that is too long.
  package static func requireLength(of description: String?) throws(Refusal) {
    guard description?.fits(longestDescription) ?? true else {
      throw .malformed("A description has up to \(longestDescription) characters.")
    }
  }

  /// Takes a file, without what it says of place, time and device; a post that names its URL makes it stay.
  ///
  /// - Parameters:
  ///   - draft: The file.
  ///   - owner: Whose it is.
  ///   - token: The name that it gets; nothing: one made here.
  /// - Returns: What was made of it.
  /// - Throws: `Refusal.malformed` for a file that cannot be taken, `Refusal.tooLarge`,
  ///   `Refusal.unavailable` when space is short, `Refusal.absent` for who is no active member.
  package func add(
    _ draft: Draft,
    by owner: ActorID,
    as token: MediaToken? = nil
  ) async throws -> Upload {
    try check(draft)
    let isActive = try await services.database.read { tx in
      let actor = try tx.actors.find(owner)
      return actor?.isLocal == true && actor?.isActive == true
    }
    guard isActive else { throw Refusal.absent }
    let now = services.now()
    let bytes = try await cleaned(draft.bytes)
    let media = try await services.media.take(bytes, in: services.database, at: now)
    guard let token = token ?? MediaToken(random: SharedSecret.random(count: 16)) else {
      preconditionFailure("A token has 16 bytes.")
    }
    let upload = Upload(
      token: token,
      ownerID: owner,
      url: services.addresses.media(token).string,
      media: media,
      description: draft.description,
      focus: media.format.kind == .picture ? draft.focus : nil,
      createdAt: now
    )
    try await services.database.write { try $0.uploads.insert(upload) }
    return upload
  }

  /// Pictures are made anew; of all else, what it says of itself goes before it is kept.
  ///
  /// A film is long: it is looked at beside the threads on which all tasks run.
  private func cleaned(_ bytes: [UInt8]) async throws -> [UInt8] {
    guard let format = MediaFormat(of: bytes) else { return bytes }
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try RecordingCleaner.cleaned(bytes, as: format) })
      }
    }
  }

  /// The upload that a token names, as far as it may be shown.
  package func shown(_ token: MediaToken) async throws -> UploadStore.Shown? {
    try await services.database.read { try $0.uploads.shown(token) }
  }
}
