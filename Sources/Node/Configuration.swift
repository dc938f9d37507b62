import Federation
import Logging
import Model

extension NodeConfiguration {
  /// The table of the settings: a property each, with key, default, limits and explanation.
  ///
  /// The reference page and the checks of `maillage.yaml` are made from these lines.
  package struct Settings: Sendable {
    // MARK: node
    package let nodeHost = Setting(
      "node.host",
      default: "",
      limit: .hostName,
      doc: """
        The host name of the node. With the port it is the node's identity and cannot change \
        later. Required.
        """
    )
    package let nodePort = Setting(
      "node.port",
      default: 443,
      limit: .range(1...65_535),
      doc: "The port at which others reach the node: part of its identity when it is not 443."
    )
    package let nodeName = Setting(
      "node.name",
      default: "",
      limit: .text(upTo: 100),
      doc: "The name people see. Without one it is the host name."
    )
    package let nodeSummary = Setting(
      "node.summary",
      default: "",
      limit: .text(upTo: 2_000),
      doc: "What the node is, in a few sentences."
    )
    package let nodeLanguage = Setting(
      "node.language",
      default: "fr",
      limit: .languageTag,
      doc: "The language of the node and of posts that name none (BCP 47)."
    )
    package let nodeTerritoryPlaces = Setting(
      "node.territoryPlaces",
      default: [String](),
      limit: .places(upTo: 100),
      doc: """
        The communes or places that the node belongs to: names, or INSEE codes of communes \
        (`44184`), by which others find it.
        """
    )
    package let nodeKind = Setting(
      "node.kind",
      default: NodeRecord.Kind.independent,
      doc: "What kind of organisation the node is of. Published, as the two numbers below."
    )
    package let nodeSIREN = Setting(
      "node.siren",
      default: String?.none,
      limit: .siren,
      doc: "The organisation's number in the register SIRENE."
    )
    package let nodeRNA = Setting(
      "node.rna",
      default: String?.none,
      limit: .rna,
      doc: "The association's number in the Répertoire national des associations."
    )
    package let nodeStaff = Setting(
      "node.staff",
      default: Int?.none,
      limit: .range(10...10_000_000),
      doc: """
        How many people work in the organisation: what part of them has an account is shown among \
        the figures of each month (`insight.md`). Known to this node alone.
        """
    )
    package let nodeAdminContact = Setting(
      "node.adminContact",
      default: String?.none,
      limit: .text(upTo: 200),
      doc: "How to reach the people who run the node: an e-mail address or a URL. Published."
    )

    package let nodeLegalNotice = Setting(
      "node.legalNotice",
      default: String?.none,
      limit: .path,
      doc: """
        A file in Markdown with the legal notice, shown at `/legal` and linked below each page. A \
        relative path starts at the home.
        """
    )
    package let nodePrivacy = Setting(
      "node.privacy",
      default: String?.none,
      limit: .path,
      doc: "The same for the privacy policy, at `/privacy`."
    )
    package let nodeTimeZone = Setting(
      "node.timeZone",
      default: "Europe/Paris",
      limit: .timeZone,
      doc: "The time zone in which pages tell times (IANA's name)."
    )
    package let nodeColour = Setting(
      "node.colour",
      default: "",
      limit: .colour,
      doc: "The colour of pages, as `#0f6b6b`; a shade of it that can be read is taken."
    )
    package let nodeLogo = Setting(
      "node.logo",
      default: String?.none,
      limit: .path,
      doc: "A picture before the node's name: a file of up to 256 KiB. SVG, PNG, JPEG or WebP."
    )

    // MARK: server
    package let serverAddress = Setting(
      "server.address",
      default: IPAddress.v4(0),
      doc: "The address to listen at. `::` listens at all IPv6 and IPv4 addresses."
    )
    package let serverPort = Setting(
      "server.port",
      default: Int?.none,
      limit: .range(1...65_535),
      doc: "The port to listen at, when it is not `node.port`: behind a proxy or a port mapping."
    )
    package let serverHTTP2 = Setting(
      "server.http2",
      default: false,
      doc: "Also offers HTTP/2. It costs about twice the CPU time per request of HTTP/1.1."
    )

    // MARK: tls
    package let tlsMode = Setting(
      "tls.mode",
      default: TLSMode.selfSigned,
      doc: """
        Where TLS comes from: `selfSigned` (a certificate made by the node, which others pin), \
        `acme` (an authority such as Let's Encrypt), `files` (your own certificate) or `proxy` (a reverse proxy ends TLS).
        """
    )
    package let tlsCertificate = Setting(
      "tls.certificate",
      default: String?.none,
      limit: .path,
      doc: """
        PEM file of the certificate and its chain, with `tls.mode: files`. Read again when it \
        changes. A relative path starts at the home.
        """
    )
    package let tlsKey = Setting(
      "tls.key",
      default: String?.none,
      limit: .path,
      doc: """
        PEM file of the certificate's private key, with `tls.mode: files`. A relative path starts \
        at the home.
        """
    )
    package let tlsPublishPin = Setting(
      "tls.publishPin",
      default: false,
      doc: """
        With `tls.mode: files`, lets other nodes know this one by the key of its certificate. Only \
        for a key that stays when the certificate is renewed.
        """
    )

    let acme = ACMESettings()

    // MARK: proxy
    package let proxyTrusted = Setting(
      "proxy.trusted",
      default: [CIDR](),
      limit: .entries(upTo: 64),
      doc: """
        The proxies whose `X-Forwarded-*` headers are believed. From any other address those \
        headers are ignored.
        """
    )

    // MARK: network
    let network = NetworkSettings()

    // MARK: federation
    package let federationEnabled = Setting(
      "federation.enabled",
      default: true,
      doc: """
        Whether the node speaks with other nodes. Off: inboxes and actors are not there for \
        others.
        """
    )
    package let federationAuthorizedFetch = Setting(
      "federation.authorizedFetch",
      default: false,
      doc: "Demands a signature of whoever fetches an actor or an object."
    )
    package let federationSignatureWindow = Setting(
      "federation.signatureWindow",
      default: 300,
      limit: .range(30...3_600, of: "seconds"),
      doc: "How far the date of a signature may be from the node's clock."
    )
    package let federationFetchBudget = Setting(
      "federation.fetchBudget",
      default: 600,
      limit: .range(1...100_000, of: "fetches a minute"),
      doc: "How many documents the node fetches from all other nodes together."
    )
    package let federationPerHostConcurrency = Setting(
      "federation.perHostConcurrency",
      default: 4,
      limit: .range(1...64, of: "requests"),
      doc: "How many requests to one host run at the same time."
    )

    package let federationSynchronizeFollowers = Setting(
      "federation.synchronizeFollowers",
      default: true,
      doc: "Compares with other nodes who follows whom, and mends what differs."
    )
    package let federationBackfillThreads = Setting(
      "federation.backfillThreads",
      default: true,
      doc: "Fetches the rest of a conversation of which a part has come."
    )
    package let federationBackfillPosts = Setting(
      "federation.backfillPosts",
      default: 20,
      limit: .range(0...100, of: "posts"),
      doc: "How many of the latest public posts are fetched of somebody newly followed."
    )
    package let federationBackfillBudget = Setting(
      "federation.backfillBudget",
      default: 2_000,
      limit: .range(0...100_000, of: "fetches an hour"),
      doc: """
        How many documents are fetched to complete conversations, profiles and lists of followers. \
        `0`: none, not even what a post answers.
        """
    )

    // MARK: territory
    package let territorySyncInterval = Setting(
      "territory.syncInterval",
      default: 60,
      limit: .range(1...86_400, of: "seconds"),
      doc:
        "How often a territory is compared with other members. News is told at once all the same."
    )
    package let territorySealInterval = Setting(
      "territory.sealInterval",
      default: 604_800,
      limit: .range(1...31_536_000, of: "seconds"),
      doc: "From one seal of a territory to the next. All members should have the same."
    )

    // MARK: talents
    package let talentSyncInterval = Setting(
      "talents.syncInterval",
      default: 300,
      limit: .range(1...86_400, of: "seconds"),
      doc:
        "How often directories of talents are compared with peers. What a member changes is told at once."
    )

    // MARK: moderation
    package let moderationContact = Setting(
      "moderation.contact",
      default: String?.none,
      limit: .text(upTo: 200),
      doc: """
        Where somebody whose account is suspended or limited can appeal: an e-mail address. Without \
        one it is `node.adminContact`.
        """
    )

    // MARK: posts
    package let postsDefaultAudience = Setting(
      "posts.defaultAudience",
      default: Audience.node,
      doc: "Whom a post is for when neither it nor its author says."
    )
    package let postsMaxCharacters = Setting(
      "posts.maxCharacters",
      default: 5_000,
      limit: .range(100...100_000, of: "characters"),
      doc: "The length of the longest post of a member."
    )

    /// Delivery, inbox and limits.
    let traffic = TrafficSettings()

    // MARK: storage
    package let storageSynchronous = Setting(
      "storage.synchronous",
      default: StorageSynchronous.full,
      doc: """
        `full` keeps every acknowledged write through a power failure. `normal` may lose the last \
        ones.
        """
    )
    package let storageReaders = Setting(
      "storage.readers",
      default: 4,
      limit: .range(1...32, of: "connections"),
      doc: "How many reads of the database run at the same time."
    )
    package let storageCacheMegabytes = Setting(
      "storage.cacheMegabytes",
      default: 2,
      limit: .range(1...1_024, of: "MB"),
      doc: "The page cache of each connection to the database."
    )

    // MARK: media
    let media = MediaSettings()
    let backup = BackupSettings()

    // MARK: mail
    let mail = MailSettings()

    // MARK: retention
    let retention = RetentionSettings()

    // MARK: metrics
    package let metricsToken = Setting(
      "metrics.token",
      default: String?.none,
      limit: .secret(atLeast: 16),
      isSecret: true,
      doc: """
        Lets whoever sends it as a bearer token read `/metrics`. Without one, only this machine \
        may.
        """
    )

    // MARK: log
    package let logLevel = Setting(
      "log.level",
      default: Logger.Level.info,
      doc: "How much is logged."
    )
    package let logFormat = Setting(
      "log.format",
      default: LogFormat.text,
      doc: "`text` for people, `json` for programs: one line each, on standard error."
    )

    /// All settings in the order above.
    package var all: [any AnySetting] { Self.settings(in: self) }

    private static func settings(in table: Any) -> [any AnySetting] {
      Mirror(reflecting: table).children.flatMap { child in
        if let setting = child.value as? any AnySetting { return [setting] }
        return child.value is any SettingsGroup ? settings(in: child.value) : []
      }
    }
  }
}

/// A part of the table of the settings that has a file of its own.
protocol SettingsGroup: Sendable {}
