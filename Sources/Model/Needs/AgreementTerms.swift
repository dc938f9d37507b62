/// How much somebody who answers a need or an offer would give and take (FEP-0837's Agreement).
package struct AgreementTerms: Hashable, Sendable {
  /// An amount in a unit.
  package struct Share: Hashable, Sendable {
    package var amount: Amount
    package var unit: QuantityUnit

    package init(_ amount: Amount, _ unit: QuantityUnit) {
      (self.amount, self.unit) = (amount, unit)
    }
  }

  package var primary: Share
  package var reciprocal: Share?

  package init(primary: Share, reciprocal: Share? = nil) {
    (self.primary, self.reciprocal) = (primary, reciprocal)
  }

  /// The terms of somebody who takes a need or an offer as it is, some times over.
  ///
  /// - Throws: `Refusal.malformed` when it does not say how much, and nobody else did.
  package init(of need: Need, amount: Amount?, inReturn: Amount?) throws(Refusal) {
    guard let first = amount ?? need.primary.quantity.amount else {
      throw .malformed("Say how much: it names no amount itself.")
    }
    primary = Share(first, need.primary.quantity.unit)
    guard let intent = need.reciprocal else {
      guard inReturn == nil else { throw .malformed("Nothing is asked or given in return for it.") }
      return
    }
    guard let other = inReturn ?? Self.times(first, need, intent) else {
      throw .malformed("Say how much is given in return: it names no amount itself.")
    }
    reciprocal = Share(other, intent.quantity.unit)
  }

  /// What stands against an amount, where both can be multiplied.
  private static func times(_ amount: Amount, _ need: Need, _ intent: Need.Intent) -> Amount? {
    guard let unit = intent.quantity.amount else { return nil }
    guard need.isUnitBased == true, let one = need.primary.quantity.amount,
      amount.isMultiple(of: one)
    else { return unit }
    let factor = amount.thousandths / one.thousandths
    let (product, overflow) = unit.thousandths.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Amount(thousandths: product)
  }

  /// Whether they are what a need or an offer lets somebody answer (FEP-0837, Agreements).
  ///
  /// - Throws: `Refusal.malformed`, which says what does not fit.
  package func require(by need: Need) throws(Refusal) {
    try Self.require(primary, need.primary, need.isUnitBased)
    switch (reciprocal, need.reciprocal) {
    case (nil, nil): break
    case (let share?, let intent?): try Self.require(share, intent, need.isUnitBased)
    case (nil, .some): throw .malformed("It says not what is given in return.")
    case (.some, nil): throw .malformed("Nothing is asked or given in return for it.")
    }
  }

  private static func require(
    _ share: Share,
    _ intent: Need.Intent,
    _ isUnitBased: Bool?
  ) throws(Refusal) {
    guard share.unit == intent.quantity.unit else {
      throw .malformed("It counts in \(share.unit), not in \(intent.quantity.unit).")
    }
    guard let asked = intent.quantity.amount, let isUnitBased else { return }
    if isUnitBased, !share.amount.isMultiple(of: asked) {
      throw .malformed("\(share.amount) is no multiple of \(asked).")
    }
    if !isUnitBased, share.amount != asked {
      throw .malformed("It is for \(asked), and not for \(share.amount).")
    }
  }
}
