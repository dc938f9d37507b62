import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// What entities depend on besides the database.
struct EntitySetting: Sendable {
  /// With whose eyes; nothing: anyone's.
  let viewer: ActorID?
  let addresses: Addresses
  let media: MediaProxy.Addressing
  let known: KnownNodes
  /// Whom posts are for when neither they nor their author say it.
  let audience: Audience
  /// In which the node speaks of what does not say its own.
  let language: String
  let memory: AccountMemory
  let database: NodeDatabase
  /// What had been written when the reading began (``NodeDatabase/freshness``).
  let freshness: Int
  let now: Date

  var reader: Reader { viewer.map(Reader.member) ?? .anyone }
}

/// Makes the entities of one answer inside one read, each account once.
///
/// What a page needs is read in sets before its entities are made
/// ([40](../../../../docs/decisions/0040-pages-in-sets.md)).
final class EntityMaker {
  // A class, since what was read and made is remembered for the posts that follow.
  let tx: Transaction
  let setting: EntitySetting
  private var madeAccounts: [ActorID: JSON] = [:]
  private var postMaterial: [PostID: PostMaterial] = [:]
  /// The posts that those with material quote, as far as the viewer may read them.
  private var quotedPosts: [String: ReadablePost] = [:]
  /// Of those that they quote and that are not there, the ones of which anyone may know that.
  private var goneQuotes: Set<String> = []
  private var knownFilters: [ReadyFilter]?
  private var knownFeaturedTags: Set<String>?
  /// What the entities were made of.
  private(set) var basis = AnswerBasis()

  init(tx: Transaction, setting: EntitySetting) {
    self.tx = tx
    self.setting = setting
  }

  var viewer: ActorID? { setting.viewer }
  var reader: Reader { setting.reader }

  // MARK: Accounts

  /// Mastodon's Account of an actor; its number of posts may be a minute old.
  func account(_ actor: ActorProfile) throws -> JSON {
    try prepare([actor])
    uses(.account(actor.id))
    return madeAccounts[actor.id] ?? .null
  }

  func account(_ id: ActorID) throws -> JSON? {
    if madeAccounts[id] == nil { try prepare(tx.actors.find([id])) }
    uses(.account(id))
    return madeAccounts[id]
  }

  /// Accounts in the order of their actors.
  func accounts(_ actors: [ActorProfile]) throws -> [JSON] {
    try prepare(actors)
    return try actors.map(account)
  }

  /// An account with its number of posts counted anew.
  func exactAccount(_ actor: ActorProfile) throws -> AccountEntity {
    try entities(of: [actor])[0]
  }

  /// Makes the accounts of all who will be shown, of what is read for all of them at once; those
  /// that are remembered are good.
  func prepare(_ actors: [ActorProfile]) throws {
    let (memory, now) = (setting.memory, setting.now)
    var fresh: [ActorID: ActorProfile] = [:]
    for actor in actors where madeAccounts[actor.id] == nil && fresh[actor.id] == nil {
      madeAccounts[actor.id] = memory.account(actor.id, in: setting.database, at: now)
      if madeAccounts[actor.id] == nil { fresh[actor.id] = actor }
    }
    for entity in try entities(of: Array(fresh.values)) {
      let (id, made) = (entity.actor.id, entity.json)
      madeAccounts[id] = made
      // Whoever is shown with it, having moved there, makes it old as well.
      let shown = [id] + (entity.successor.map { [$0.id] } ?? [])
      let basis = AnswerBasis(Set(shown.map(StoredSubject.account)))
      memory.keep(made, of: id, basis: basis, number: setting.freshness, at: now)
    }
  }

  private func entities(of actors: [ActorProfile]) throws -> [AccountEntity] {
    guard !actors.isEmpty else { return [] }
    var material = try tx.material.actors(actors.map(\.id))
    let successors = Set(material.values.compactMap(\.successor?.id)).subtracting(material.keys)
    material.merge(try tx.material.actors(Array(successors))) { first, _ in first }
    return actors.map { AccountEntity($0, material, by: self) }
  }

  // MARK: Posts

  /// Reads what the entities of some posts are made of, each kind of thing for all of them at once,
  /// with those that they quote, and makes their accounts and those of others.
  func prepare(_ posts: [ReadablePost], and others: [ActorProfile] = []) throws {
    let quoted = try load(posts)
    _ = try load(quoted)
    try prepare((posts + quoted).map(\.author) + others)
  }

  /// - Returns: The posts that they quote.
  private func load(_ posts: [ReadablePost]) throws -> [ReadablePost] {
    let fresh = posts.map(\.post).filter { postMaterial[$0.id] == nil }
    guard !fresh.isEmpty else { return [] }
    postMaterial.merge(try tx.material.posts(fresh, for: viewer)) { first, _ in first }
    let found = try tx.posts.quoted(by: fresh, for: reader)
    quotedPosts.merge(found) { first, _ in first }
    goneQuotes.formUnion(try tx.posts.gone(quotedBy: fresh.filter { !isFound($0.quote, found) }))
    return Array(found.values)
  }

  private func isFound(_ quote: Quotation?, _ found: [String: ReadablePost]) -> Bool {
    quote.map { found[$0.quoted] != nil } ?? true
  }

  /// What is told of a post besides what it says itself.
  func material(of found: ReadablePost) throws -> PostMaterial {
    if let known = postMaterial[found.post.id] { return known }
    try prepare([found])
    return postMaterial[found.post.id] ?? PostMaterial()
  }

  /// The post that one with material quotes, if the viewer may read it.
  func quoted(_ uri: String) -> ReadablePost? { quotedPosts[uri] }

  /// Whether it was deleted, and anyone may know that.
  func isGone(_ uri: String) -> Bool { goneQuotes.contains(uri) }

  /// Notes that what is made rests on this, too.
  func uses(_ subject: StoredSubject) { basis.subjects.insert(subject) }

  /// A member's filters, read once for all posts of the answer.
  func filters(of member: ActorID) throws -> [ReadyFilter] {
    if let knownFilters { return knownFilters }
    let now = setting.now
    let filters = try tx.filters.filters(of: member).compactMap { ReadyFilter($0, at: now) }
    knownFilters = filters
    return filters
  }

  /// The hashtags that a member puts forward, read once for all of the answer.
  func featuredTags(of member: ActorID) throws -> Set<String> {
    if let knownFeaturedTags { return knownFeaturedTags }
    let names = Set(try tx.tags.featured(by: member).map(\.name))
    knownFeaturedTags = names
    return names
  }

  /// A time as Mastodon writes it: UTC, with milliseconds.
  static func time(_ date: Date) -> JSON {
    let text = AS.Timestamp.text(date)
    return .string(text.contains(".") ? text : text.dropLast() + ".000Z")
  }

  static func time(_ date: Date?) -> JSON { date.map { time($0) } ?? .null }

  static func id(_ number: Int64) -> JSON { .string(String(number)) }

  /// Where a file is shown: one of this node as it is, one of another node by way of this one.
  func shown(_ url: String) -> String {
    setting.addresses.isOwn(url) ? url : setting.media.address(of: url)?.string ?? url
  }

  /// An actor's picture, or the one that stands for none.
  func picture(_ url: String?) -> String {
    url.map(shown) ?? setting.addresses.origin.string + StandInPicture.avatar.path
  }

  func header(_ url: String?) -> String {
    url.map(shown) ?? setting.addresses.origin.string + StandInPicture.header.path
  }

  /// The name by which clients know an actor: with its host, unless it is of this node.
  func acct(_ actor: ActorProfile) -> String {
    actor.isLocal ? actor.name : "\(actor.name)@\(actor.host)"
  }
}
