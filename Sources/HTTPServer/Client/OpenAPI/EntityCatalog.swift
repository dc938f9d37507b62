/// The entities of the client API: fields, types and what may be null, as Mastodon 4.4 documents
/// them (docs.joinmastodon.org/entities), and this node's own additions.
///
/// One line is a field: its name and its type. `?` after a type says that it may be null, `[…]` is a
/// list, `{}` an object whose members are not fixed, and `~` before a name that it may be absent.
/// The description that is served is made of this, and the tests hold every entity to it.
enum EntityCatalog {
  static let text =
    accounts + statuses + instance + small + personal + exchange + testimonials + insight + wishes
    + decisions

  private static let accounts = """
    Account
      id string
      username string
      acct string
      display_name string
      locked boolean
      bot boolean
      discoverable boolean?
      indexable boolean
      group boolean
      created_at string
      note string
      url string
      uri string
      avatar string
      avatar_static string
      header string
      header_static string
      followers_count integer
      following_count integer
      statuses_count integer
      last_status_at string?
      hide_collections boolean?
      noindex boolean?
      emojis [CustomEmoji]
      roles [AccountRole]
      fields [Field]
      ~suspended boolean
      ~limited boolean
      ~moved Account
      ~mute_expires_at string?
    CredentialAccount Account
      source Source
      role Role
    Source
      note string
      fields [Field]
      privacy string
      sensitive boolean
      language string
      follow_requests_count integer
      hide_collections boolean?
      discoverable boolean?
      indexable boolean
      attribution_domains [string]
      quote_policy string
    Field
      name string
      value string
      verified_at string?
    Role
      id string
      name string
      color string
      permissions string
      highlighted boolean
    AccountRole
      id string
      name string
      color string
    Relationship
      id string
      following boolean
      showing_reblogs boolean
      notifying boolean
      languages [string]?
      followed_by boolean
      blocking boolean
      blocked_by boolean
      muting boolean
      muting_notifications boolean
      ~muting_expires_at string?
      requested boolean
      requested_by boolean
      domain_blocking boolean
      endorsed boolean
      note string

    """

  private static let statuses = """
    Status
      id string
      created_at string
      in_reply_to_id string?
      in_reply_to_account_id string?
      sensitive boolean
      spoiler_text string
      visibility string
      language string?
      uri string
      url string?
      replies_count integer
      reblogs_count integer
      favourites_count integer
      quotes_count integer
      edited_at string?
      content string
      ~text string?
      reblog Status?
      ~application StatusApplication
      account Account
      media_attachments [MediaAttachment]
      mentions [Mention]
      tags [StatusTag]
      emojis [CustomEmoji]
      card {}?
      poll Poll?
      quote Quote?
      ~favourited boolean
      ~reblogged boolean
      ~muted boolean
      ~bookmarked boolean
      ~pinned boolean
      ~filtered [FilterResult]
      local_only boolean
      maillage Ring
    StatusApplication
      name string
      website string?
    Ring
      audience string
      ~territory string?
      ~territory_name string?
      ~group string
      ~kind string
      ~event Event
    Event
      title string?
      starts_at string?
      ends_at string?
      time_zone string?
      status string
      join_mode string
      participation_url string?
      places [EventPlace]
      organizers [string]
      capacity integer?
      categories [string]
      attendees_count integer?
      ~attending string?
    EventPlace
      name string?
      address string?
      latitude number?
      longitude number?
      url string?
      virtual boolean
    Attendance
      event_id string
      account Account
      state string
      message string?
      created_at string
    Group
      account Account
      joining string
      local boolean
      posting string?
      moderated boolean
      affiliation string?
      member boolean
      requested boolean
      invitation GroupInvitation?
      may_write boolean
      may_moderate boolean
      may_administer boolean
      requests_count integer?
      waiting_count integer?
      summary string?
    GroupInvitation
      inviter Account
      message string?
    GroupMember
      account Account
      affiliation string?
    Team
      group Account
      invitations [TeamInvitation]
    TeamInvitation
      team Account
      person Account
      inviter Account
      state string
      message string?
      created_at string
    CalendarText
      text string
    CalendarAddress
      url string
    Mention
      id string
      username string
      url string
      acct string
    StatusTag
      name string
      url string
    CustomEmoji
      shortcode string
      url string
      static_url string
      visible_in_picker boolean
      category string?
    Quote
      state string
      ~quoted_status Status?
      ~quoted_status_id string?
    Poll
      id string
      expires_at string?
      expired boolean
      multiple boolean
      votes_count integer
      voters_count integer?
      options [PollOption]
      emojis [CustomEmoji]
      ~voted boolean
      ~own_votes [integer]
    PollOption
      title string
      votes_count integer?
    MediaAttachment
      id string
      type string
      url string?
      preview_url string?
      remote_url string?
      preview_remote_url string?
      text_url string?
      meta MediaMeta
      description string?
      blurhash string?
    MediaMeta
      ~original MediaSize
      ~small MediaSize
      ~focus MediaFocus
    MediaSize
      width integer
      height integer
      size string
      aspect number
    MediaFocus
      x number
      y number
    Context
      ancestors [Status]
      descendants [Status]
    StatusSource
      id string
      text string
      spoiler_text string
    StatusEdit
      content string
      spoiler_text string
      sensitive boolean
      created_at string
      account Account
      media_attachments [MediaAttachment]
      emojis [CustomEmoji]
      ~poll EditedPoll
    EditedPoll
      options [EditedOption]
    EditedOption
      title string

    """

  private static let small = """
    Empty
    Error
      error string
      ~error_description string
    Application
      id string
      name string
      website string?
      scopes [string]
      redirect_uris [string]
      redirect_uri string
      vapid_key string
    CredentialApplication Application
      client_id string
      client_secret string
      client_secret_expires_at integer
    Token
      access_token string
      token_type string
      scope string
      created_at integer
    UserInfo
      iss string
      sub string
      name string
      preferred_username string
      profile string
      picture string
    Search
      accounts [Account]
      statuses [Status]
      hashtags [Tag]
    Tag
      id string
      name string
      url string
      history [{}]
      ~following boolean
      ~featuring boolean
    Report
      id string
      action_taken boolean
      action_taken_at string?
      category string
      comment string
      forwarded boolean
      created_at string
      status_ids [string]?
      rule_ids [string]?
      target_account Account

    """
}
