extension EntityCatalog {
  /// What a member has for itself.
  static let personal = """
    Notification
      id string
      type string
      group_key string
      created_at string
      account Account
      ~status Status?
      ~report {}
    NotificationGroup
      group_key string
      notifications_count integer
      type string
      most_recent_notification_id integer
      ~page_min_id string
      ~page_max_id string
      ~latest_page_notification_at string
      sample_account_ids [string]
      ~status_id string?
      ~report {}
    GroupedNotifications
      accounts [Account]
      ~partial_accounts [{}]
      statuses [Status]
      notification_groups [NotificationGroup]
    NotificationPolicy
      for_not_following string
      for_not_followers string
      for_new_accounts string
      for_private_mentions string
      for_limited_accounts string
      summary {}
    NotificationRequest
      id string
      created_at string
      updated_at string
      notifications_count string
      account Account
      last_status Status?
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
      params {}
      media_attachments [MediaAttachment]
      ~maillage {}
    FamiliarFollowers
      id string
      accounts [Account]
    Suggestion
      source string
      sources [string]
      account Account
    WebPushSubscription
      id string
      endpoint string
      standard boolean
      alerts {}
      server_key string
      policy string

    """
}
