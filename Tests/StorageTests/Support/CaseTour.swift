import Foundation
import Model
import Testing

@testable import Storage

/// Every question about the evidence of cases, about votes of who is deleted, about pins of groups, about pages of
/// posts, and about what was said twice.
struct CaseTour {
  let member: ActorID
  let stranger: ActorID
  let post: Post

  func tour(_ tx: Transaction) throws {
    let report = Report(
      uri: "https://far.example/flags/2",
      reporterID: stranger,
      objects: [post.uri],
      content: "",
      createdAt: Scene.now
    )
    let id = try #require(try tx.reports.insert(report))
    try tx.reports.keep([.init(uri: post.uri, author: "", text: "")], of: id)
    _ = try tx.reports.evidence(of: id)
    _ = try tx.reports.countOpen(from: "far.example", upTo: 10)
    _ = try tx.reports.purgeEvidence(resolvedBefore: Scene.now)
    _ = try tx.groups.countWaiting(by: member, in: stranger)
    _ = try tx.groups.hasPosts(stranger)
    let poll = Poll(options: [.init(name: "a"), .init(name: "b")])
    try tx.posts.setPoll(poll, of: post, at: Scene.now)
    try tx.polls.add(0, by: stranger, in: post.id, uri: "v", counting: true, at: Scene.now)
    try tx.polls.forget(voter: stranger)
    try tx.posts.setPoll(nil, of: post, at: Scene.now)
    _ = try tx.search.dropGone()
    _ = try tx.posts.readable(page: "https://far.example/@bob/1", by: .member(member))
    _ = try tx.actors.find(page: "https://far.example/@bob")
    try tx.repeats.add("https://far.example/2", of: "https://far.example/1", by: stranger)
    _ = try tx.repeats.first(of: "https://far.example/2", by: stranger)
    _ = try tx.repeats.all(of: "https://far.example/1", by: stranger)
  }
}
