import Foundation
import Model
import Testing

@Suite("Notification policy")
struct NotificationPolicyTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)
  private static let strict = NotificationPolicy(
    notFollowing: .drop,
    notFollowers: .drop,
    newAccounts: .drop,
    privateMentions: .drop,
    limitedAccounts: .drop
  )

  /// Somebody known for long, who follows the member since long.
  private func friend(_ change: (inout NotificationFacts) -> Void = { _ in }) -> NotificationFacts {
    var facts = NotificationFacts(
      followsSince: Self.now.addingTimeInterval(-90 * 86_400),
      actorSince: Self.now.addingTimeInterval(-365 * 86_400)
    )
    change(&facts)
    return facts
  }

  @Test("lets everything through by default but what is of limited accounts")
  func standard() {
    let policy = NotificationPolicy()

    #expect(policy.verdict(.mention, friend(), at: Self.now) == .accept)
    #expect(policy.verdict(.mention, friend { $0.isLimited = true }, at: Self.now) == .filter)
  }

  @Test("asks each condition by itself")
  func conditions() {
    let young = Self.now.addingTimeInterval(-86_400)
    let cases: [(NotificationPolicy, NotificationFacts)] = [
      (NotificationPolicy(notFollowing: .filter), friend()),
      (NotificationPolicy(notFollowers: .filter), friend { $0.followsSince = nil }),
      (NotificationPolicy(notFollowers: .filter), friend { $0.followsSince = young }),
      (NotificationPolicy(newAccounts: .filter), friend { $0.actorSince = young }),
      (NotificationPolicy(privateMentions: .filter), friend { $0.isUnaskedDirect = true }),
    ]

    for (policy, facts) in cases {
      #expect(policy.verdict(.mention, facts, at: Self.now) == .filter, "\(policy)")
    }
    let others = NotificationPolicy(
      notFollowers: .filter,
      newAccounts: .filter,
      privateMentions: .filter
    )
    #expect(others.verdict(.mention, friend(), at: Self.now) == .accept)
  }

  @Test("takes the strictest of what applies")
  func strictest() {
    let policy = NotificationPolicy(notFollowing: .filter, limitedAccounts: .drop)

    #expect(policy.verdict(.mention, friend { $0.isLimited = true }, at: Self.now) == .drop)
  }

  @Test("never stands before whom the member follows or accepted, or who moderates")
  func exceptions() {
    let facts = [
      friend { $0.isFollowing = true }, friend { $0.isPermitted = true },
      friend { $0.isModerator = true },
    ]

    for facts in facts {
      #expect(Self.strict.verdict(.mention, facts, at: Self.now) == .accept)
    }
  }

  @Test("never hides what the member itself took part in")
  func ownAffairs() {
    for kind in [MemberNotification.Kind.poll, .update, .adminReport, .status] {
      #expect(Self.strict.verdict(kind, friend(), at: Self.now) == .accept)
    }
  }

  @Test("drops all of who is not welcome, whatever else is so")
  func unwelcome() {
    let facts = friend {
      $0.isWelcome = false
      $0.isFollowing = true
    }

    for kind in MemberNotification.Kind.allCases {
      #expect(NotificationPolicy().verdict(kind, facts, at: Self.now) == .drop)
    }
  }

  @Test("groups likes and boosts by post and follows by day")
  func keys() {
    let post = PostID(rawValue: 7)
    let tomorrow = Self.now.addingTimeInterval(86_400)

    #expect(MemberNotification.groupKey(of: .favourite, post: post, at: Self.now) == "favourite-7")
    #expect(MemberNotification.groupKey(of: .reblog, post: post, at: Self.now) == "reblog-7")
    #expect(MemberNotification.groupKey(of: .mention, post: post, at: Self.now) == nil)
    #expect(
      MemberNotification.groupKey(of: .follow, post: nil, at: Self.now)
        != MemberNotification.groupKey(of: .follow, post: nil, at: tomorrow)
    )
  }
}
