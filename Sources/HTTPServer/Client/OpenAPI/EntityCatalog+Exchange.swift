extension EntityCatalog {
  /// What members need, offer and agree on.
  static let exchange = """
    Need
      id string
      uri string
      purpose string
      title string
      status Status
      skills [NeededSkill]
      primary NeedSide
      in_return NeedSide?
      unit_based boolean?
      place NeedPlace?
      from string?
      until string?
      closes_at string?
      state string
      open boolean
      call boolean
    NeededSkill
      id string
      label string
      level integer
    NeedSide
      action string
      amount string?
      unit string
      resource string?
    NeedPlace
      name string?
      code string?
      kilometres number?
    NeedMatches
      needs [NeedMatch]
      people [FoundTalent]
    NeedMatch
      need Need
      strength number
      reasons [NeedReason]
    NeedReason
      asked Skill
      offered Skill
      match string
      well_enough boolean
    Agreement
      id string
      uri string?
      need_id string?
      need_uri string
      title string
      purpose string
      author Account?
      proposer Account?
      role string?
      stage string
      words string
      reason string
      primary Commitment?
      in_return Commitment?
      created_at string
      updated_at string
    Commitment
      amount string
      unit string
      provider string
      done Deed?
      confirmed boolean
    Deed
      amount string
      on string
      by string

    """
}
