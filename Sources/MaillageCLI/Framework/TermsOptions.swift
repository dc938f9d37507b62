import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// What is said of the terms of a territory: text, clauses and rules.
struct TermsOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: "The text in Markdown: FILE, or LANGUAGE=FILE for each.")
  var text: [String] = []

  @Option(help: "The language of a FILE that names none.")
  var lang = "fr"

  @Option(
    parsing: .upToNextOption,
    help: "A promise that programs can read: NAME=VALUE; NAME= takes it out."
  )
  var clause: [String] = []

  @Option(help: "How many endorsements admit.")
  var endorsements: Int?

  @Option(help: "Who votes: all or stewards.")
  var electors: ElectorsWord?

  @Option(help: "Who admits: community, stewards or closed.")
  var admission: Rules.Admission?

  @Option(help: "Which part of the votes excludes when it is exceeded: 1/2.")
  var exclude: Rules.Fraction?

  @Option(help: "Which part of the votes amends when it is exceeded: 2/3.")
  var amend: Rules.Fraction?

  @Option(help: "Which part of the votes lets a member go on under another id: 1/2.")
  var recover: Rules.Fraction?

  @Option(
    name: [.customLong("suspend"), .customLong("suspensions")],
    help: "How many yes suspend a member."
  )
  var suspend: Int?

  @Option(help: "For how many seals a proposal is open.")
  var window: Int?

  @Option(help: "How many one seal lets in at most: MIN/PERCENT of the members, 5/10.")
  var growth: Growth?

  @Flag(inversion: .prefixedNo, help: "Only members see who the members are.")
  var privateMembers: Bool?

  func validate() throws {
    for number in [endorsements, suspend, window].compactMap(\.self)
    where !(1...1000).contains(number) {
      throw ValidationError("--endorsements, --suspend and --window are from 1 to 1000.")
    }
    _ = try clauses
  }

  /// The named clauses; one without a value is taken out.
  private var clauses: [(name: String, value: Clause.Value?)] {
    get throws {
      try clause.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
          throw ValidationError("‘\(text)’ is no clause: write NAME=VALUE.")
        }
        return (String(parts[0]), Clause.Value(typed: String(parts[1])))
      }
    }
  }

  /// Reads the files where the command was typed: a JSON object of texts by language.
  func gather() throws -> [UInt8]? {
    guard !text.isEmpty else { return nil }
    var texts: [String: String] = [:]
    for entry in text {
      let (language, path) = name(of: entry)
      texts[language] = try InputFile.text(try InputFile.read(path))
    }
    return Array(try JSONEncoder().encode(texts))
  }

  private func name(of entry: String) -> (language: String, path: String) {
    let parts = entry.split(separator: "=", maxSplits: 1).map { String($0) }
    guard parts.count == 2, parts[0].wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]+)*/) != nil else {
      return (lang, entry)
    }
    return (parts[0], parts[1])
  }

  /// The texts that were read.
  func texts(in input: [UInt8]?) throws -> [String: String] {
    guard let input else { return [:] }
    return try JSONDecoder().decode([String: String].self, from: Data(input))
  }

  /// Clauses, with those that are named here in place of their namesakes.
  func clauses(changing known: [Clause]) throws -> [Clause] {
    var result = known
    for (name, value) in try clauses {
      let place = result.firstIndex { $0.name == name }
      switch (place, value) {
      case (let place?, let value?): result[place].value = value
      case (let place?, nil): result.remove(at: place)
      case (nil, let value?): result.append(Clause(name: name, value: value))
      case (nil, nil): break
      }
    }
    return result
  }

  /// Rules, with what is said here; who the stewards are is said elsewhere.
  func rules(changing known: Rules) -> Rules {
    var rules = known
    if let endorsements { rules.endorsements = endorsements }
    if let admission { rules.admission = admission }
    if let exclude { rules.exclude = exclude }
    if let amend { rules.amend = amend }
    if let recover { rules.recover = recover }
    if let suspend { rules.suspend = suspend }
    if let window { rules.window = window }
    if let growth {
      (rules.growthMinimum, rules.growthPercent) = (growth.minimum, growth.percent)
    }
    if let privateMembers { rules.isMembershipPublic = !privateMembers }
    if electors == .all { rules.electors = .all }
    return rules
  }
}

/// Who votes, as it is typed.
enum ElectorsWord: String, ExpressibleByArgument, CaseIterable, Sendable { case all, stewards }

extension Rules.Admission: ExpressibleByArgument {}

extension Rules.Fraction: ExpressibleByArgument {
  package init?(argument: String) {
    guard let (part, whole) = Growth.numbers(in: argument), (1...1000).contains(whole),
      (0...whole).contains(part)
    else { return nil }
    self.init(part, whole)
  }
}

/// How fast a territory may grow, as it is typed: MIN/PERCENT.
struct Growth: ExpressibleByArgument, Sendable {
  let minimum: Int
  let percent: Int

  init?(argument: String) {
    guard let (minimum, percent) = Self.numbers(in: argument), (1...10_000).contains(minimum),
      (0...100).contains(percent)
    else { return nil }
    (self.minimum, self.percent) = (minimum, percent)
  }

  /// Two numbers with a stroke between them.
  fileprivate static func numbers(in text: String) -> (Int, Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int(parts[0]), let second = Int(parts[1]) else {
      return nil
    }
    return (first, second)
  }
}

extension Clause.Value {
  /// What somebody typed: a truth, a whole number or a text; nothing where nothing was typed.
  fileprivate init?(typed text: String) {
    switch text {
    case "": return nil
    case "true", "yes": self = .truth(true)
    case "false", "no": self = .truth(false)
    default: self = Int(text).map(Self.number) ?? .text(text)
    }
  }

  var shown: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .truth(let truth): truth ? "yes" : "no"
    }
  }
}

extension Terms {
  /// Clauses and rules, for people.
  func facts(names: (Digest) -> String) -> Facts {
    var facts = Facts()
    for clause in clauses { facts.add(clause.name, clause.value.shown) }
    switch rules.electors {
    case .all: facts.add("votes", "every member, one seal after it was admitted")
    case .stewards(let stewards):
      facts.add("votes", "the stewards: \(stewards.map(names).sorted().joined(separator: ", "))")
    }
    facts.add("admits", "\(rules.admission.rawValue), by \(rules.endorsements) endorsements")
    facts.add("excludes", rules.exclude.shown)
    facts.add("amends", rules.amend.shown)
    facts.add("recovers", rules.recover.shown)
    facts.add("suspends", "\(rules.suspend) yes")
    facts.add("growth", "\(rules.growthMinimum) or \(rules.growthPercent) % of the members a seal")
    facts.add("proposals", "open for \(rules.window) seals")
    facts.add("members", rules.isMembershipPublic ? "everybody sees them" : "only members see them")
    return facts
  }
}

extension Rules.Fraction {
  fileprivate var shown: String { "more than \(numerator)/\(denominator) of those who vote" }
}
