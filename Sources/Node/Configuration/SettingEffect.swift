/// When a changed setting takes effect: this is the one list, and a test compares it with the table
/// of all settings.
package enum SettingEffect: String, Codable, Sendable {
  /// `maillage config reload` or SIGHUP is enough.
  case reload
  /// Parts of the node copied it when they were made, or it is what the node is.
  case restart

  /// What is read anew each time that it is needed.
  static let atReload: Set<String> = [
    "node.staff", "node.adminContact", "node.legalNotice", "node.privacy", "node.timeZone",
    "proxy.trusted", "network.pins",
    "limits.requestsPerMinute", "limits.inboxPerMinute", "limits.clientRequests",
    "federation.authorizedFetch", "federation.signatureWindow",
    "federation.synchronizeFollowers", "federation.backfillThreads", "federation.backfillPosts",
    "moderation.contact",
    "posts.defaultAudience", "posts.maxCharacters",
    "delivery.concurrency", "inbox.maxBytes", "inbox.workers",
    "backup.directory", "backup.every", "backup.recipient", "backup.keepLast", "backup.keepDaily",
    "backup.keepWeekly", "backup.keepMonthly",
    "retention.notifications", "retention.activities", "retention.evidence", "retention.suspended",
    "retention.archives",
    "mail.server", "mail.security", "mail.from", "mail.returnPath", "mail.user", "mail.password",
    "mail.certificateAuthority",
    "acme.directory", "acme.stagingDirectory", "acme.termsAgreed", "acme.contact",
    "acme.certificateAuthority", "acme.keyID", "acme.key",
    "metrics.token", "log.level",
  ]

  /// What is copied, opened or published once.
  static let atRestart: Set<String> = [
    "node.host", "node.port", "node.name", "node.summary", "node.language", "node.territoryPlaces",
    "node.kind", "node.siren", "node.rna", "node.colour", "node.logo",
    "server.address", "server.port", "server.http2",
    "tls.mode", "tls.certificate", "tls.key", "tls.publishPin", "acme.challenge", "acme.httpPort",
    "network.hosts", "network.allowedAddresses", "network.allowPlainHTTP", "network.trustRoots",
    "network.reachable", "network.addresses",
    "federation.enabled", "federation.fetchBudget", "federation.perHostConcurrency",
    "federation.backfillBudget",
    "territory.syncInterval", "territory.sealInterval", "talents.syncInterval",
    "delivery.maxAge",
    "limits.headerTimeout", "limits.bodyTimeout", "limits.maxConnections",
    "storage.synchronous", "storage.readers", "storage.cacheMegabytes",
    "media.maxPictureMegabytes", "media.maxFileMegabytes", "media.cacheMegabytes",
    "media.keepPictureDays", "media.keepVideoDays", "media.keepAudioDays",
    "media.keepDocumentDays", "media.keepAvatarDays",
    "media.freeSpaceMegabytes", "media.s3Endpoint", "media.s3Region", "media.s3Bucket",
    "media.s3AccessKey", "media.s3SecretKey",
    "log.format",
  ]
}

extension AnySetting {
  /// When a change of it takes effect.
  package var effect: SettingEffect { SettingEffect.atReload.contains(key) ? .reload : .restart }
}
