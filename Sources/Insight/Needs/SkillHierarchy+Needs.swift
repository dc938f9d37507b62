import Model

extension SkillHierarchy {
  /// The skills that answer to something that is needed, by their addresses.
  ///
  /// - Parameters:
  ///   - need: What is needed, or offered.
  ///   - isAsAsked: Whether only those are meant that are what was asked for, or a kind of it.
  /// - Returns: None for what names no skill.
  package func skills(answering need: Need, asAsked isAsAsked: Bool = false) -> Set<String> {
    need.skills.reduce(into: []) { skills, skill in
      for (id, match) in expansion(of: skill.id) where match.covers || !isAsAsked {
        skills.insert(id.description)
      }
    }
  }
}
