import Testing

@testable import Federation

/// How far strangers can make the node fetch (threats 18 and 19).
@Suite("Fetch budgets")
struct FetchBudgetTests {
  @Test(
    "Hosts are counted by the domain that was registered",
    arguments: [
      ("a.b.example.com", "example.com"), ("EXAMPLE.com", "example.com"),
      ("example.com", "example.com"),
      ("x.shop.co.uk", "shop.co.uk"), ("shop.co.uk", "shop.co.uk"), ("co.uk", "co.uk"),
      ("a.mairie.gouv.fr", "mairie.gouv.fr"), ("localhost", "localhost"),
      ("192.0.2.1", "192.0.2.1"),
      ("[2001:db8::1]", "[2001:db8::1]"),
    ]
  )
  func domain(host: String, registered: String) {
    #expect(RegistrableDomain(host).description == registered)
  }

  @Test("A domain's share covers all its subdomains and comes back with time")
  func perDomain() throws {
    let clock = Shared(ContinuousClock.now)
    let budget = FetchBudget(
      total: .init(burst: 100, perSecond: 1),
      perDomain: .init(burst: 3, perSecond: 1)
    ) { clock.value }
    for number in 1...3 { try budget.spend(on: "n\(number).evil.test") }

    #expect(throws: OutboundFailure.budgetExhausted(scope: "evil.test")) {
      try budget.spend(on: "n4.evil.test")
    }
    try budget.spend(on: "other.test")
    clock.change { $0 += .seconds(1) }
    try budget.spend(on: "n5.evil.test")
    #expect(throws: OutboundFailure.self) { try budget.spend(on: "n6.evil.test") }
  }

  @Test("The whole node's share is bounded over all domains")
  func total() throws {
    let start = ContinuousClock.now
    let budget = FetchBudget(
      total: .init(burst: 5, perSecond: 1),
      perDomain: .init(burst: 3, perSecond: 1)
    ) {
      start
    }
    for number in 1...5 { try budget.spend(on: "domain\(number).test") }

    #expect(throws: OutboundFailure.budgetExhausted(scope: "the whole node")) {
      try budget.spend(on: "domain6.test")
    }
  }

  @Test("A flood of domains does not grow the memory")
  func flood() throws {
    let clock = Shared(ContinuousClock.now)
    let budget = FetchBudget(
      total: .init(burst: 200_000, perSecond: 1),
      perDomain: .init(burst: 3, perSecond: 1)
    ) { clock.value }
    for number in 1...20_000 { try budget.spend(on: "domain\(number).test") }

    #expect(budget.rememberedDomains <= 4096)
  }

  @Test("A walk ends at its total, at a domain's cap, and at what is no URL")
  func walk() throws {
    var walk = WalkAllowance(total: 4, perDomain: 2)
    try walk.spend(on: "https://a.evil.test/1")
    try walk.spend(on: "https://b.evil.test/2")

    #expect(throws: OutboundFailure.budgetExhausted(scope: "evil.test")) {
      try walk.spend(on: "https://c.evil.test/3")
    }
    try walk.spend(on: "https://one.test/")
    try walk.spend(on: "https://two.test/")
    #expect(throws: OutboundFailure.budgetExhausted(scope: "this walk")) {
      try walk.spend(on: "https://three.test/")
    }
    #expect(throws: OutboundFailure.self) { try walk.spend(on: "nonsense") }
  }
}
