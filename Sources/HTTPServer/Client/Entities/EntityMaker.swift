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
final class EntityMaker {
  // A class, since the accounts that were made are remembered for the posts that follow.
  let tx: Transaction
  let setting: EntitySetting
  private var accounts: [ActorID: JSON] = [:]
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

  /// Mastodon's Account of an actor; its number of posts may be a minute old.
  func account(_ actor: ActorProfile) throws -> JSON {
    uses(.account(actor.id))
    if let made = accounts[actor.id] { return made }
    let made = try remembered(actor)
    accounts[actor.id] = made
    return made
  }

  func account(_ id: ActorID) throws -> JSON? {
    uses(.account(id))
    if let made = accounts[id] { return made }
    return try tx.actors.find(id).map(account)
  }

  /// The same, counted anew.
  func exactAccount(_ actor: ActorProfile) throws -> JSON {
    try AccountEntity(actor, by: self).json
  }

  /// Whoever is shown with it, having moved there, makes it old as well.
  private func remembered(_ actor: ActorProfile) throws -> JSON {
    let (memory, now) = (setting.memory, setting.now)
    if let known = memory.account(actor.id, in: setting.database, at: now) { return known }
    let entity = AccountEntity(actor, by: self)
    let made = try entity.json
    var basis = AnswerBasis([.account(actor.id)])
    if let target = try entity.successor() { basis.subjects.insert(.account(target.id)) }
    memory.keep(made, of: actor.id, basis: basis, number: setting.freshness, at: now)
    return made
  }

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
  func picture(_ picture: Attachment?, of actor: ActorProfile) -> String {
    picture.map { shown($0.url) } ?? setting.addresses.origin.string + StandInPicture.avatar.path
  }

  func header(_ picture: Attachment?) -> String {
    picture.map { shown($0.url) } ?? setting.addresses.origin.string + StandInPicture.header.path
  }

  /// The name by which clients know an actor: with its host, unless it is of this node.
  func acct(_ actor: ActorProfile) -> String {
    actor.isLocal ? actor.name : "\(actor.name)@\(actor.host)"
  }
}
