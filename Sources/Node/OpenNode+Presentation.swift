import Model

extension OpenNode {
  /// How the node's organisation shows itself in the node's record.
  package var presentation: NodeRecord.Presentation {
    NodeRecord.Presentation(
      name: configuration.displayName,
      kind: configuration.nodeKind,
      summary: configuration.nodeSummary,
      places: configuration.nodeTerritoryPlaces.filter { Communes.find(code: $0) != nil },
      siren: configuration.nodeSIREN.flatMap { SIREN(typed: $0)?.description },
      rna: configuration.nodeRNA.flatMap { RNA(typed: $0)?.description }
    )
  }
}
