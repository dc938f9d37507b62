import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// The catalogue of entities against what Mastodon's own documentation says of them, written down apart
/// from it (`Tests/Fixtures/entities`): what an app was made to read is what it is given.
@Suite("Entities as Mastodon documents them")
struct DocumentedEntityTests {
  /// What the documentation calls otherwise.
  private static let names = [
    "CredentialAccount.source": "Source", "MutedAccount": "Account",
    "Status.application": "StatusApplication", "Status::Mention": "Mention",
    "Status::Tag": "StatusTag", "StatusEdit.poll": "EditedPoll", "ShallowQuote": "Quote",
    "Poll::Option": "PollOption", "GroupedNotificationsResults": "GroupedNotifications",
    "PartialAccountWithAvatar": "PartialAccount",
    "NotificationPolicy.summary": "NotificationPolicySummary", "V1::Filter": "V1Filter",
    "ScheduledStatus.params": "ScheduledParams", "ScheduledStatus.params.poll": "ScheduledPoll",
    "WebPushSubscription.alerts": "PushAlerts", "PrivacyPolicy": "ExtendedDescription",
    "Instance.usage": "InstanceUsage", "Instance.usage.users": "ActiveUsers",
    "Instance.thumbnail": "InstanceThumbnail",
    "Instance.registrations": "InstanceRegistrations", "Instance.contact": "InstanceContact",
    "Instance.configuration": "InstanceConfiguration",
    "Instance.configuration.urls": "InstanceURLs", "Instance.configuration.vapid": "VAPIDKey",
    "Instance.configuration.accounts": "AccountLimits",
    "Instance.configuration.statuses": "StatusLimits",
    "Instance.configuration.media_attachments": "MediaLimits",
    "Instance.configuration.polls": "PollLimits",
    "Instance.configuration.translation": "Translation", "V1::Instance": "V1Instance",
    "V1::Instance.urls": "V1InstanceURLs", "V1::Instance.stats": "V1InstanceStats",
  ]

  /// Where this node departs from the page on purpose, and why.
  private static let departures = [
    "MutedAccount.mute_expires_at": "only in the list of the muted, so it may be absent",
    "MediaAttachment.url": "a file that is still being taken in has none, as Mastodon answers 202",
    "Relationship.languages": "nothing for a follow of all languages, as Mastodon answers",
    "Status.text": "only of a post that was taken back, as the page's own words say",
    "Quote.quoted_status": "one entity for Quote and ShallowQuote, of which each has one of two",
    "ShallowQuote.quoted_status_id": "the same",
    "FeaturedTag.last_status_at": "nothing where nobody wrote with it, as Mastodon answers",
    "ScheduledStatus.params.in_reply_to_id": "numbers this large lose digits in browsers",
    "ScheduledStatus.params.scheduled_at":
      "nothing, as the page says; a type of its own is not needed",
    "WebPushSubscription.id": "a number, as the page's example and Mastodon have it",
  ]

  private func entities() throws -> JSONObject {
    try required(try Fixtures.json("entities/mastodon-4.4")["entities"]?.object)
  }

  @Test("Each documented field is in the catalogue, with its type and no looser")
  func documented() throws {
    let entities = try entities()
    #expect(entities.count > 60)
    for entity in entities.members {
      let name = Self.names[entity.key] ?? entity.key
      let schema = try required(EntitySchema.all[name], name)
      for field in try required(entity.value.object).members {
        let isOptional = field.key.hasSuffix("?")
        let key = isOptional ? String(field.key.dropLast()) : field.key
        let place = "\(entity.key).\(key)"
        let fault = fault(
          try required(field.value.string),
          isOptional: isOptional,
          schema.fields.first { $0.name == key }
        )
        if Self.departures[place] == nil {
          #expect(fault == nil, "\(place) \(fault ?? "")")
        } else {
          #expect(fault != nil, "\(place) departs from the page no more")
        }
      }
    }
  }

  /// What makes a field of the catalogue another than the documented one.
  private func fault(
    _ documented: String,
    isOptional: Bool,
    _ field: EntitySchema.Field?
  ) -> String? {
    guard let field else { return "is not in the catalogue" }
    guard field.isRequired || isOptional else { return "may be absent here" }
    var (type, wanted, mayBeNull) = (field.type, documented, false)
    if wanted.hasSuffix(" | null") {
      wanted = String(wanted.dropLast(" | null".count))
      mayBeNull = true
    }
    if case .nullable(let inner) = type {
      guard mayBeNull else { return "may be null here" }
      type = inner
    }
    return fits(type, wanted) ? nil : "is \(type) here and \(wanted) there"
  }

  private func fits(_ type: ValueType, _ wanted: String) -> Bool {
    if wanted.hasPrefix("Array of "), case .list(let inner) = type {
      return fits(inner, String(wanted.dropFirst("Array of ".count)))
    }
    return switch (type, wanted) {
    case (.string, "String"), (.boolean, "Boolean"), (.integer, "Integer"), (.integer, "Number"),
      (.number, "Number"), (.object, "Hash"), (.entity, "Hash"):
      true
    // Nothing that is not fixed is ever in it.
    case (.object, "PreviewCard"): true
    case (.entity(let name), _): name == Self.names[wanted] ?? wanted
    default: false
    }
  }
}
