extension EntityCatalog {
  /// What apps say within a parameter; a handler can ask for these fields alone.
  static let wishes = """
    PollWish
      options [string]
      expires_in integer
      ~multiple boolean
      ~hide_totals boolean
    PostWish
      ~territory string
    MediaWish
      id string
      ~description string
      ~focus string
    MarkerWish
      last_read_id string
    KeywordWish
      ~id string
      ~keyword string
      ~whole_word boolean
      ~_destroy boolean
    FieldWish
      ~name string
      ~value string
    SourceWish
      ~privacy string
      ~sensitive boolean
      ~language string
      ~quote_policy string
    PushWish
      endpoint string
      keys PushKeysWish
      ~standard boolean
    PushKeysWish
      p256dh string
      auth string
    PushDataWish
      ~alerts PushAlertWish
      ~policy string
    PushAlertWish
      ~mention boolean
      ~status boolean
      ~reblog boolean
      ~follow boolean
      ~favourite boolean
      ~poll boolean
      ~update boolean
      ~quote boolean
      ~follow_request boolean
      ~quoted_update boolean
      ~admin.sign_up boolean
      ~admin.report boolean
    EventPlaceWish
      ~name string
      ~address string
      ~commune string
      ~url string
      ~virtual boolean
    ReturnWish
      ~action string
      ~amount string
      ~unit string
      ~resource string
    SkillWish
      id string
      ~level integer
      ~to_learn boolean
      ~evidence string
      ~ring string
    PlaceWish
      code string
      ~kind string
      ~ring string
    HelpWish
      kind string
      ~ring string
    AvailabilityWish
      ~hours_per_month integer
      ~from string
      ~until string
      ~release string
      ~ring string

    """
}
