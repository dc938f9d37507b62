import ActivityStreams
import Foundation
import Model

/// A proposal on the wire ↔ what a post needs or offers in the node.
extension Need {
  /// What a note needs or offers.
  ///
  /// Nothing where its parts have other names than FEP-0837 recommends, or count in what cannot be
  /// read: such a post is shown as it is, and nobody here can answer it.
  init?(_ note: AS.Note) {
    guard let proposal = note.proposal, let primary = Intent(proposal.publishes),
      proposal.publishes.id == note.id.with(fragment: Agreement.Side.primary.rawValue)
    else { return nil }
    self.init(
      proposal.purpose == .offer ? .offer : .request,
      title: VisibleText.oneLine(note.text.name ?? ""),
      primary: primary
    )
    if let intent = proposal.reciprocal {
      guard let reciprocal = Intent(intent),
        intent.id == note.id.with(fragment: Agreement.Side.reciprocal.rawValue)
      else { return nil }
      self.reciprocal = reciprocal
    }
    isUnitBased = proposal.unitBased
    skills = Self.skills(proposal)
    place = proposal.location.flatMap(Place.init)
    from = proposal.publishes.beginning.map(Day.init)
    until = proposal.publishes.end.map(Day.init)
    closesAt = proposal.endTime
    status = proposal.status.flatMap(Status.init) ?? .open
    isCall = proposal.isCall
  }

  private static func skills(_ proposal: AS.Proposal) -> [Skill] {
    var seen: Set<SkillID> = []
    return proposal.skills.compactMap { skill in
      guard let id = SkillID(skill.id), seen.insert(id).inserted else { return nil }
      return Skill(id: id, level: skill.level.flatMap(SkillLevel.init(rawValue:)) ?? .notions)
    }
  }
}

extension Need.Intent {
  fileprivate init?(_ intent: AS.Intent) {
    guard let action = Action(rawValue: intent.action), let quantity = Quantity(intent.quantity)
    else { return nil }
    self.init(action, of: intent.resource.flatMap { Need.isResource($0) ? $0 : nil }, quantity)
  }
}

extension Need.Place {
  fileprivate init?(_ place: AS.ProposalPlace) {
    let commune = place.insee.flatMap { Communes.find(code: $0) }
    self.init(
      name: place.name.map(VisibleText.oneLine) ?? commune?.name,
      code: commune?.code,
      position: commune?.position,
      kilometres: place.kilometres
    )
    if commune == nil, let latitude = place.latitude, let longitude = place.longitude {
      position = Commune.Position(latitude: latitude, longitude: longitude)
    }
    guard name != nil || position != nil else { return nil }
  }
}

extension Quantity {
  init?(_ quantity: AS.Quantity) {
    guard let unit = QuantityUnit(quantity.unit) else { return nil }
    self.init(quantity.value.flatMap { Amount($0) }, unit)
    if quantity.value != nil, amount == nil { return nil }
  }
}

extension AgreementTerms.Share {
  init?(_ quantity: AS.Quantity) {
    guard let unit = QuantityUnit(quantity.unit), let text = quantity.value,
      let amount = Amount(text)
    else { return nil }
    self.init(amount, unit)
  }
}

extension AS.Quantity {
  init(_ share: AgreementTerms.Share) {
    self.init(share.amount.description, share.unit.description)
  }
}

// MARK: - Writing

extension AS.Proposal {
  init(_ need: Need, of post: AS.IRI) {
    self.init(
      need.purpose == .offer ? .offer : .request,
      publishes: AS.Intent(need.primary, as: .primary, of: post)
    )
    publishes.beginning = need.from?.start
    // The last second of the day: whoever reads the date alone reads the same day.
    publishes.end = need.until?.start.addingTimeInterval(86_399)
    reciprocal = need.reciprocal.map { AS.Intent($0, as: .reciprocal, of: post) }
    unitBased = need.isUnitBased
    location = need.place.map(AS.ProposalPlace.init)
    endTime = need.closesAt
    skills = need.skills.map { Skill(id: $0.id.description, level: $0.level.rawValue) }
    status = need.status == .open ? nil : need.status.rawValue
    isCall = need.isCall
  }
}

extension AS.Intent {
  fileprivate init(_ intent: Need.Intent, as side: Agreement.Side, of post: AS.IRI) {
    self.init(
      id: post.with(fragment: side.rawValue),
      action: intent.action.rawValue,
      quantity: AS.Quantity(
        intent.quantity.amount?.description,
        intent.quantity.unit.description
      )
    )
    resource = intent.resource
  }
}

extension AS.ProposalPlace {
  fileprivate init(_ place: Need.Place) {
    self.init(name: place.name)
    insee = place.code
    latitude = place.position?.latitude
    longitude = place.position?.longitude
    kilometres = place.kilometres
  }
}
