import Foundation
import Model
import Storage
import TestSupport

@testable import Federation

extension SkillID {
  /// A skill of the tests by its number.
  static func sample(_ number: Int) -> SkillID {
    guard let id = SkillID("https://skills.example/\(number)") else {
      preconditionFailure("A URI.")
    }
    return id
  }
}

extension TestNode {
  var talents: TalentDesk { TalentDesk(services: services) }

  /// Compares talents with everybody, as the worker does now and then.
  func shareTalents() async {
    await TalentWorker(services: services, interval: 1).runOnce()
  }

  /// A member who lets these skills be found, each in its ring.
  func talented(
    _ name: String,
    _ skills: [(Int, TalentRing)],
    isListed: Bool = true
  ) async throws -> ActorProfile {
    let member = try await member(name)
    try await talents.edit(member.id, by: .own) { profile, _ in
      profile.talents = try skills.map {
        try Talent(skill: .sample($0.0), level: .mastery, evidence: "a secret", ring: $0.1)
      }
    }
    if isListed { try await talents.list(member.id) }
    return member
  }

  /// The addresses of those whom a search for a skill finds here.
  func holders(of skill: Int) async throws -> [String] {
    let now = clock.now
    let origin = services.addresses.origin.string
    return try await database.read { tx in
      guard let number = try tx.skills.number(of: .sample(skill)) else { return [] }
      let query = TalentDirectoryStore.Query(wanted: [.init(matches: [number: 1])])
      let found = try tx.talentDirectories.candidates(query, at: now)
      return try tx.talentDirectories.shown(found.map(\.entry), ownOrigin: origin)
        .values.map(\.entry.person.uri).sorted()
    }
  }

  /// Every text that the tables about talents hold of other nodes.
  func everythingHeld() async throws -> String {
    let dump = try await dump()
    return dump.filter { $0.key.hasPrefix("talent") || $0.key.hasPrefix("skill") }
      .values.flatMap(\.self).joined(separator: "\n")
  }
}
