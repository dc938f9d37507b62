import Foundation
import Model
import Storage

/// What a member wants to change of its profile; nothing: as it is.
package struct ProfileEdit: Sendable {
  package var displayName: String?
  /// Markdown.
  package var note: String?
  package var approvesFollowers: Bool?
  package var isDiscoverable: Bool?
  package var isIndexable: Bool?
  /// Names and values, in Markdown.
  package var lines: [(name: String, value: String)]?
  /// The language of posts that name none; an empty text: the node's.
  package var language: String?
  /// The audience of posts that name none.
  package var audience: Audience?

  package init() {}

  package static let longestName = 100
  package static let longestNote = 2_000

  package var isEmpty: Bool {
    displayName == nil && note == nil && approvesFollowers == nil && isDiscoverable == nil
      && isIndexable == nil && lines == nil && language == nil && audience == nil
  }

  /// Whether others are told.
  fileprivate var isPublic: Bool {
    displayName != nil || note != nil || approvesFollowers != nil || isDiscoverable != nil
      || isIndexable != nil || lines != nil
  }

  fileprivate func check() throws(Refusal) {
    guard (displayName?.count ?? 0) <= Self.longestName else {
      throw .malformed("Validation failed: a name has at most \(Self.longestName) characters")
    }
    guard (note?.count ?? 0) <= Self.longestNote else {
      throw .malformed("Validation failed: a note has at most \(Self.longestNote) characters")
    }
    let longest = ActorDetails.longestLine
    guard (lines?.count ?? 0) <= ActorDetails.mostLines,
      lines?.allSatisfy({ $0.name.count <= longest && $0.value.count <= longest }) ?? true
    else {
      throw .malformed(
        "Validation failed: a profile has up to \(ActorDetails.mostLines) lines of \(longest) "
          + "characters"
      )
    }
  }
}

extension Outbox {
  /// Changes a member's profile, and tells its followers what concerns them.
  ///
  /// - Throws: `Refusal.malformed` for what is too long; nothing is changed then.
  package func change(_ id: ActorID, to edit: ProfileEdit) async throws {
    try edit.check()
    _ = try await active(id)
    try await services.database.write { tx in
      guard var actor = try tx.actors.find(id), var member = try tx.members.find(id) else {
        throw Refusal.absent
      }
      if let name = edit.displayName { actor.displayName = name }
      if let note = edit.note { actor.summary = Markdown.render(note).html }
      if let approves = edit.approvesFollowers { actor.traits.approvesFollowers = approves }
      if let isDiscoverable = edit.isDiscoverable { actor.traits.isDiscoverable = isDiscoverable }
      if let isIndexable = edit.isIndexable { actor.traits.isIndexable = isIndexable }
      try tx.actors.update(actor, of: id)
      if let lines = edit.lines {
        var details = try tx.actors.details(of: id)
        details.lines = lines.map { line in
          ActorDetails.Line(name: line.name, value: Markdown.render(line.value).html)
        }
        try tx.actors.setDetails(details, of: id)
      }
      if let language = edit.language { member.language = language.isEmpty ? nil : language }
      if let audience = edit.audience { member.defaultAudience = audience }
      try tx.members.update(member)
    }
    if edit.isPublic { try await announceProfile(of: id) }
  }
}
