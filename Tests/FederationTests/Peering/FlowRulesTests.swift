import Federation
import Foundation
import Model
import Testing

/// What decides whether an activity passes: the first rule that speaks, and never one that widens
/// what the admin narrowed.
@Suite struct FlowRulesTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func rule(_ pattern: String, _ action: PolicyRule.Action) -> PolicyRule {
    PolicyRule(pattern: pattern, action: action, author: "admin", reason: "test", createdAt: now)
  }

  private func valve(
    _ scope: Scope,
    _ direction: Valve.Direction,
    _ setting: Valve.Setting
  ) -> Valve {
    Valve(
      scope: scope,
      direction: direction,
      setting: setting,
      author: "admin",
      reason: "test",
      createdAt: now
    )
  }

  private func peering(
    _ state: PeeringState = .active,
    _ level: Peering.Level = .full,
    _ valves: Valve...
  ) -> Peering {
    Peering(
      host: "far.example",
      state: state,
      level: level,
      ours: Peering.Terms(valves: valves),
      createdAt: now
    )
  }

  @Test(arguments: ["far.example", "*.far.example", "*.example"])
  func nothingOutweighsARuleThatSuspendsTheHostOrItsDomain(pattern: String) {
    let rules = FlowRules(
      rule: rule(pattern, .suspend),
      peering: peering(.active, .full, valve(.posts, .in, .open)),
      territories: ["t"]
    )

    #expect(rules.decision(.in, .posts).passage == .refused)
    #expect(rules.decision(.out, nil).passage == .refused)
  }

  @Test func whatIsNotSharedDoesNotPassButForATerritory() {
    var narrow = peering()
    narrow.ours.scopes = [.events]
    let rules = FlowRules(rule: nil, peering: narrow, territories: ["t"])

    #expect(rules.decision(.out, .posts).ground == .scope(.posts))
    #expect(rules.decision(.out, .posts).passage == .refused)
    #expect(rules.decision(.in, .posts).passage == .refused)
    #expect(rules.decision(.in, .events).passage == .open)
    // Follows and what takes something back have no scope.
    #expect(rules.decision(.in, nil).passage == .open)
    #expect(rules.decision(.out, .posts, isOfTerritory: true).passage == .open)
  }

  @Test func whatThePeerDoesNotShareIsNotSentToItButForATerritory() {
    var heard = peering()
    heard.theirs.scopes = [.groups]
    heard.lastHeardAt = now
    let rules = FlowRules(rule: nil, peering: heard)

    #expect(
      rules.decision(.out, .posts) == FlowDecision(passage: .refused, ground: .theirScope(.posts))
    )
    #expect(rules.decision(.out, .groups).passage == .open)
    #expect(rules.decision(.out, nil).passage == .open)
    #expect(rules.decision(.out, .posts, isOfTerritory: true).passage == .open)
    // Its word may be newer than what was heard of it.
    #expect(rules.decision(.in, .posts).passage == .open)
  }

  @Test func theListOfThoseDealtWithIsPeersTerritoriesAndAllowRules() {
    let everyone = rule("*", .suspend)

    #expect(FlowRules(rule: everyone, peering: nil).decision(.in, .posts).passage == .refused)
    #expect(FlowRules(rule: everyone, peering: peering()).decision(.in, .posts).passage == .open)
    let member = FlowRules(rule: everyone, peering: nil, territories: ["t"])
    #expect(member.decision(.in, .posts).ground == .territories(["t"]))
    for state in [PeeringState.unverified, .invited, .requested(by: .them), .revoked] {
      let rules = FlowRules(rule: everyone, peering: peering(state))
      #expect(rules.decision(.in, .posts).ground == .policy(everyone), "\(state)")
    }
  }

  @Test func aSuspendedPeeringStopsEvenWhomTheAdminAllowsAndTheTerritoryKnows() {
    let suspended = peering(.suspended(until: nil))
    let rules = FlowRules(
      rule: rule("far.example", .allow),
      peering: suspended,
      territories: ["t"]
    )

    #expect(rules.decision(.in, nil).ground == .suspension(suspended))
    #expect(rules.decision(.out, .posts).passage == .refused)
  }

  @Test(arguments: zip(Valve.Setting.allCases, [FlowDecision.Passage.open, .held, .refused]))
  func aValveDecidesForItsScopeAndDirectionOnly(
    setting: Valve.Setting,
    passage: FlowDecision.Passage
  ) {
    let valve = valve(.posts, .in, setting)
    let rules = FlowRules(rule: nil, peering: peering(.active, .full, valve))

    #expect(rules.decision(.in, .posts) == FlowDecision(passage: passage, ground: .valve(valve)))
    #expect(rules.decision(.out, .posts).passage == .open)
    #expect(rules.decision(.in, .groups).passage == .open)
    #expect(rules.decision(.in, nil).passage == .open)
  }

  @Test(arguments: [PeeringState.unverified, .revoked, .requested(by: .us)])
  func onlyAnActivePeeringHasValvesAndALevel(state: PeeringState) {
    let rules = FlowRules(
      rule: nil,
      peering: peering(state, .mediaOff, valve(.posts, .in, .closed))
    )

    #expect(rules.decision(.in, .posts).ground == .nothing)
    #expect(!rules.dropsMedia)
  }

  @Test func anOpenValveDoesNotLiftTheLevel() {
    let rules = FlowRules(
      rule: nil,
      peering: peering(.active, .receiveOnly, valve(.posts, .out, .open))
    )

    #expect(rules.decision(.out, .posts).ground == .level(.receiveOnly))
    #expect(rules.decision(.in, .posts).passage == .open)
    #expect(rules.decision(.out, nil).passage == .open)
  }

  @Test func silenceOfTheHostStaysAndSilenceOfEveryoneEndsWithAPeering() {
    let everyone = rule("*", .silence)
    var mediaOff = rule("far.example", .allow)
    mediaOff.dropsMedia = true
    #expect(FlowRules(rule: mediaOff, peering: peering()).dropsMedia)
    #expect(!FlowRules(rule: everyone, narrowest: nil, peering: nil).dropsMedia)

    #expect(FlowRules(rule: rule("far.example", .silence), peering: peering()).isLimited)
    #expect(FlowRules(rule: everyone, peering: nil).isLimited)
    #expect(!FlowRules(rule: everyone, peering: peering()).isLimited)
    #expect(FlowRules(rule: nil, peering: peering(.active, .limited)).isLimited)
  }

  @Test func whatElseSpeaksIsToldInOrder() {
    let allow = rule("far.example", .allow)
    let closed = valve(.posts, .in, .closed)
    let rules = FlowRules(
      rule: allow,
      peering: peering(.active, .limited, closed),
      territories: ["t"]
    )

    #expect(
      rules.opinions(.in, .posts).map(\.ground) == [
        .valve(closed), .level(.limited), .territories(["t"]), .policy(allow), .nothing,
      ]
    )
  }
}
