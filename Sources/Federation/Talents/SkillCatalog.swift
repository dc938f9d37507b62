import Insight
import Model
import Storage
import Synchronization

/// The skills that this node has words for, ready to be searched; read when somebody first asks, and
/// again after they changed.
package final class SkillCatalog: Sendable {
  // A class, since all requests share it.

  /// What is kept in memory.
  package struct Loaded: Sendable {
    package let skills: [SkillID: Skill]
    package let index: SkillIndex
    package let hierarchy: SkillHierarchy

    init(_ skills: [Skill]) {
      let named = skills.filter { !$0.labels.isEmpty || !$0.alternatives.isEmpty }
      self.skills = Dictionary(skills.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      index = SkillIndex(named)
      hierarchy = SkillHierarchy(skills)
    }

    /// What a skill is called, in a language if there is a word; else its URI.
    package func label(of id: SkillID, in language: String) -> String {
      skills[id]?.label(in: language) ?? id.description
    }
  }

  private let loaded = Mutex<Loaded?>(nil)
  private let starter: @Sendable () -> [Skill]

  private static let starterKey = "skills.starter"

  /// Makes a catalogue; the skills that ship with the program are put into its database when it is
  /// first read.
  package init(starter: @escaping @Sendable () -> [Skill] = { [] }) { self.starter = starter }

  /// The catalogue as it is.
  package func current(from database: NodeDatabase) async throws -> Loaded {
    if let known = loaded.withLock({ $0 }) { return known }
    try await install(into: database)
    let skills = try await database.read { tx in
      // The set that ships with the program comes first: its words are the plainest.
      try tx.skills.all().sorted { $0.key < $1.key }.map(\.value)
    }
    let fresh = Loaded(skills)
    loaded.withLock { $0 = fresh }
    return fresh
  }

  /// Writes the skills that ship with the program, when they are others than last time.
  private func install(into database: NodeDatabase) async throws {
    let skills = starter()
    guard !skills.isEmpty else { return }
    // The second edition: the first was written without its synonyms.
    let mark = Digest(of: (["2"] + skills.map(Self.line)).joined(separator: "\n").utf8).text
    guard try await database.read({ try $0.state.value(Self.starterKey) }) != mark else { return }
    try await database.write { tx in
      try tx.skills.put(skills, from: .starter)
      try tx.state.set(Self.starterKey, to: mark)
    }
  }

  /// All that is said of a skill, always in the same order.
  private static func line(_ skill: Skill) -> String {
    let labels = skill.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    let others = skill.alternatives.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    return ([skill.id.description] + labels + others + skill.broader.map(\.description))
      .joined(separator: "\t")
  }

  /// Forgets what is in memory, after skills were written.
  package func forget() { loaded.withLock { $0 = nil } }
}
