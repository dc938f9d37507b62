extension AS {
  /// How much of each member is read; what exceeds its limit is refused, never cut.
  package enum Limits {
    /// Bytes of an identifier or URL.
    package static let address = 2048
    /// Characters of a type's name.
    package static let type = 100
    /// Characters of a user name.
    package static let userName = 128
    /// Characters of a display name or a title.
    package static let name = 500
    /// Characters of a content warning.
    package static let summary = 5_000
    /// Characters of an actor's description of itself.
    package static let biography = 50_000
    /// Bytes of a post's HTML, and of its source.
    package static let content = 256 * 1024
    /// Translations of a post in `contentMap`.
    package static let languages = 32
    /// Characters of a language tag (BCP 47).
    package static let language = 35
    /// Characters of a media type.
    package static let mediaType = 255
    /// Characters of what a picture shows.
    package static let description = 5_000
    /// Characters of a blurhash.
    package static let blurhash = 200
    /// Bytes of a skill's URI.
    package static let skill = 255
    /// Characters of what an endorsement says, and of a reply to it.
    package static let endorsement = 2_000
    /// Addressees in `to`, `cc`, `bto`, `bcc` and `audience` together.
    package static let recipients = 1_000
    /// Objects of one activity; only `Flag` has several.
    package static let objects = 100
    /// Mentions, hashtags, emoji and links of a post.
    package static let tags = 100
    /// Actors and collections of one rule of an interaction policy.
    package static let policy = 100
    /// Options of a poll.
    package static let options = 64
    /// Options of a consultation, and the characters of one.
    package static let choices = 12
    package static let choice = 200
    /// Characters of what became of a consultation.
    package static let followUp = 5_000
    /// Pictures and files of a post.
    package static let attachments = 32
    /// Alternatives in `url`, `icon` and `image`.
    package static let links = 32
    /// Fields of an actor's profile.
    package static let fields = 32
    /// Characters of a profile field's value.
    package static let field = 4_000
    /// Other accounts of the same owner.
    package static let aliases = 64
    /// Keys of an actor.
    package static let keys = 16
    /// Bytes of a public key in PEM.
    package static let pem = 16 * 1024
    /// Characters of a Multikey; room for post-quantum keys.
    package static let multibase = 8 * 1024
    /// Capabilities that an application lists (FEP-844e).
    package static let capabilities = 64
    /// Entries of a collection or of one page of it.
    package static let items = 1_000
    /// Followers at one node, in the one list of them that is not divided into pages (FEP-8fcf).
    package static let followers = 20_000
    /// Links of a WebFinger or NodeInfo document.
    package static let descriptors = 64
    /// Earlier publications that one takes back.
    package static let forgotten = 1_000
    /// Places of an event.
    package static let places = 8
    /// Organizers of an event.
    package static let organizers = 32
    /// Words for what an event is about, and the characters of one.
    package static let categories = 8
    package static let category = 60
    /// How many people an event may be for, or be attended by.
    package static let people = 1_000_000
    /// Characters of what is said with the wish to take part in an event, or with the answer.
    package static let message = 2_000
    /// Characters of the name of a time zone.
    package static let timeZone = 64
    /// Skills of a need or an offer.
    package static let skills = 12
    /// Bytes of the URI of a kind of thing (FEP-0837).
    package static let resource = 500
    /// Bytes of the name of a unit of measure.
    package static let unit = 160
    /// Bytes of a number written as text.
    package static let number = 32
    /// Characters of a date and time.
    package static let timestamp = 64
  }
}
