import Foundation
import Testing

@testable import Model

@Suite("Policy rules")
struct PolicyRuleTests {
  private func rule(_ pattern: String, _ action: PolicyRule.Action = .suspend) -> PolicyRule {
    PolicyRule(
      pattern: pattern,
      action: action,
      author: "admin",
      reason: "a test",
      createdAt: Date(milliseconds: 0)
    )
  }

  @Test(
    "speak of a host, of what is below a domain, or of everyone",
    arguments: [
      ("a.example", "a.example", true), ("a.example", "b.a.example", false),
      ("a.example", "a.example:8443", true), ("a.example:8443", "a.example:8443", true),
      ("a.example:8443", "a.example", false), ("a.example:8443", "a.example:9443", false),
      ("*.a.example", "b.a.example", true), ("*.a.example", "c.b.a.example:8443", true),
      ("*.a.example", "a.example", true), ("*.a.example", "nota.example", false),
      ("*.a.example", "a.example.evil.example", false), ("*", "anything.example:1", true),
      ("A.Example", "a.example", true), ("*.A.Example", "b.a.example", true),
      ("a.example", "A.EXAMPLE", true), ("*.", "a.example", false), ("", "a.example", false),
      ("[2001:db8::1]", "[2001:db8::1]:8443", true), ("[2001:db8::1]", "[2001:db8::2]", false),
      ("[2001:db8::1]:8443", "[2001:db8::1]:8443", true),
    ]
  )
  func patterns(pattern: String, host: String, applies: Bool) {
    #expect((rule(pattern).precision(for: host) != nil) == applies)
  }

  @Test(
    "the narrowest one decides",
    arguments: [
      ("b.a.example:8443", "b.a.example:8443"), ("b.a.example", "b.a.example"),
      ("b.a.example:9443", "b.a.example"), ("c.b.a.example", "*.b.a.example"),
      ("d.a.example", "*.a.example"), ("else.example", "*"),
    ]
  )
  func deciding(host: String, pattern: String) {
    let patterns = ["*", "*.a.example", "*.b.a.example", "b.a.example", "b.a.example:8443"]

    for rules in [patterns, patterns.reversed()].map({ $0.map { rule($0) } }) {
      #expect(rules.deciding(about: host)?.pattern == pattern)
    }
  }

  @Test("a neutral rule leaves it to a wider one whether to deal with a host")
  func neutral() {
    var narrow = rule("a.example", .neutral)
    narrow.dropsMedia = true
    let rules = PolicyRules([rule("*.example"), narrow])

    #expect(rules.deciding(about: "a.example")?.pattern == "*.example")
    #expect(rules.narrowest(about: "a.example") == narrow)
    #expect(HostStanding(of: "a.example", by: rules) == .suspended)
    #expect(HostStanding(of: "a.example", by: PolicyRules([rule("*"), narrow])) == nil)
  }

  @Test("where none speaks of a host, none decides")
  func none() {
    #expect([rule("a.example")].deciding(about: "b.example") == nil)
    #expect([PolicyRule]().deciding(about: "b.example") == nil)
  }
}
