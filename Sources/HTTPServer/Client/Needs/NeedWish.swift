import Federation
import Foundation
import Model

/// What a member needs or offers, read from what an app sends.
struct NeedWish {
  private let parameters: Parameters

  init(_ parameters: Parameters) { self.parameters = parameters }

  /// - Parameters:
  ///   - purpose: Whether it is needed or offered.
  ///   - words: Finds skills by their names.
  ///   - language: In which they are named.
  ///   - now: The time.
  /// - Returns: The need or the offer.
  /// - Throws: `Refusal.malformed`, which names what is wrong.
  func need(
    _ purpose: Need.Purpose,
    _ words: SkillWords,
    _ language: String,
    at now: Date
  ) async throws -> Need {
    var need = Need(
      purpose,
      title: try parameters.require("title"),
      primary: try Self.intent(parameters, Need.Intent.Action.deliverService)
    )
    for text in parameters.texts("skills").prefix(Need.mostSkills + 1) {
      let wish = try await words.wish(text, in: language)
      need.skills.append(Need.Skill(id: wish.id, level: wish.minimum))
    }
    need.reciprocal = try parameters.part("in_return").map { (part) throws(Refusal) in
      try Self.intent(part, .transfer)
    }
    need.isUnitBased = parameters.bool("unit_based")
    need.place = try place()
    need.from = try TalentEdit.day(parameters.filled("from"))
    need.until = try TalentEdit.day(parameters.filled("until"))
    need.closesAt = try parameters.seconds("open_for").map { now.addingTimeInterval($0) }
    return try need.checked(at: now)
  }

  private func place() throws(Refusal) -> Need.Place? {
    guard let near = parameters.filled("near") else { return nil }
    let commune = try Communes.named(near)
    let kilometres = parameters.filled("within").flatMap(Double.init)
    if let kilometres { _ = try TalentWish.Nearness(commune: commune, kilometres: kilometres) }
    return Need.Place(
      name: commune.name,
      code: commune.code,
      position: commune.position,
      kilometres: kilometres
    )
  }

  private static func intent(
    _ part: Parameters,
    _ usual: Need.Intent.Action
  ) throws(Refusal) -> Need.Intent {
    guard let action = Need.Intent.Action(rawValue: part.filled("action") ?? usual.rawValue) else {
      throw .malformed("action is deliverService or transfer.")
    }
    let usualUnit: QuantityUnit = usual == .transfer ? .one : .hour
    guard let unit = part.filled("unit").map({ QuantityUnit($0) }) ?? usualUnit else {
      throw .malformed("That is no unit: write hour or one.")
    }
    return Need.Intent(
      action,
      of: part.filled("resource"),
      Quantity(try amount(part, "amount"), unit)
    )
  }

  /// - Throws: `Refusal.malformed` for what is no positive number with up to three decimals.
  static func amount(_ part: Parameters, _ name: String) throws(Refusal) -> Amount? {
    guard let text = part.filled(name) ?? part.number(name).map(String.init) else { return nil }
    guard let amount = Amount(text) else {
      throw .malformed("\(name) is a number such as 4 or 2.5.")
    }
    return amount
  }

  /// The post that carries it: its words and for whom it is.
  static func draft(_ parameters: Parameters, _ need: Need) throws(Refusal) -> PostDraft {
    var draft = wordsOnly(parameters, need)
    if let word = parameters.filled("audience") {
      guard let known = Audience(rawValue: word) else {
        throw .malformed("audience is one of \(Audience.allCases.map(\.rawValue)).")
      }
      draft.audience = known
    }
    draft.territory = parameters.filled("territory").flatMap(Digest.init(text:))
    return draft
  }

  /// The same without anybody it is for, as of a call: the desk of calls says that.
  static func wordsOnly(_ parameters: Parameters, _ need: Need) -> PostDraft {
    var draft = PostDraft(
      source: parameters.filled("text") ?? need.title,
      language: parameters.filled("language")
    )
    draft.need = need
    return draft
  }
}
