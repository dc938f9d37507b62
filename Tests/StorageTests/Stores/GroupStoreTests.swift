import Foundation
import Model
import Testing

@testable import Storage

@Suite("Groups")
struct GroupStoreTests {
  @Test("what a closed group shows is read by those who follow it and actors of their nodes")
  func insiders() throws {
    let scene = try Scene()

    let readers = try scene { tx in
      let author = try tx.stranger("author", host: "author.example")
      let follower = try tx.stranger("follower", host: "in.example")
      let neighbour = try tx.stranger("neighbour", host: "in.example")
      let outsider = try tx.stranger("outsider", host: "out.example")
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let group = try tx.stranger("group", host: "group.example")
      try tx.follow(follower, group)
      try tx.follow(ada, group)
      try tx.follow(outsider, group, .pending)
      let post = Post.sample(1, by: author, for: .direct, host: "author.example")
      let proof = try OriginProof(of: post.uri, vouchedBy: post.uri)
      _ = try tx.posts.insertRemote(post, addressees: [group], proof: proof)
      let all =
        [Reader.anyone, .member(ada), .member(bob)]
        + [follower, neighbour, outsider].map { Reader.remote($0, territories: []) }
      func readable() throws -> [Bool] {
        try all.map { try tx.posts.readable(post.id, by: $0) != nil }
      }
      let before = try readable()
      try tx.groups.put(post.id, in: group, .shown)
      let shown = try readable()
      try tx.groups.put(post.id, in: group, .removed)
      return [before, shown, try readable()]
    }

    let nobody = Array(repeating: false, count: 6)
    #expect(readers == [nobody, [false, true, false, true, true, false], nobody])
  }

  @Test("a group that makes itself closed asks before it is followed")
  func rules() throws {
    let scene = try Scene()

    let (rules, actor) = try scene { tx in
      let sample = ActorProfile.sample("g", host: "home.example", kind: .group)
      let group = try tx.actors.insertLocal(sample, keys: [])
      try tx.groups.setRules(GroupRules(isClosed: false), of: group)
      let open = try tx.actors.find(group)
      try tx.groups.setRules(GroupRules(isClosed: true, isModerated: true), of: group)
      return (try tx.groups.rules(of: group), [open, try tx.actors.find(group)])
    }

    #expect(rules == GroupRules(isClosed: true, isModerated: true, posting: .followers))
    #expect(actor.map { $0?.traits.approvesFollowers } == [false, true])
  }

  @Test("an event is kept with its places and organizers, changed by an edit, gone with its post")
  func events() throws {
    let scene = try Scene()
    let event = Event(
      startsAt: Scene.now,
      endsAt: .later(3600),
      timeZone: "Europe/Paris",
      status: .tentative,
      joinMode: .external,
      participationURL: "https://a.example/join",
      places: [
        Event.Place(name: "a", address: "b", latitude: 48.5, longitude: -3.5),
        Event.Place(url: "https://live.example", isVirtual: true),
      ],
      organizers: ["https://a.example/1", "https://a.example/2"]
    )

    let found = try scene { tx in
      let author = try tx.stranger("author")
      var post = Post.sample(1, by: author, host: "far.example")
      post.kind = "Event"
      post.body.event = event
      let proof = try OriginProof(of: post.uri, vouchedBy: post.uri)
      _ = try tx.posts.insertRemote(post, addressees: [], proof: proof)
      let first = try tx.posts.find(post.id)?.body.event
      var body = post.body
      body.event?.status = .cancelled
      body.event?.places = []
      try tx.posts.edit(post, to: body, addressees: [], at: .later(10))
      let second = try tx.posts.find(post.id)?.body.event
      try tx.posts.delete(post, at: .later(20))
      return [first, second, try tx.events.find(post.id)]
    }

    var cancelled = event
    cancelled.status = .cancelled
    cancelled.places = []
    #expect(found == [event, cancelled, nil])
  }
}
