extension EntityCatalog {
  /// What is put to a vote, and questions.
  static let decisions = """
    Consultation
      id string
      uri string
      title string
      status Status
      scope string
      options [string]
      default string
      quorum integer
      closes_at string
      ballots_close_at string
      state string
      ballots integer
      node_votes integer
      voted boolean
      own_choice string?
      counts_here [integer]?
      outcome ConsultationOutcome?
      follow_up string?
    ConsultationOutcome
      choice string
      reason string
      counts [integer]
      abstentions integer
      voters integer
      electorate integer
      missing integer
      ended_at string
    ConsultationVote
      voter Account?
      choice string?
      counts [integer]
      counted boolean
      document string
    Question
      id string
      uri string
      scope string
      status Status
      answers integer
      first_answer_at string?
      answer Status?
    QuestionFigures
      days integer
      asked integer
      answered integer
      settled integer
      median_seconds integer?

    """
}
