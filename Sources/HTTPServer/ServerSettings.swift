import Foundation
import Model

/// What the admin sets about the web server.
package struct ServerSettings: Sendable {
  /// How the node presents itself.
  package struct Presentation: Sendable {
    package var name: String
    package var summary: String
    /// Communes or places that the node belongs to.
    package var places: [String]
    /// How to reach the people who run the node.
    package var contact: String?
    /// The colour of its pages; nothing: this program's.
    package var colour: Colour?
    /// Its own mark on its pages.
    package var logo: Logo?
    /// In which pages tell times.
    package var timeZone: TimeZone
    /// The legal notice, in Markdown.
    package var legalNotice: String?
    /// The privacy policy, in Markdown.
    package var privacy: String?

    package init(
      name: String,
      summary: String = "",
      places: [String] = [],
      contact: String? = nil,
      colour: Colour? = nil,
      logo: Logo? = nil,
      timeZone: TimeZone = .gmt
    ) {
      self.name = name
      self.summary = summary
      self.places = places
      self.contact = contact
      self.colour = colour
      self.logo = logo
      self.timeZone = timeZone
    }
  }

  /// A picture of the node's own, as its admin gave it.
  package struct Logo: Sendable {
    package let mediaType: String
    package let content: [UInt8]

    package init(mediaType: String, content: [UInt8]) {
      self.mediaType = mediaType
      self.content = content
    }
  }

  /// How much and how slowly clients may ask.
  package struct Limits: Sendable {
    /// Requests of one address; of IPv6, one /64.
    package var requestsPerMinute: Int
    /// Requests of one address to the inboxes.
    package var inboxPerMinute: Int
    /// Requests to the client API with one token, or of one address without, in five minutes.
    package var clientRequests: Int
    /// For the head of a request, TLS included.
    package var headerTimeout: Duration
    package var bodyTimeout: Duration
    /// How long a connection may stay without a request.
    package var idleTimeout: Duration
    package var maximumConnections: Int

    package init(
      requestsPerMinute: Int = 600,
      inboxPerMinute: Int = 6000,
      clientRequests: Int = 300,
      headerTimeout: Duration = .seconds(10),
      bodyTimeout: Duration = .seconds(30),
      idleTimeout: Duration = .seconds(75),
      maximumConnections: Int = 4096
    ) {
      self.requestsPerMinute = requestsPerMinute
      self.inboxPerMinute = inboxPerMinute
      self.clientRequests = clientRequests
      self.headerTimeout = headerTimeout
      self.bodyTimeout = bodyTimeout
      self.idleTimeout = idleTimeout
      self.maximumConnections = maximumConnections
    }
  }

  package var presentation: Presentation
  /// The version of the program.
  package var version: String
  package var limits: Limits
  /// Whose `X-Forwarded-*` headers are believed.
  package var trustedProxies: [CIDR]
  /// A reverse proxy ends TLS: then the machine itself is no proof of being its admin.
  package var isBehindProxy: Bool
  /// Lets whoever bears it read the metrics.
  package var metricsToken: String?

  package init(
    presentation: Presentation,
    version: String,
    limits: Limits = Limits(),
    trustedProxies: [CIDR] = [],
    isBehindProxy: Bool = false,
    metricsToken: String? = nil
  ) {
    self.presentation = presentation
    self.version = version
    self.limits = limits
    self.trustedProxies = trustedProxies
    self.isBehindProxy = isBehindProxy
    self.metricsToken = metricsToken
  }
}
