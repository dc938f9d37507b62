import Foundation
import Model

@testable import Storage

/// Every question that the stores of groups and events are asked, and of what has tours of its own.
struct GroupTour {
  let member: ActorID
  let stranger: ActorID
  let post: Post

  func tour(_ tx: Transaction) throws {
    let group = try tx.actors.insertLocal(
      .sample("jardin", host: "home.example", kind: .group),
      keys: []
    )
    try tx.groups.setRules(GroupRules(isClosed: true), of: group)
    _ = try tx.groups.rules(of: group)
    try tx.groups.affiliate(stranger, with: group, as: .moderator, at: Scene.now)
    _ = try tx.groups.standing(of: stranger, in: group)
    _ = try tx.groups.affiliations(of: group)
    _ = try tx.groups.isInsider(stranger, of: group)
    try tx.groups.put(post.id, in: group, .waiting, activity: [1])
    _ = try tx.groups.waiting(in: group)
    _ = try tx.groups.waitingActivity(post.id, in: group)
    try tx.groups.put(post.id, in: group, .shown)
    _ = try tx.groups.state(of: post.id, in: group)
    _ = try tx.groups.groups(showing: post.id)
    _ = try tx.groups.countWaiting(in: group)
    _ = try tx.groups.hasAgreed(stranger, to: group)
    _ = try tx.groups.isAsking(member, of: stranger, besides: group)
    _ = try tx.follows.countPending(of: group)
    _ = try tx.groups.list(of: stranger, Page())
    _ = try tx.groups.busy(for: stranger, Page())
    _ = try tx.groups.local(for: stranger, Page())
    _ = try tx.groups.remote(on: ["far.example"], for: member, Page())
    _ = try tx.groups.people(of: group)
    _ = try tx.groups.countAdmins(of: group, but: member)
    try tx.groupTurns.take(by: member, at: Scene.now)
    _ = try tx.posts.shown(in: group, to: .member(member), Page())
    try tx.outbox.remove(about: post.id, by: group)
    let place = Event.Place(name: "a", latitude: 1, longitude: 2)
    try tx.events.set(
      Event(startsAt: Scene.now, places: [place], organizers: ["https://far.example/a"]),
      of: post.id
    )
    _ = try tx.events.find(post.id)
    try tx.events.set(nil, of: post.id)
    try CaseTour(member: member, stranger: stranger, post: post).tour(tx)
    try PushTour(member: member).tour(tx)
    try NeedTour(member: member, stranger: stranger, post: post).tour(tx)
    try DecisionTour(member: member, post: post).tour(tx)
  }
}
