import StrictJSON

extension AS {
  /// `/.well-known/nodeinfo`: where the node's NodeInfo and its actor are (FEP-f1d5, FEP-2677).
  package struct NodeInfoLinks: WireObject, WireValue {
    package var links: [Descriptor]

    /// A node's links: each edition of its NodeInfo, and its actor.
    package init(editions: [(NodeInfo.Version, IRI)], actor: IRI) {
      links = editions.map { Descriptor(rel: $0.schema, href: $1.string) }
      links.append(Descriptor(rel: Descriptor.application, href: actor.string))
    }

    package init(json: JSON) throws(Malformed) {
      links = try Fields(json).readable("links", atMost: Limits.descriptors)
    }

    package var json: JSON { ["links": .array(links.map(\.json))] }

    /// The newest edition that is read here.
    package var nodeInfo: IRI? {
      NodeInfo.Version.allCases.reversed().lazy
        .compactMap { version in address(of: version.schema) }.first
    }

    /// The node's own actor.
    package var actor: IRI? { address(of: Descriptor.application) }

    private func address(of rel: String) -> IRI? {
      links.first { $0.rel == rel }?.address
    }
  }
}
