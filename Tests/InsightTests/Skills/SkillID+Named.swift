import Model

extension SkillID {
  /// A skill of the tests.
  static func named(_ name: String) -> SkillID {
    let uri = "urn:test:" + name.replacing(" ", with: "-")
    guard let id = SkillID(uri) else { preconditionFailure(name) }
    return id
  }
}
