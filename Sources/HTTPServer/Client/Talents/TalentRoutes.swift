import Federation
import Foundation
import Hummingbird
import Insight
import Model
import Storage
import StrictJSON

/// What a member says of its talents, and whom it finds by theirs.
struct TalentRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:talents"))
  private static let write = ClientRoute.Access.member(.named("write:talents"))
  private static let start = "/api/maillage/v1"

  var routes: [ClientRoute] {
    [
      get("\(Self.start)/skills", Self.read, skills)
        .described("[Skill]", takes: "q string, language string, limit integer"),
      post("\(Self.start)/skills", Self.write, makeSkill)
        .described("Skill", takes: "name! string, language string"),
      get("\(Self.start)/talents/profile", Self.read, profile)
        .described("TalentProfile", takes: "language string"),
      put("\(Self.start)/talents/profile", Self.write, change)
        .described(
          "TalentProfile",
          takes:
            "language string, skills [SkillWish], places [PlaceWish], availability AvailabilityWish, help [HelpWish]"
        ),
      post("\(Self.start)/talents/listing", Self.write, list)
        .described("TalentProfile", takes: "language string"),
      delete("\(Self.start)/talents/listing", Self.write, withdraw)
        .described("TalentReceipt", takes: "language string"),
      get("\(Self.start)/talents/holders", Self.read, holders)
        .described("TalentReceipt", takes: "language string"),
      get("\(Self.start)/talents/search", Self.read, search)
        .described("[FoundTalent]", takes: Self.wishTakes),
      get("\(Self.start)/talents/compose", Self.read, compose)
        .described("Composition", takes: Self.composeTakes),
    ]
  }

  private static let wishTakes: StaticString = """
    skills! [string], near string, within number, hours integer, from string, until string, \
    help string, to_learn boolean, language string, limit integer
    """
  private static let composeTakes: StaticString = """
    skills! [string], near string, within number, hours integer, from string, until string, \
    help string, organisations integer, alternatives integer, language string
    """

  private var desk: TalentDesk { TalentDesk(services: client.services) }
  private var words: SkillWords { SkillWords(services: client.services) }

  private static func language(_ call: ClientCall) -> String {
    call.parameters.filled("language") == "en" ? "en" : "fr"
  }

  private func entity(_ call: ClientCall) async throws -> TalentEntity {
    TalentEntity(catalog: try await words.catalog(), language: Self.language(call))
  }

  // MARK: Skills

  private func skills(_ call: ClientCall) async throws -> ClientReply {
    let entity = try await entity(call)
    let limit = min(max(call.parameters.number("limit") ?? 10, 1), SkillIndex.mostHits)
    let hits = entity.catalog.index.find(
      call.parameters.text("q") ?? "",
      in: entity.language,
      limit: limit
    )
    return ClientReply(.array(hits.map { entity.skill($0.skill) }))
  }

  private func makeSkill(_ call: ClientCall) async throws -> ClientReply {
    let name = try call.parameters.require("name")
    let id = try await words.make(name, in: Self.language(call))
    return ClientReply(try await entity(call).skill(id))
  }

  // MARK: The member's own

  private func profile(_ call: ClientCall) async throws -> ClientReply {
    let profile = try await desk.profile(of: try call.member)
    return ClientReply(try await entity(call).profile(profile, at: client.now))
  }

  private func change(_ call: ClientCall) async throws -> ClientReply {
    let edit = TalentEdit(call.parameters)
    let changed = try await desk.edit(try call.member, by: .own) { profile, _ in
      try edit.apply(to: &profile)
    }
    return ClientReply(try await entity(call).profile(changed, at: client.now))
  }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let profile = try await desk.list(try call.member)
    return ClientReply(try await entity(call).profile(profile, at: client.now))
  }

  private func withdraw(_ call: ClientCall) async throws -> ClientReply {
    ClientReply(TalentEntity.receipt(try await desk.withdraw(try call.member)))
  }

  private func holders(_ call: ClientCall) async throws -> ClientReply {
    let number = try await desk.profile(of: try call.member).number
    return ClientReply(TalentEntity.receipt(try await desk.receipt(number)))
  }

  // MARK: Others

  private func wish(_ call: ClientCall) async throws -> TalentWish {
    let parameters = call.parameters
    var skills: [TalentWish.Skill] = []
    for text in parameters.texts("skills").prefix(TalentWish.mostSkills + 1) {
      skills.append(try await words.wish(text, in: Self.language(call)))
    }
    var wish = try TalentWish(skills: skills)
    if let near = parameters.filled("near") {
      wish.near = try TalentWish.Nearness(
        commune: try Communes.named(near),
        kilometres: parameters.filled("within").flatMap(Double.init) ?? 30
      )
    }
    wish.hours = parameters.number("hours")
    wish.from = try TalentEdit.day(parameters.filled("from"))
    wish.until = try TalentEdit.day(parameters.filled("until"))
    if let help = parameters.filled("help") {
      guard let kind = HelpKind(rawValue: help) else {
        throw Refusal.malformed("help is one of \(HelpKind.allCases.map(\.rawValue)).")
      }
      wish.help = kind
    }
    return wish
  }

  private func search(_ call: ClientCall) async throws -> ClientReply {
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 100)
    let entity = try await entity(call)
    var wish = try await wish(call)
    let isToLearn = call.parameters.bool("to_learn") == true
    for index in wish.skills.indices { wish.skills[index].isToLearn = isToLearn }
    let found = try await TalentSearch(services: client.services)
      .find(wish, for: try call.member, limit: limit)
    return ClientReply(.array(found.map(entity.found)))
  }

  private func compose(_ call: ClientCall) async throws -> ClientReply {
    let entity = try await entity(call)
    let shape = TeamComposer.Shape(
      minimumOrganisations: call.parameters.number("organisations") ?? 2,
      alternatives: call.parameters.number("alternatives") ?? 3
    )
    let composition = try await TeamComposer(services: client.services)
      .compose(try await wish(call), shape, for: try call.member)
    return ClientReply(entity.composition(composition))
  }
}
