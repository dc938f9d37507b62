import Foundation
import Model

/// A rule about other nodes as the command line prints it.
struct PolicyShape: Encodable, Sendable {
  let pattern: String
  let action: String
  let dropsMedia: Bool
  let dropsReports: Bool
  let list: String?
  let reason: String
  let author: String
  let createdAt: Date
  let reviewAt: Date?

  init(_ rule: PolicyRule) {
    pattern = rule.pattern
    action = rule.action.rawValue
    dropsMedia = rule.dropsMedia
    dropsReports = rule.dropsReports
    list = rule.list
    reason = rule.reason
    author = rule.author
    createdAt = rule.createdAt
    reviewAt = rule.reviewAt
  }
}
