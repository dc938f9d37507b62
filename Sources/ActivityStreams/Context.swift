import StrictJSON

extension AS {
  /// The `@context` under which a document is sent (JSON-LD 1.1 §3.1).
  ///
  /// It lists contexts that every implementation knows and embeds the terms of all others, so that
  /// nobody has to fetch one. `Protocol/context.jsonld` holds ``actor``.
  package enum Context: Hashable, Sendable {
    /// For posts, activities and collections.
    case object
    /// For actors, whose keys need two more.
    case actor
    /// For events and what is done with them (FEP-8a8e, Mobilizon's).
    case event
    /// For groups, which have a few terms more (FEP-5219, Lemmy's).
    case group
    /// For endorsements and consents to them, which are kept and shown by others for years: a few
    /// terms that do not change.
    case endorsement
    /// For votes and what they decided, which stand alone like endorsements.
    case consultation

    package var json: JSON {
      switch self {
      case .object: [activityStreams, dataIntegrity, Self.terms]
      case .event: [activityStreams, dataIntegrity, Self.terms, Self.eventTerms]
      case .actor:
        [activityStreams, security, dataIntegrity, multikey, Self.terms, Self.actorTerms]
      case .group:
        [
          activityStreams, security, dataIntegrity, multikey, Self.terms, Self.actorTerms,
          Self.groupTerms,
        ]
      case .endorsement: [activityStreams, dataIntegrity, Self.endorsementTerms]
      case .consultation: [activityStreams, dataIntegrity, Self.consultationTerms]
      }
    }

    private var activityStreams: JSON { "https://www.w3.org/ns/activitystreams" }
    private var security: JSON { "https://w3id.org/security/v1" }
    private var dataIntegrity: JSON { "https://w3id.org/security/data-integrity/v2" }
    private var multikey: JSON { "https://w3id.org/security/multikey/v1" }

    private static let terms: JSON = [
      "toot": "http://joinmastodon.org/ns#",
      "schema": "http://schema.org#",
      "ostatus": "http://ostatus.org#",
      "fedibird": "http://fedibird.com/ns#",
      MaillageVocabulary.prefix: .string(MaillageVocabulary.namespace),
      "Hashtag": "as:Hashtag",
      "sensitive": "as:sensitive",
      "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
      "alsoKnownAs": reference("as:alsoKnownAs"),
      "movedTo": reference("as:movedTo"),
      "Emoji": "toot:Emoji",
      "featured": reference("toot:featured"),
      "featuredTags": reference("toot:featuredTags"),
      "discoverable": "toot:discoverable",
      "indexable": "toot:indexable",
      "searchableBy": reference("fedibird:searchableBy"),
      "suspended": "toot:suspended",
      "blurhash": "toot:blurhash",
      "votersCount": "toot:votersCount",
      "focalPoint": ["@id": "toot:focalPoint", "@container": "@list"],
      "conversation": "ostatus:conversation",
      "quote": reference("https://w3id.org/fep/044f#quote"),
      "quoteAuthorization": reference("https://w3id.org/fep/044f#quoteAuthorization"),
      "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
      "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
      "EndorsementRequest": "maillage:EndorsementRequest",
      "quoteUrl": "as:quoteUrl",
      "quoteUri": "http://fedibird.com/ns#quoteUri",
      "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
      "gts": "https://gotosocial.org/ns#",
      "interactionPolicy": reference("gts:interactionPolicy"),
      "canLike": reference("gts:canLike"),
      "canReply": reference("gts:canReply"),
      "canAnnounce": reference("gts:canAnnounce"),
      "canQuote": reference("gts:canQuote"),
      "automaticApproval": reference("gts:automaticApproval"),
      "manualApproval": reference("gts:manualApproval"),
      "interactingObject": reference("gts:interactingObject"),
      "interactionTarget": reference("gts:interactionTarget"),
      "vf": "https://w3id.org/valueflows/ont/vf#",
      "om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
      "Proposal": "vf:Proposal",
      "Intent": "vf:Intent",
      "purpose": "vf:purpose",
      "publishes": "vf:publishes",
      "reciprocal": "vf:reciprocal",
      "unitBased": "vf:unitBased",
      "action": "vf:action",
      "resourceConformsTo": "vf:resourceConformsTo",
      "resourceQuantity": "vf:resourceQuantity",
      "hasUnit": "om2:hasUnit",
      "hasNumericalValue": "om2:hasNumericalValue",
      "hasBeginning": "vf:hasBeginning",
      "hasEnd": "vf:hasEnd",
      "hasPointInTime": "vf:hasPointInTime",
      "Agreement": "vf:Agreement",
      "Commitment": "vf:Commitment",
      "EconomicEvent": "vf:EconomicEvent",
      "stipulates": "vf:stipulates",
      "stipulatesReciprocal": "vf:stipulatesReciprocal",
      "satisfies": "vf:satisfies",
      "fulfills": "vf:fulfills",
      "PropertyValue": "schema:PropertyValue",
      "value": "schema:value",
      "implements": [
        "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@set",
      ],
    ]

    private static let eventTerms: JSON = [
      "ical": "http://www.w3.org/2002/12/cal/ical#",
      "mz": "https://joinmobilizon.org/ns#",
      "displayEndTime": "https://w3id.org/fep/8a8e/displayEndTime",
      "timezone": "https://w3id.org/fep/8a8e/timezone",
      "eventStatus": "https://w3id.org/fep/8a8e/eventStatus",
      "joinMode": "mz:joinMode",
      "externalParticipationUrl": "mz:externalParticipationUrl",
      "organizers": reference("https://w3id.org/fep/8a8e/organizers"),
      "attendees": reference("https://w3id.org/fep/8a8e/attendees"),
      "category": "https://w3id.org/fep/8a8e/category",
      "maximumAttendeeCapacity": "schema:maximumAttendeeCapacity",
      "participantCount": "mz:participantCount",
      "participationMessage": "mz:participationMessage",
      "address": "schema:address",
    ]

    private static let actorTerms: JSON = [
      "upcomingEvents": reference("https://w3id.org/fep/8a8e/upcomingEvents")
    ]

    private static let groupTerms: JSON = [
      "lemmy": "https://join-lemmy.org/ns#",
      "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
      "affiliations": reference("https://w3id.org/fep/5219/affiliations"),
      "canFollow": "https://w3id.org/fep/5219/canFollow",
      "canParticipate": "https://w3id.org/fep/5219/canParticipate",
    ]

    private static let endorsementTerms: JSON = [
      MaillageVocabulary.prefix: .string(MaillageVocabulary.namespace),
      "schema": "http://schema.org#",
      "gts": "https://gotosocial.org/ns#",
      "Endorsement": "maillage:Endorsement",
      "Recommendation": "maillage:Recommendation",
      "EndorsementAuthorization": "maillage:EndorsementAuthorization",
      "about": reference("schema:about"),
      "skill": reference("maillage:skill"),
      "link": "maillage:link",
      "ring": "maillage:ring",
      "interactingObject": reference("gts:interactingObject"),
      "interactionTarget": reference("gts:interactionTarget"),
    ]

    private static let consultationTerms: JSON = [
      MaillageVocabulary.prefix: .string(MaillageVocabulary.namespace),
      "ConsultationVote": "maillage:ConsultationVote",
      "ConsultationResult": "maillage:ConsultationResult",
      "consultation": reference("maillage:consultation"),
      "choice": "maillage:choice",
      "counts": ["@id": "maillage:counts", "@container": "@list"],
      "electorate": "maillage:electorate",
      "votes": ["@id": "maillage:votes", "@container": "@set"],
    ]

    /// A term whose value is an id.
    private static func reference(_ term: String) -> JSON {
      ["@id": .string(term), "@type": "@id"]
    }
  }
}
