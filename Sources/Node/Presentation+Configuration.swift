import Model

extension NodeRecord.Presentation {
  /// How a node's organisation shows itself, as its configuration says.
  init(_ configuration: NodeConfiguration) {
    self.init(
      name: String(configuration.displayName.prefix(100)),
      kind: configuration.nodeKind,
      summary: String(configuration.nodeSummary.prefix(500)),
      places: Array(
        configuration.nodeTerritoryPlaces.filter { Communes.find(code: $0) != nil }
          .prefix(20)
      ),
      siren: configuration.nodeSIREN.flatMap { SIREN(typed: $0)?.description },
      rna: configuration.nodeRNA.flatMap { RNA(typed: $0)?.description }
    )
  }
}
