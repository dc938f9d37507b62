import Foundation

/// Somebody's word to the admins about an actor or posts (ActivityStreams Flag).
package struct Report: Sendable, Hashable {
  package var uri: String
  package var reporterID: ActorID
  /// What is reported: ids of actors and posts.
  package var objects: [String]
  package var content: String
  package var createdAt: Date

  package init(
    uri: String,
    reporterID: ActorID,
    objects: [String],
    content: String,
    createdAt: Date
  ) {
    self.uri = uri
    self.reporterID = reporterID
    self.objects = objects
    self.content = content
    self.createdAt = createdAt
  }
}
