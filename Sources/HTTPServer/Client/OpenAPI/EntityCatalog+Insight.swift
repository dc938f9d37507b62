extension EntityCatalog {
  /// What months say.
  static let insight = """
    InsightFigure
      month string
      ~value number
      ~people integer
      ~reason string
    InsightMonth
      month string
    InsightSilo
      month string
      ~territory InsightTerritory
      organisations integer
      counted integer
      index InsightFigure
      expected InsightFigure
      silo InsightFigure
      ~by_kind InsightGroups
      ~by_place InsightGroups
      positions [InsightPosition]
    InsightTerritory
      id string
      name string
    InsightGroups
      index InsightFigure
      expected InsightFigure
      silo InsightFigure
      ~chance number
      rounds integer
      groups integer
    InsightPosition
      host string
      name string
      index InsightFigure
      betweenness InsightFigure
      constraint InsightFigure
    InsightExchange
      month string
      organisations [InsightOrganisation]
      pairs [InsightPair]
      given InsightFigure
      taken InsightFigure
      balance InsightFigure
    InsightOrganisation
      host string
      name string
      is_known boolean
    InsightPair
      one string
      other string
      state string
      amount InsightFigure
    InsightIndicators
      series [InsightSeries]
      ~coverage InsightCoverage
    InsightSeries
      name string
      host string
      ~peer string
      figures [InsightFigure]
    InsightCoverage
      accounts [InsightFigure]
      active [InsightFigure]
    InsightMine
      people integer
      organisations [InsightTies]
      ~index number
      ~participation number
      ~constraint number
      ~effective_size number
      bridges number
      given integer
      taken integer
    InsightTies
      host string
      people integer
      strength number
    InsightValves
      name string
      states {}
    InsightMark
      kind string
      name string
      place string
      latitude number
      longitude number
      ~link string
    InsightPicture
      svg string
      caption string
      columns [string]
      rows [[string]]

    """
}
