import Foundation

/// Somebody's word to the admins about an actor or posts (ActivityStreams Flag).
package struct Report: Sendable, Hashable {
  /// What somebody wants.
  package enum Kind: String, Sendable, CaseIterable {
    /// That something is done about somebody.
    case report
    /// That what was done to oneself is looked at again.
    case appeal
  }

  /// What is wrong, in Mastodon's words.
  package enum Category: String, Sendable, CaseIterable {
    case spam, legal, violation, other
  }

  package var uri: String
  package var kind: Kind
  package var reporterID: ActorID
  /// What is reported: ids of actors and posts.
  package var objects: [String]
  package var content: String
  package var createdAt: Date
  package var category = Category.other
  /// Whether who reports wants the target's own node to be told, which the moderators decide.
  package var isForwardingWished = false

  package init(
    uri: String,
    kind: Kind = .report,
    reporterID: ActorID,
    objects: [String],
    content: String,
    createdAt: Date
  ) {
    self.uri = uri
    self.kind = kind
    self.reporterID = reporterID
    self.objects = objects
    self.content = content
    self.createdAt = createdAt
  }
}

/// A report with what the admins made of it.
package struct ReportCase: Sendable, Hashable {
  /// What one of the admins wrote down about it.
  package struct Note: Sendable, Hashable {
    package var author: String
    package var text: String
    package var createdAt: Date

    package init(author: String, text: String, createdAt: Date) {
      self.author = author
      self.text = text
      self.createdAt = createdAt
    }
  }

  /// What a reported post said when it was reported.
  package struct Evidence: Sendable, Hashable {
    package var uri: String
    /// The address of who wrote it.
    package var author: String
    package var text: String

    package init(uri: String, author: String, text: String) {
      self.uri = uri
      self.author = author
      self.text = text
    }
  }

  /// How it ended.
  package struct Resolution: Sendable, Hashable {
    package var text: String
    package var at: Date

    package init(text: String, at: Date) {
      self.text = text
      self.at = at
    }
  }

  /// Its number here.
  package var id: Int64
  package var report: Report
  /// Whom it is about, as far as it is known here.
  package var targetID: ActorID?
  /// The moderator who sees to it.
  package var assigneeID: ActorID?
  package var resolution: Resolution?
  /// When it was passed on to the target's own node.
  package var forwardedAt: Date?

  package init(
    id: Int64,
    report: Report,
    targetID: ActorID? = nil,
    assigneeID: ActorID? = nil,
    resolution: Resolution? = nil,
    forwardedAt: Date? = nil
  ) {
    self.id = id
    self.report = report
    self.targetID = targetID
    self.assigneeID = assigneeID
    self.resolution = resolution
    self.forwardedAt = forwardedAt
  }
}
