import StrictJSON

extension AS {
  /// What a node tells about itself to directories (NodeInfo 2.0 and 2.1, FEP-f1d5).
  ///
  /// Never infer from it what a node can do (FEP-0151); that is what `implements` is for.
  package struct NodeInfo: WireObject, WireValue {
    /// The editions, which differ in the software's members.
    package enum Version: String, Hashable, Sendable, CaseIterable {
      case v20 = "2.0"
      case v21 = "2.1"

      package var schema: String { "http://nodeinfo.diaspora.software/ns/schema/\(rawValue)" }
    }

    package var version: Version
    package var software: Software
    package var protocols: [String]
    package var openRegistrations: Bool
    /// Nothing that the node does not want to tell.
    package var usage: Usage
    package var metadata: JSONObject

    package init(version: Version, software: Software, openRegistrations: Bool) {
      self.version = version
      self.software = software
      self.protocols = ["activitypub"]
      self.openRegistrations = openRegistrations
      self.usage = Usage()
      self.metadata = JSONObject()
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      let name = try fields.required("version", fields.text("version", atMost: Limits.type))
      guard let version = Version(rawValue: name) else {
        throw fields.malformed("version", .expected("a version read here"))
      }
      self.version = version
      software = try Software(try fields.required("software", fields.fields("software")))
      protocols = try fields.list("protocols", atMost: Limits.descriptors).compactMap(\.string)
        .filter { $0.utf8.count <= Limits.type }
      openRegistrations = try fields.bool("openRegistrations") ?? false
      usage =
        try fields.fields("usage").map { (inner) throws(Malformed) in try Usage(inner) }
        ?? Usage()
      // Some write [] for {}.
      metadata = fields.object["metadata"]?.object ?? JSONObject()
    }

    package var json: JSON {
      [
        "version": .string(version.rawValue), "software": software.json(for: version),
        "protocols": .array(protocols.map(\.json)),
        "services": ["inbound": [], "outbound": []],
        "openRegistrations": .bool(openRegistrations), "usage": usage.json,
        "metadata": .object(metadata),
      ]
    }
  }
}

extension AS.NodeInfo {
  /// The program that a node runs.
  package struct Software: Hashable, Sendable {
    /// Lower-case letters, figures and hyphens.
    package var name: String
    package var version: String
    /// Where its source is; only in 2.1.
    package var repository: String?
    /// Only in 2.1.
    package var homepage: String?

    package init(name: String, version: String, repository: String? = nil) {
      self.name = name
      self.version = version
      self.repository = repository
    }

    init(_ fields: AS.Fields) throws(AS.Malformed) {
      name = try fields.required("name", fields.text("name", atMost: AS.Limits.name))
      version = try fields.text("version", atMost: AS.Limits.name) ?? ""
      repository = try fields.bytes("repository", atMost: AS.Limits.address)
      homepage = try fields.bytes("homepage", atMost: AS.Limits.address)
    }

    func json(for edition: Version) -> JSON {
      var members = AS.Members()
      members.put("name", name)
      members.put("version", version)
      if edition == .v21 {
        members.put("repository", repository)
        members.put("homepage", homepage)
      }
      return members.json
    }
  }

  /// How much a node is used; each number may be left out.
  package struct Usage: Hashable, Sendable {
    package var total: Int?
    package var activeMonth: Int?
    package var activeHalfyear: Int?
    package var localPosts: Int?

    package init(total: Int? = nil, localPosts: Int? = nil) {
      self.total = total
      self.localPosts = localPosts
    }

    init(_ fields: AS.Fields) throws(AS.Malformed) {
      localPosts = try fields.count("localPosts")
      guard let users = try fields.fields("users") else { return }
      total = try users.count("total")
      activeMonth = try users.count("activeMonth")
      activeHalfyear = try users.count("activeHalfyear")
    }

    var json: JSON {
      var users = AS.Members()
      users.put("total", total)
      users.put("activeMonth", activeMonth)
      users.put("activeHalfyear", activeHalfyear)
      var members = AS.Members()
      members.put("users", users.json)
      members.put("localPosts", localPosts)
      return members.json
    }
  }
}
