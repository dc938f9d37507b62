/// The founding document of a territory; its hash is the territory's id.
package struct Charter: Hashable, Sendable {
  package var id: Digest
  package var name: String
  /// Sorted by their digests, which are their member ids.
  package var founders: [NodeRecord]
  package var terms: Terms

  package init(id: Digest, name: String, founders: [NodeRecord], terms: Terms) {
    self.id = id
    self.name = name
    self.founders = founders
    self.terms = terms
  }
}

/// What the nodes agree on, and may amend by vote: a text for people, clauses for programs, rules.
package struct Terms: Hashable, Sendable {
  package var digest: Digest
  /// Markdown by language (BCP 47).
  package var text: [String: String]
  package var clauses: [Clause]
  package var rules: Rules

  package init(digest: Digest, text: [String: String], clauses: [Clause], rules: Rules) {
    self.digest = digest
    self.text = text
    self.clauses = clauses
    self.rules = rules
  }

  /// The text in a language, else French, else English, else any.
  package func text(in language: String) -> String {
    text[language] ?? text["fr"] ?? text["en"] ?? text.min { $0.key < $1.key }?.value ?? ""
  }
}

/// A promise in a form that programs can read.
package struct Clause: Hashable, Sendable {
  /// A clause's value.
  package enum Value: Hashable, Sendable {
    case text(String)
    case number(Int)
    case truth(Bool)
  }

  package var name: String
  package var value: Value

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

/// How a territory decides.
package struct Rules: Hashable, Sendable {
  /// Who has a vote.
  package enum Electors: Hashable, Sendable {
    /// Every member, one seal after the one that admitted it.
    case all
    case stewards([Digest])
  }

  /// Who admits.
  package enum Admission: String, Hashable, Sendable, CaseIterable {
    case community, stewards, closed
  }

  /// A part of the electors that a yes must exceed.
  package struct Fraction: Hashable, Sendable {
    package var numerator: Int
    package var denominator: Int

    package init(_ numerator: Int, _ denominator: Int) {
      self.numerator = numerator
      self.denominator = denominator
    }

    /// How many yes of `count` electors are enough; more than there are, if the fraction is none.
    package func needed(of count: Int) -> Int {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: numerator)
      guard !isTooLarge, numerator >= 0, denominator > 0 else { return count + 1 }
      return min(product / denominator, count) + 1
    }
  }

  /// How many endorsements admit.
  package var endorsements: Int
  package var exclude: Fraction
  package var amend: Fraction
  package var recover: Fraction
  /// How many yes suspend.
  package var suspend: Int
  /// How many admissions one seal may hold: the larger of a number and a part of the roll.
  package var growthMinimum: Int
  package var growthPercent: Int
  /// For how many seals a proposal stays open.
  package var window: Int
  package var electors: Electors
  package var admission: Admission
  package var isMembershipPublic: Bool

  package init(
    endorsements: Int = 2,
    exclude: Fraction = Fraction(1, 2),
    amend: Fraction = Fraction(1, 2),
    recover: Fraction = Fraction(1, 2),
    suspend: Int = 2,
    growthMinimum: Int = 5,
    growthPercent: Int = 10,
    window: Int = 8,
    electors: Electors = .all,
    admission: Admission = .community,
    isMembershipPublic: Bool = true
  ) {
    self.endorsements = endorsements
    self.exclude = exclude
    self.amend = amend
    self.recover = recover
    self.suspend = suspend
    self.growthMinimum = growthMinimum
    self.growthPercent = growthPercent
    self.window = window
    self.electors = electors
    self.admission = admission
    self.isMembershipPublic = isMembershipPublic
  }

  /// How many admissions one seal may hold when the roll has so many members.
  package func growthCap(of roll: Int) -> Int {
    let (product, isTooLarge) = roll.multipliedReportingOverflow(by: growthPercent)
    return max(growthMinimum, isTooLarge ? 0 : product / 100)
  }
}
