import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// What a need or an offer says besides its words.
struct NeedOptions: ParsableArguments {
  @Option(
    name: .customLong("skill"),
    parsing: .upToNextOption,
    help: "Skills, each with a least level from 1 to 4 behind a colon if it matters."
  )
  var skills: [String] = []

  @Option(help: "How much.")
  var amount: Amount?

  @Option(help: "In what it is counted, such as hour or one.")
  var unit = QuantityUnit.hour

  @Option(help: "What kind of thing or work it is: any URI, or words.")
  var resource: String?

  @Flag(help: "Something changes hands, rather than somebody does something.")
  var transfer = false

  @Option(help: "Whether the amounts may be multiplied; left out: whoever answers names any.")
  var multiples: Bool?

  @Option(help: "How much is given or wanted in return.")
  var returnAmount: Amount?

  @Option(help: "In what that is counted.")
  var returnUnit: QuantityUnit?

  @Option(help: "What is given or wanted in return: any URI, or words.")
  var returnResource: String?

  @Option(help: "In which commune: its name or INSEE code.")
  var near: String?

  @Option(help: "How far around it, in kilometres.")
  var within: Double?

  @Option(help: "From when, as 2026-12-01.")
  var from: Day?

  @Option(help: "Until when.")
  var until: Day?

  @Option(help: "How long it can be answered: 12h, 7d, 2w.")
  var open: Lifetime?

  func need(
    _ purpose: Need.Purpose,
    _ title: String,
    on node: OpenNode,
    in language: String,
    at now: Date
  ) async throws -> Need {
    let names = SkillWords(services: node.services)
    var need = Need(
      purpose,
      title: title,
      primary: Need.Intent(
        transfer ? .transfer : .deliverService,
        of: resource,
        Quantity(amount, unit)
      )
    )
    for text in skills {
      let wish = try await names.wish(text, in: language)
      need.skills.append(Need.Skill(id: wish.id, level: wish.minimum))
    }
    if returnAmount != nil || returnUnit != nil || returnResource != nil {
      need.reciprocal = Need.Intent(
        .transfer,
        of: returnResource,
        Quantity(returnAmount, returnUnit ?? .one)
      )
    }
    need.isUnitBased = multiples
    need.place = try place
    (need.from, need.until) = (from, until)
    need.closesAt = open.map { now.addingTimeInterval($0.seconds) }
    return try need.checked(at: now)
  }

  private var place: Need.Place? {
    get throws {
      guard let near else {
        guard within == nil else { throw Refusal.malformed("--within goes with --near.") }
        return nil
      }
      let commune = try Communes.named(near)
      if let within { _ = try TalentWish.Nearness(commune: commune, kilometres: within) }
      return Need.Place(
        name: commune.name,
        code: commune.code,
        position: commune.position,
        kilometres: within
      )
    }
  }
}

extension Amount: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension QuantityUnit: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { description }
}

/// For whom a need or an offer is.
struct RingOptions: ParsableArguments {
  @Option(help: "node, territory, public, followers or direct.")
  var audience: Audience?

  @Option(help: "For which territory, where the node belongs to several.")
  var territory: String?

  @Option(help: "The group that it is for: @name@host, a URL, or the name of one of this node.")
  var group: String?

  func apply(to draft: inout PostDraft, on node: OpenNode) async throws {
    draft.audience = audience
    draft.territory = try territory.map(node.territory(named:))?.id
    guard let group else { return }
    let actor = try await node.actor(at: group)
    guard actor.kind == .group else { throw Refusal.malformed("\(actor.address) is no group.") }
    draft.group = actor
  }
}
