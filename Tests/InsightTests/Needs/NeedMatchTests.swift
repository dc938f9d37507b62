import Foundation
import Insight
import Model
import Testing

@Suite struct NeedMatchTests {
  private static let metal = id("metal")
  private static let welding = id("welding")
  private static let steel = id("steel")
  private static let brazing = id("brazing")

  private static let hierarchy = SkillHierarchy([
    Skill(id: metal, labels: ["fr": "Métal"]),
    Skill(id: welding, labels: ["fr": "Soudage"], broader: [metal]),
    Skill(id: brazing, labels: ["fr": "Brasage"], broader: [metal]),
    Skill(id: steel, labels: ["fr": "Acier"], broader: [welding]),
  ])

  private static func id(_ name: String) -> SkillID {
    guard let id = SkillID("https://skills.example/\(name)") else { preconditionFailure("A URI.") }
    return id
  }

  private func post(
    _ purpose: Need.Purpose,
    _ skills: [(SkillID, SkillLevel)],
    _ change: (inout Need) -> Void = { _ in }
  ) -> Need {
    var need = Need(
      purpose,
      title: "x",
      primary: .init(.deliverService, Quantity(nil, .hour)),
      skills: skills.map { Need.Skill(id: $0.0, level: $0.1) }
    )
    change(&need)
    return need
  }

  private func match(_ need: Need, _ offer: Need) -> NeedMatch? {
    NeedMatch(need, with: offer, in: Self.hierarchy)
  }

  @Test func `A kind of what is needed will do, what it is a kind of is only near`() throws {
    let need = post(.request, [(Self.welding, .practice)])

    let exact = try #require(match(need, post(.offer, [(Self.welding, .practice)])))
    let narrower = try #require(match(need, post(.offer, [(Self.steel, .mastery)])))
    let broader = try #require(match(need, post(.offer, [(Self.metal, .mastery)])))
    let sibling = try #require(match(need, post(.offer, [(Self.brazing, .mastery)])))

    #expect(exact.isSure && narrower.isSure && !broader.isSure && !sibling.isSure)
    #expect(exact.strength == 1 && exact.strength > narrower.strength)
    #expect(narrower.strength > broader.strength && broader.strength > sibling.strength)
    #expect(match(need, post(.offer, [(Self.id("baking"), .mastery)])) == nil)
  }

  @Test func `The skills that answer are those of the matches, all or the sure ones`() {
    let need = post(.request, [(Self.welding, .practice)])

    let all = Self.hierarchy.skills(answering: need)
    let sure = Self.hierarchy.skills(answering: need, asAsked: true)

    #expect(all == Set([Self.welding, Self.steel, Self.metal, Self.brazing].map(\.description)))
    #expect(sure == Set([Self.welding, Self.steel].map(\.description)))
    #expect(Self.hierarchy.skills(answering: post(.request, [])).isEmpty)
  }

  @Test func `Who knows it less well is shown, and not told`() throws {
    let need = post(.request, [(Self.welding, .mastery)])

    let found = try #require(match(need, post(.offer, [(Self.welding, .practice)])))

    #expect(!found.isSure && found.strength == 0.5)
  }

  @Test func `Place and time must fit`() throws {
    let nantes = try #require(Communes.find(code: "44109"))
    let lille = try #require(Communes.find(code: "59350"))
    let reze = try #require(Communes.find(code: "44143"))
    func place(_ commune: Commune, _ kilometres: Double? = nil) -> Need.Place {
      Need.Place(code: commune.code, position: commune.position, kilometres: kilometres)
    }
    let skills = [(Self.welding, SkillLevel.practice)]
    let need = post(.request, skills) { need in
      need.place = place(nantes, 20)
      (need.from, need.until) = (Day("2026-12-01"), Day("2026-12-31"))
    }

    #expect(match(need, post(.offer, skills)) != nil)
    #expect(match(need, post(.offer, skills) { $0.place = place(reze) }) != nil)
    #expect(match(need, post(.offer, skills) { $0.place = place(lille) }) == nil)
    #expect(match(need, post(.offer, skills) { $0.place = place(lille, 1_000) }) != nil)
    let plain = post(.request, skills) { $0.place = place(nantes) }
    #expect(match(plain, post(.offer, skills) { $0.place = place(reze) }) != nil)
    #expect(match(plain, post(.offer, skills) { $0.place = place(reze, 1) }) == nil)
    #expect(match(need, post(.offer, skills) { $0.from = Day("2027-01-01") }) == nil)
    #expect(match(need, post(.offer, skills) { $0.from = Day("2026-12-31") }) != nil)
    #expect(match(need, post(.offer, skills) { $0.until = Day("2026-11-30") }) == nil)
  }

  @Test func `The same kind of thing answers without a skill`() throws {
    let saw = "https://www.wikidata.org/wiki/Q125356"
    let need = post(.request, []) { $0.primary = .init(.transfer, of: saw, Quantity(nil, .one)) }

    let found = match(
      need,
      post(.offer, []) { $0.primary = .init(.transfer, of: saw, Quantity(nil, .one)) }
    )

    #expect(found?.isSure == true)
    #expect(
      match(
        need,
        post(.offer, []) { $0.primary = .init(.transfer, of: "urn:x:y", Quantity(nil, .one)) }
      ) == nil
    )
  }

  @Test func `A person answers by what it wrote down, whatever ring it is for`() throws {
    let need = post(.request, [(Self.welding, .practice)])
    var profile = TalentProfile(
      member: ActorID(rawValue: 1),
      number: "0",
      updatedAt: Date(timeIntervalSince1970: 0)
    )
    profile.talents = [try Talent(skill: Self.steel, level: .mastery, ring: .organisation)]

    #expect(NeedMatch(need, with: profile, in: Self.hierarchy)?.isSure == true)
    profile.availability = .init(try Availability(hoursPerMonth: 4, until: Day("2026-11-30")))
    let later = post(.request, [(Self.welding, .practice)]) { $0.from = Day("2026-12-01") }
    #expect(NeedMatch(later, with: profile, in: Self.hierarchy) == nil)
  }
}
