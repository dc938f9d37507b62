/// Accounts that a member reads in a timeline of their own.
package struct MemberList: Sendable, Hashable {
  /// Whose answers the timeline shows, besides those to oneself.
  package enum Replies: String, Sendable, CaseIterable {
    /// All that would be in the home timeline.
    case followed
    /// To those who are in the list.
    case list
    case none
  }

  package static let longestTitle = 100
  package static let most = 200
  package static let mostAccounts = 2_000

  package var id: Int64
  package var title: String
  package var replies: Replies
  /// Whether what is in the list stays out of the home timeline.
  package var isExclusive: Bool

  package init(
    id: Int64 = 0,
    title: String,
    replies: Replies = .list,
    isExclusive: Bool = false
  ) {
    self.id = id
    self.title = title
    self.replies = replies
    self.isExclusive = isExclusive
  }
}
