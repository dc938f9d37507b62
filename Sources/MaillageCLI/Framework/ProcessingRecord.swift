import Foundation
import Model
import Node

/// What the node does with what concerns people, for whoever has to check it (GDPR, article 30).
struct ProcessingRecord: Encodable, Sendable {
  /// One kind of processing.
  struct Activity: Encodable, Sendable {
    let name: String
    let purpose: String
    let categories: String
    let recipients: String
    let retention: String
  }

  let madeAt: Date
  let node: String
  let contact: String?
  let members: Int
  let peers: Int
  let erasures: Int
  let activities: [Activity]
  let measures: [String]

  init(
    _ configuration: NodeConfiguration,
    members: Int,
    peers: Int,
    erasures: Int,
    at now: Date
  ) {
    madeAt = now
    node = configuration.origin.description
    contact = configuration.nodeAdminContact
    (self.members, self.peers, self.erasures) = (members, peers, erasures)
    activities =
      [Self.accounts, Self.publishing(configuration, peers: peers), Self.talents]
      + [Self.sessions, Self.notifications(configuration), Self.moderation(configuration)]
      + Self.mail(configuration) + Self.objects(configuration) + [Self.audit]
    measures = [
      "TLS for all that leaves the node; certificates verified or pinned",
      "passwords as scrypt; links and session cookies as SHA-256; second factors and letters sealed",
      "who may read a post is decided in one place, for pages, apps and other nodes alike",
      "an append-only log of what the admins did",
    ]
  }

  private static let accounts = Activity(
    name: "Accounts",
    purpose: "to let members in and show who they are",
    categories: "name, display name, profile, mail address, password hash, language",
    recipients: "the profile: whoever may see it; the rest: nobody",
    retention: "until the account is erased; its name stays taken"
  )

  private static func publishing(_ configuration: NodeConfiguration, peers: Int) -> Activity {
    let days = configuration.retentionActivities
    return Activity(
      name: "Posts, follows, reactions, votes, events, agreements",
      purpose: "what members tell each other and others",
      categories: "what was written, by whom, for whom, when; pictures without their metadata",
      recipients: configuration.federationEnabled
        ? "those addressed and their nodes; \(peers) peers" : "members of this node",
      retention: "until it is deleted; ids of activities \(days) days"
    )
  }

  private static let talents = Activity(
    name: "Talents and recommendations",
    purpose: "to find who can do what",
    categories:
      "skills, places, availability, recommendations, each in the ring that its member chose",
    recipients: "peers whose directory is compared, within the ring",
    retention: "until taken back; not listed after six months without a word"
  )

  private static let sessions = Activity(
    name: "Sessions and applications",
    purpose: "to stay signed in, and to see with what",
    categories: "the browser's name, times of use, applications and their rights",
    recipients: "nobody",
    retention: "until they end or run out"
  )

  private static func notifications(_ configuration: NodeConfiguration) -> Activity {
    Activity(
      name: "Notifications",
      purpose: "to tell a member what concerns it",
      categories: "who did what when",
      recipients: "the push service of a member's own app, encrypted",
      retention: "\(configuration.retentionNotifications) days"
    )
  }

  private static func moderation(_ configuration: NodeConfiguration) -> Activity {
    Activity(
      name: "Moderation",
      purpose: "to keep the rules of the node",
      categories: "reports, what reported posts said, decisions",
      recipients: "moderators; another node's, where a report is forwarded",
      retention: "evidence \(configuration.retentionEvidence) days after a case; posts of another "
        + "node's suspended account \(configuration.retentionSuspended) days"
    )
  }

  private static func mail(_ configuration: NodeConfiguration) -> [Activity] {
    guard let server = configuration.mailServer else { return [] }
    return [
      Activity(
        name: "Mail",
        purpose: "invitations, passwords, word of sign-ins and of what happened",
        categories: "mail address, name, who did what; never what posts say",
        recipients: "the mail server \(server)",
        retention: "until it is sent, five days at most"
      )
    ]
  }

  private static func objects(_ configuration: NodeConfiguration) -> [Activity] {
    guard let store = configuration.mediaS3Endpoint else { return [] }
    return [
      Activity(
        name: "Files",
        purpose: "to keep pictures and files",
        categories: "pictures and files of posts",
        recipients: "the object store \(store)",
        retention: "until no post has them"
      )
    ]
  }

  private static let audit = Activity(
    name: "Audit",
    purpose: "to know who changed what on the node",
    categories: "who, when, what, why",
    recipients: "admins",
    retention: "as long as the node lives"
  )

  /// The same as a document.
  var markdown: String {
    var text = """
      # Record of processing: \(node)

      Made on \(madeAt.shown). Contact: \(contact ?? "none; set node.adminContact").
      \(members) active members, \(peers) peers, \(erasures) erasures.

      """
    for activity in activities {
      text += """

        ## \(activity.name)

        - Purpose: \(activity.purpose)
        - Categories: \(activity.categories)
        - Recipients: \(activity.recipients)
        - Kept: \(activity.retention)

        """
    }
    return text + "\n## Measures\n\n" + measures.map { "- \($0)" }.joined(separator: "\n")
  }
}
