import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage talent add NAME SKILL`.
struct TalentAddCommand: TalentWritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Write down a skill of a member, or a wish to learn one.",
    discussion: """
      Nobody sees it before the member lets itself be found (`talent list`), and then only in its \
      ring. Whoever looks after the node writes for the organisation; beyond it the member's password \
      is asked for. --new makes a skill that no taxonomy has.

      Example: maillage talent add lea soudure --level 3 --ring territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var written: TalentWritingOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The skill: its name or its URI.")
  var skill: String

  @Option(help: "How well: 1 notions, 2 practice, 3 mastery, 4 expertise.")
  var level: Int?

  @Flag(help: "The member wants to learn it.")
  var learn = false

  @Option(help: "What shows it; for this node alone.")
  var evidence = ""

  @Flag(help: "Make the skill if there is none of this name.")
  var new = false

  func validate() throws {
    guard level.map({ (1...4).contains($0) }) ?? learn else {
      throw ValidationError("Say --level 1 to 4, or --learn.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, hand) = try await member(on: node, call)
    let words = SkillWords(services: node.services)
    let language = self.words.language.rawValue
    let id = new ? nil : try await words.skill(skill, in: language)
    return Change(of: member.name, "write down a skill of \(member.name)") {
      var known = id
      if known == nil { known = try await words.make(skill, in: language) }
      guard let id = known else { throw Refusal.absent }
      let talent = try Talent(
        skill: id,
        level: level.flatMap(SkillLevel.init(rawValue:)),
        isWanted: learn,
        evidence: evidence,
        ring: written.ring
      )
      try await TalentDesk(services: node.services).edit(member.actorID, by: hand) { profile, _ in
        profile.talents.removeAll { $0.skill == talent.skill }
        profile.talents.append(talent)
      }
      let label = try await words.catalog().label(of: talent.skill, in: language)
      return try Report(
        "Noted: \(label), for \(talent.ring.rawValue).",
        ["skill": talent.skill.description, "label": label, "ring": talent.ring.rawValue]
      )
    }
  }
}

/// `maillage talent remove NAME SKILL`.
struct TalentRemoveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a skill of a member away, here and in every directory.",
    discussion: """
      The answer is the same if it was not there: whoever looks after the node does not learn what a \
      member wrote for itself.

      Example: maillage talent remove lea soudure
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The skill: its name or its URI.")
  var skill: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let id = try await SkillWords(services: node.services)
      .skill(skill, in: words.language.rawValue)
    return Change(of: member.name, "take a skill of \(member.name) away") {
      // The same answer whether it was there: what a member writes for itself is not for whoever asks.
      try await TalentDesk(services: node.services).edit(member.actorID, by: .other) { profile, _ in
        profile.talents.removeAll { $0.skill == id }
      }
      return try Report(
        "It is not among the skills of \(member.name) any more.",
        ["skill": id.description]
      )
    }
  }
}

/// `maillage talent place NAME`.
struct TalentPlaceCommand: TalentWritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Set the communes where a member works and lives; nothing finer is kept.",
    discussion: """
      They stand in place of those that were said before.

      Example: maillage talent place lea --work Nantes --life Rezé --ring territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var written: TalentWritingOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "A commune of work: its name or INSEE code.")
  var work: [String] = []

  @Option(help: "A commune of life.")
  var life: [String] = []

  @Flag(help: "Say nothing of places any more.")
  var none = false

  func validate() throws {
    guard none == (work.isEmpty && life.isEmpty) else {
      throw ValidationError(
        "Say --work or --life, or --none to take them away; `talent mine` shows what is there."
      )
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, hand) = try await member(on: node, call)
    let named = work.map { ($0, TalentPlace.Kind.work) } + life.map { ($0, .life) }
    let communes = try named.map { (try Communes.named($0.0), $0.1) }
    let places = try communes.map {
      TalentProfile.Ringed(try TalentPlace(code: $0.0.code, kind: $0.1), ring: written.ring)
    }
    return Change(of: member.name, "set the places of \(member.name)") {
      try await TalentDesk(services: node.services).edit(member.actorID, by: hand) { profile, _ in
        profile.places = places
      }
      let names = communes.map(\.0.name)
      return try Report(
        names.isEmpty ? "No places." : "Places: \(names.joined(separator: ", ")).",
        ["places": communes.map(\.0.code)]
      )
    }
  }
}

/// `maillage talent time NAME`.
struct TalentTimeCommand: TalentWritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "Set how many hours a month a member has, and when.",
    discussion: """
      It stands in place of what was said before.

      Example: maillage talent time lea --hours 6 --from 2026-12-01 --release yes --ring territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var written: TalentWritingOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Hours a month, 1 to 200.")
  var hours: Int?

  @Option(help: "From when, as 2026-12-01.")
  var from: Day?

  @Option(help: "Until when.")
  var until: Day?

  @Option(help: "Whether the employer lets them: yes, no or asked.")
  var release = Availability.Release.no

  @Flag(help: "Say nothing of its time any more.")
  var none = false

  func validate() throws {
    guard none == (hours == nil) else {
      throw ValidationError(
        "Say --hours, or --none to take it away; `talent mine` shows what is there."
      )
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, hand) = try await member(on: node, call)
    let time = try hours.map { hours in
      try Availability(
        hoursPerMonth: hours,
        from: from,
        until: until,
        release: release
      )
    }
    return Change(of: member.name, "set the time of \(member.name)") {
      try await TalentDesk(services: node.services).edit(member.actorID, by: hand) { profile, _ in
        profile.availability = time.map { TalentProfile.Ringed($0, ring: written.ring) }
      }
      let hours = time?.hoursPerMonth ?? 0
      return try Report(
        time == nil ? "Nothing is said of time." : "\(hours) hours a month.",
        ["hoursPerMonth": hours]
      )
    }
  }
}

/// `maillage talent help-with NAME KIND…`.
struct TalentHelpCommand: TalentWritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "help-with",
    abstract: "Set the kinds of help that a member offers.",
    discussion: """
      project, shortHelp, mentoring, apprenticeship, volunteering. They stand in place of those that were \
      offered before.

      Example: maillage talent help-with lea mentoring shortHelp --ring territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var written: TalentWritingOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "Kinds of help.")
  var kinds: [HelpKind] = []

  @Flag(help: "Offer no help any more.")
  var none = false

  func validate() throws {
    guard none == kinds.isEmpty else {
      throw ValidationError(
        "Name kinds of help, or say --none to take them away; `talent mine` shows what is there."
      )
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, hand) = try await member(on: node, call)
    let help = Set(kinds).sorted()
    return Change(of: member.name, "set the help that \(member.name) offers") {
      try await TalentDesk(services: node.services).edit(member.actorID, by: hand) { profile, _ in
        profile.help = help.map { TalentProfile.Ringed($0, ring: written.ring) }
      }
      let words = help.map(\.rawValue)
      return try Report(
        words.isEmpty ? "No help is offered." : "Offers: \(words.joined(separator: ", ")).",
        ["help": words]
      )
    }
  }
}
