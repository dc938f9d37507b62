import Foundation
import Model

/// What a need or an offer says, in words: for those whose software knows nothing of it.
struct NeedWords {
  let catalog: SkillCatalog.Loaded
  /// French, else English.
  let isFrench: Bool

  init(_ catalog: SkillCatalog.Loaded, language: String?) {
    self.catalog = catalog
    isFrench = language?.hasPrefix("fr") ?? false
  }

  /// The title before, and the facts behind what the author wrote.
  func html(_ need: Need, around text: String) -> String {
    let head = "\(purpose(need)) \(need.title)"
    let lines = lines(need).map(VisibleText.escape).joined(separator: "<br>")
    let facts = lines.isEmpty ? "" : "<p>\(lines)</p>"
    return "<p><strong>\(VisibleText.escape(head))</strong></p>\(text)\(facts)"
  }

  private func purpose(_ need: Need) -> String {
    let isOffer = need.purpose == .offer
    return isFrench ? (isOffer ? "Offre :" : "Besoin :") : (isOffer ? "Offer:" : "Need:")
  }

  /// One line for each thing that is to be known.
  func lines(_ need: Need) -> [String] {
    var lines: [String] = []
    if !need.skills.isEmpty {
      let language = isFrench ? "fr" : "en"
      let names = need.skills.map { skill in
        let level = isFrench ? "niveau" : "level"
        return "\(catalog.label(of: skill.id, in: language)) (\(level) \(skill.level.rawValue))"
      }
      lines.append("\(isFrench ? "Compétences :" : "Skills:") \(names.joined(separator: ", "))")
    }
    if let amount = amount(need.primary.quantity) {
      lines.append("\(isFrench ? "Combien :" : "How much:") \(amount)\(per(need))")
    }
    if let place = need.place, let name = place.name {
      let around = place.kilometres.map { kilometres in
        isFrench ? ", à \(Int(kilometres)) km à la ronde" : ", within \(Int(kilometres)) km"
      }
      lines.append("\(isFrench ? "Où :" : "Where:") \(name)\(around ?? "")")
    }
    if let time = time(need) { lines.append(time) }
    if let back = need.reciprocal {
      let what = [amount(back.quantity), back.resource.map(ThingName.shown)].compactMap(\.self)
        .joined(separator: " ")
      lines.append("\(isFrench ? "En échange :" : "In return:") \(what)")
    }
    if let end = need.closesAt {
      lines.append("\(isFrench ? "Répondre avant le" : "Answer before") \(Day(end))")
    }
    switch need.status {
    case .open: break
    case .answered: lines.append(isFrench ? "C’est pourvu." : "It has been answered.")
    case .withdrawn: lines.append(isFrench ? "Ce n’est plus d’actualité." : "It was withdrawn.")
    }
    return lines
  }

  private func per(_ need: Need) -> String {
    need.isUnitBased == true ? (isFrench ? ", ou un multiple" : ", or a multiple") : ""
  }

  private func amount(_ quantity: Quantity) -> String? {
    guard let amount = quantity.amount else { return nil }
    guard quantity.unit == .hour else {
      return quantity.unit == .one ? amount.description : "\(amount) \(quantity.unit)"
    }
    return "\(amount) \(isFrench ? "h" : "hours")"
  }

  private func time(_ need: Need) -> String? {
    switch (need.from, need.until) {
    case (nil, nil): nil
    case (let from?, nil): isFrench ? "À partir du \(from)" : "From \(from)"
    case (nil, let until?): isFrench ? "Jusqu’au \(until)" : "Until \(until)"
    case (let from?, let until?):
      isFrench ? "Du \(from) au \(until)" : "From \(from) to \(until)"
    }
  }
}
