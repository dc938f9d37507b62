/// What a node says of itself, and of the territories that it belongs to.
extension EntityCatalog {
  static let instance = """
    Instance
      domain string
      title string
      version string
      source_url string
      description string
      usage InstanceUsage
      thumbnail InstanceThumbnail
      icon [InstanceIcon]
      languages [string]
      configuration InstanceConfiguration
      registrations InstanceRegistrations
      api_versions APIVersions
      contact InstanceContact
      rules [Rule]
      maillage Extensions
    InstanceUsage
      users ActiveUsers
    ActiveUsers
      active_month integer
    InstanceThumbnail
      url string
      ~blurhash string
      ~versions ThumbnailVersions
    ThumbnailVersions
      ~@1x string
      ~@2x string
    InstanceIcon
      src string
      size string
    InstanceRegistrations
      enabled boolean
      approval_required boolean
      reason_required boolean?
      message string?
      min_age integer?
      url string?
    APIVersions
      mastodon integer
      maillage integer
    InstanceContact
      email string
      account Account?
    Rule
      id string
      text string
      hint string
      translations {}
    Announcement
      id string
      content string
      starts_at string?
      ends_at string?
      all_day boolean
      published boolean
      published_at string
      updated_at string
      ~read boolean
      mentions [{}]
      statuses [{}]
      tags [StatusTag]
      emojis [CustomEmoji]
      reactions [Reaction]
    Reaction
      name string
      count integer
      ~me boolean
      ~url string
      ~static_url string
    Extensions
      audiences [string]
      visibilities [string]
      local_only boolean
      api string
    V1Instance
      uri string
      title string
      short_description string
      description string
      email string
      version string
      urls V1InstanceURLs
      stats V1InstanceStats
      thumbnail string?
      languages [string]
      registrations boolean
      approval_required boolean
      invites_enabled boolean
      configuration InstanceConfiguration
      contact_account Account?
      rules [Rule]
      maillage Extensions
    V1InstanceURLs
      streaming_api string
    V1InstanceStats
      user_count integer
      status_count integer
      domain_count integer
    InstanceConfiguration
      urls InstanceURLs
      vapid VAPIDKey
      accounts AccountLimits
      statuses StatusLimits
      media_attachments MediaLimits
      polls PollLimits
      translation Translation
      limited_federation boolean
    InstanceURLs
      streaming string
      status string?
      about string?
      privacy_policy string?
      terms_of_service string?
    VAPIDKey
      public_key string
    AccountLimits
      max_featured_tags integer
      max_pinned_statuses integer
      max_profile_fields integer
      profile_field_name_limit integer
      profile_field_value_limit integer
    StatusLimits
      max_characters integer
      max_media_attachments integer
      characters_reserved_per_url integer
      supported_mime_types [string]
    MediaLimits
      supported_mime_types [string]
      description_limit integer
      image_size_limit integer
      image_matrix_limit integer
      video_size_limit integer
      video_frame_rate_limit integer
      video_matrix_limit integer
    PollLimits
      max_options integer
      max_characters_per_option integer
      min_expiration integer
      max_expiration integer
    Translation
      enabled boolean
    ExtendedDescription
      updated_at string
      content string
    Territory
      id string
      name string
      local_name string
      terms string
      hosts [string]
      accepted boolean

    """
}
