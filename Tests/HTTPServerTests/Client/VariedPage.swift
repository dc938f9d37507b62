import Foundation
import Model
import Storage
import TestSupport

@testable import HTTPServer

/// A home timeline with something of everything: Alice follows five, who write all kinds of posts.
struct VariedPage {
  let scene: ClientScene
  private let authors: [ActorProfile]

  static let posts = 40
  /// How many of them, the first, somebody else brings.
  private static let boosts = 6
  /// Which of them quote which; one quotes a post that quotes.
  private static let quotes = [14: 8, 21: 16, 28: 26, 30: 28]

  init() async throws {
    scene = try await ClientScene()
    let node = scene.node
    var authors = [scene.bob, try await node.member("carole")]
    for name in ["paul", "rosa", "zoe"] { authors.append(try await node.know(RemoteActor(name))) }
    self.authors = authors
    let (page, now) = (self, node.clock.now)
    try await node.database.write { tx in
      for author in page.authors { try page.introduce(author, at: now, in: tx) }
      for number in 1...Self.posts { try page.write(number, at: now, in: tx) }
      for number in 31...36 { try page.react(to: number, at: now, in: tx) }
      for number in 1...Self.boosts { try page.passOn(number, at: now, in: tx) }
      for word in ["navette", "billet"] {
        let keyword = ContentFilter.Keyword(text: word)
        _ = try tx.filters.insert(
          ContentFilter(title: word, contexts: [.home], keywords: [keyword]),
          of: page.reader
        )
      }
    }
  }

  private var reader: ActorID { scene.alice.id }

  private func introduce(_ author: ActorProfile, at now: Date, in tx: Transaction) throws {
    try tx.follows.save(
      Follow(
        uri: "\(author.uri)/followed",
        followerID: reader,
        followeeID: author.id,
        state: .accepted,
        createdAt: now
      )
    )
    let line = ActorDetails.Line(name: "Site", value: "chez \(author.name)")
    let emoji = CustomEmoji(name: author.name, url: "https://far.example/e/\(author.name).png")
    var details = ActorDetails(lines: [line, line], emoji: [emoji])
    if author.name == "zoe" { details.movedTo = authors[2].uri }
    try tx.actors.setDetails(details, of: author.id)
    for place in ActorPictures.Place.allCases {
      let picture = Attachment(url: "https://far.example/\(author.name)/\(place.rawValue).png")
      try tx.actorPictures.set(picture, at: place, of: author.id)
    }
  }

  /// Who wrote a post.
  private func author(of number: Int) -> ActorProfile { authors[number % authors.count] }

  private func uri(of number: Int) -> String { "\(author(of: number).uri)/posts/\(number)" }

  private func write(_ number: Int, at now: Date, in tx: Transaction) throws {
    let author = author(of: number)
    var body = PostBody(html: "<p>Billet \(number)</p>", language: "fr")
    if number % 3 == 0 {
      body.attachments = (1...2).map {
        Attachment(url: "\(uri(of: number))/\($0).jpg", name: "\($0)")
      }
      body.hashtags = ["quartier", "billet\(number)"]
    }
    if number % 3 == 1 { body.emoji = [CustomEmoji(name: "a", url: "\(uri(of: number))/a.png")] }
    var post = Post(
      id: PostID(rawValue: Int64(number)),
      uri: uri(of: number),
      authorID: author.id,
      isLocal: author.isLocal,
      audience: .public,
      body: body,
      publishedAt: now
    )
    if number % 4 == 0 { post.thread = PostThread(inReplyTo: uri(of: number - 1)) }
    if let quoted = Self.quotes[number] {
      post.quote = Quotation(quoted: uri(of: quoted), state: .accepted)
    }
    try makeSpecial(&post, number, at: now)
    let addressees = number % 2 == 0 ? [reader, scene.bob.id] : []
    if author.isLocal {
      try tx.posts.insertLocal(post, addressees: addressees)
      try tx.posts.setApplication(WrittenWith(name: "App \(number)"), of: post.id)
    } else {
      let proof = try OriginProof(of: post.uri, vouchedBy: post.uri)
      _ = try tx.posts.insertRemote(post, addressees: addressees, proof: proof)
    }
    // The others come by boosts.
    if number > Self.boosts { try tx.timelines.add(post.id, by: author.id) }
    if post.poll != nil, number % 2 == 1 {
      let vote = "\(post.uri)/vote"
      try tx.polls.add(1, by: reader, in: post.id, uri: vote, counting: true, at: now)
    }
  }

  private func makeSpecial(_ post: inout Post, _ number: Int, at now: Date) throws {
    switch number % 20 {
    case 10, 19:
      post.kind = "Question"
      post.poll = Poll(options: ["oui", "non", "\(number)"].map { Poll.Option(name: $0) })
    case 12:
      post.kind = "Event"
      let place = Event.Place(name: "Salle \(number)")
      var event = Event(title: "Fête \(number)", startsAt: now, endsAt: now.addingTimeInterval(60))
      event.places = [place, place]
      event.organizers = ["https://far.example/o/\(number)"]
      post.body.event = event
    case 11:
      post.kind = Need.kind
      var need = Need(
        .request,
        title: "Souder \(number)",
        primary: .init(.deliverService, of: "urn:example:a", Quantity(Amount("4"), .hour))
      )
      need.skills = ["a", "b"].compactMap { name in
        SkillID("https://skills.example/\(name)").map { Need.Skill(id: $0, level: .mastery) }
      }
      post.body.need = need
    case 13:
      post.kind = Consultation.kind
      post.body.consultation = Consultation(
        "Navette \(number)",
        options: ["Oui", "Non"],
        fallback: 1,
        closesAt: now.addingTimeInterval(3_600)
      )
    case 17:
      post.kind = AskedQuestion.kind
      post.body.question = AskedQuestion(answer: nil)
    default: break
    }
  }

  /// What Alice and the author do with a post.
  private func react(to number: Int, at now: Date, in tx: Transaction) throws {
    let (id, post) = (PostID(rawValue: Int64(number)), uri(of: number))
    try tx.reactions.add(.like, uri: "\(post)/like", by: reader, to: id, at: now)
    try tx.bookmarks.add(id, by: reader)
    let author = author(of: number).id
    try tx.posts.pin(id, by: author, at: now)
    if number % 2 == 0, let found = try tx.posts.find(id) {
      try tx.mutes.setThread(of: found, isMuted: true, by: reader, at: now)
    }
  }

  /// What others do with what Alice wrote, what they write to her alone, and a thread below the last
  /// post.
  func talk() async throws {
    let (page, now) = (self, scene.node.clock.now)
    try await scene.node.database.write { tx in
      for number in Self.posts + 1...Self.posts + 40 {
        let own = try page.ownPost(number, at: now, in: tx)
        for author in page.authors.prefix(1 + number % 3) {
          let uri = "\(author.uri)/likes/\(number)"
          try tx.reactions.add(.like, uri: uri, by: author.id, to: own, at: now)
          let cause = MemberNotification.Cause(.favourite, by: author.id, post: own)
          _ = try tx.notifications.add(cause, to: page.reader, at: now)
        }
        let whisper = try page.whisper(number + 100, at: now, in: tx)
        try tx.conversations.add(whisper)
      }
    }
  }

  private func ownPost(_ number: Int, at now: Date, in tx: Transaction) throws -> PostID {
    let post = Post(
      id: PostID(rawValue: Int64(number)),
      uri: "\(scene.alice.uri)/posts/\(number)",
      authorID: reader,
      isLocal: true,
      audience: .public,
      body: PostBody(html: "<p>De moi \(number)</p>"),
      thread: PostThread(inReplyTo: uri(of: Self.posts)),
      publishedAt: now
    )
    try tx.posts.insertLocal(post, addressees: [])
    return post.id
  }

  private func whisper(_ number: Int, at now: Date, in tx: Transaction) throws -> Post {
    let post = Post(
      id: PostID(rawValue: Int64(number)),
      uri: uri(of: number),
      authorID: author(of: number).id,
      isLocal: author(of: number).isLocal,
      audience: .direct,
      body: PostBody(html: "<p>Tout bas \(number)</p>"),
      publishedAt: now
    )
    if post.isLocal {
      try tx.posts.insertLocal(post, addressees: [reader])
    } else {
      let proof = try OriginProof(of: post.uri, vouchedBy: post.uri)
      _ = try tx.posts.insertRemote(post, addressees: [reader], proof: proof)
    }
    return post
  }

  /// Brings an old post in a new entry.
  private func passOn(_ number: Int, at now: Date, in tx: Transaction) throws {
    let (id, booster) = (PostID(rawValue: Int64(number)), author(of: number + 1).id)
    let (entry, uri) = (Int64(1_000 + number), "\(uri(of: number))/boost")
    try tx.reactions.add(.boost, uri: uri, by: booster, to: id, at: now, number: entry)
    try tx.timelines.addBoost(of: id, by: booster, id: entry)
  }
}
