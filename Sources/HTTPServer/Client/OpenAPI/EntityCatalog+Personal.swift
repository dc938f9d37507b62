extension EntityCatalog {
  /// What a member has for itself.
  static let personal = """
    Notification
      id string
      type string
      group_key string
      created_at string
      account Account
      ~status Status
      ~report Report
    NotificationGroup
      group_key string
      notifications_count integer
      type string
      most_recent_notification_id integer
      ~page_min_id string
      ~page_max_id string
      ~latest_page_notification_at string
      sample_account_ids [string]
      ~status_id string
      ~report Report
    GroupedNotifications
      accounts [Account]
      ~partial_accounts [PartialAccount]
      statuses [Status]
      notification_groups [NotificationGroup]
    PartialAccount
      id string
      acct string
      locked boolean
      bot boolean
      url string
      avatar string
      avatar_static string
    NotificationPolicy
      for_not_following string
      for_not_followers string
      for_new_accounts string
      for_private_mentions string
      for_limited_accounts string
      summary NotificationPolicySummary
    NotificationPolicySummary
      pending_requests_count integer
      pending_notifications_count integer
    NotificationPolicyV1
      filter_not_following boolean
      filter_not_followers boolean
      filter_new_accounts boolean
      filter_private_mentions boolean
      summary NotificationPolicySummary
    NotificationRequest
      id string
      created_at string
      updated_at string
      notifications_count string
      account Account
      ~last_status Status
    Participation
      way string?
      goals string
      circle string
    MailSettings
      address string?
      is_confirmed boolean
      paused_because string?
      pace string
      quiet_hours string?
      sign_ins boolean
      sends_mail boolean
    Holding
      kind string
      count integer
      reach string
    MemberArchive
      id string
      state string
      asked_at string
      size integer?
      expires_at string?
    Skill
      id string
      label string
    TalentProfile
      listed boolean
      listed_until string?
      skills [OwnTalent]
      places [OwnPlace]
      availability TalentTime?
      help [OfferedHelp]
    OwnTalent
      id string
      label string
      level integer?
      to_learn boolean
      evidence string
      ring string
    OwnPlace
      code string
      name string
      kind string
      ring string
    OfferedHelp
      kind string
      ring string
    TalentTime
      hours_per_month integer
      from string?
      until string?
      release string
      ring string?
    TalentReceipt
      entry string
      holders [TalentHolder]
    TalentHolder
      host string
      state string
      since string?
    TalentEntry
      uri string
      name string
      host string
      ring string
      skills [ShownTalent]
      places [string]
      availability TalentTime?
      help [string]
      expires_at string
    ShownTalent
      id string
      label string
      level integer?
      to_learn boolean
    FoundTalent
      entry TalentEntry
      kilometres number?
      reasons [TalentReason]
    TalentReason
      asked Skill
      offered Skill
      match string
      weight number
      level integer?
      to_learn boolean
      organisations integer
    Composition
      teams [ProposedTeam]
      uncovered [UncoveredSkill]
      organisations_short integer
      closest NearTeam?
      led NearTeam?
    NearTeam
      steps integer
      people [NearPerson]
    NearPerson
      entry TalentEntry?
      organisation string
      wanted Skill
    ProposedTeam
      organisations [string]
      communication integer
      people [TeamPerson]
    TeamPerson
      entry TalentEntry?
      organisation string
      kilometres number?
      alone [Skill]
      brings [TeamPart]
    TeamPart
      wanted Skill
      skill Skill
      level integer
      match string
    UncoveredSkill
      wanted Skill
      nearest NearestSkill?
      call CallDraft
    CallDraft
      title string
      skills [string]
      near string?
      within number?
      amount string?
      from string?
      until string?
    NearestSkill
      skill Skill
      level integer
      match string
      person TalentEntry?
    Count
      count integer
    List
      id string
      title string
      replies_policy string
      exclusive boolean
    Filter
      id string
      title string
      context [string]
      expires_at string?
      filter_action string
      ~keywords [FilterKeyword]
      ~statuses [FilterStatus]
    FilterKeyword
      id string
      keyword string
      whole_word boolean
    FilterStatus
      id string
      status_id string
    FilterResult
      filter Filter
      keyword_matches [string]?
      status_matches [string]?
    V1Filter
      id string
      phrase string
      context [string]
      expires_at string?
      irreversible boolean
      whole_word boolean
    Conversation
      id string
      unread boolean
      accounts [Account]
      last_status Status?
    FeaturedTag
      id string
      name string
      url string
      statuses_count string
      last_status_at string?
    ScheduledStatus
      id string
      scheduled_at string
      params ScheduledParams
      media_attachments [MediaAttachment]
      maillage ScheduledFailure
    ScheduledFailure
      failure string?
    ScheduledParams
      text string
      poll ScheduledPoll?
      media_ids [string]?
      sensitive boolean?
      spoiler_text string?
      visibility string
      in_reply_to_id string?
      language string?
      application_id integer
      scheduled_at string?
      idempotency string?
      with_rate_limit boolean
      quoted_status_id string?
      allowed_mentions [string]?
    ScheduledPoll
      options [string]
      expires_in string
      multiple boolean
      hide_totals boolean
    FamiliarFollowers
      id string
      accounts [Account]
    Suggestion
      source string
      sources [string]
      account Account
    WebPushSubscription
      id integer
      endpoint string
      standard boolean
      alerts PushAlerts
      server_key string
      policy string
    PushAlerts
      mention boolean
      quote boolean
      status boolean
      reblog boolean
      follow boolean
      follow_request boolean
      favourite boolean
      poll boolean
      update boolean
      quoted_update boolean
      admin.sign_up boolean
      admin.report boolean
    Markers
      ~home Marker
      ~notifications Marker
    Marker
      last_read_id string
      version integer
      updated_at string
    Preferences
      posting:default:visibility string
      posting:default:sensitive boolean
      posting:default:language string?
      posting:default:quote_policy string
      reading:expand:media string
      reading:expand:spoilers boolean
      reading:autoplay:gifs boolean
    DomainBlockPreview
      following_count integer
      followers_count integer
    MergeState
      merged boolean

    """
}
