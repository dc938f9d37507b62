/// A candidate as the search sees them: a set of skills, an organisation and a price.
///
/// Nothing but numbers, since the search looks at millions of combinations.
struct PoolPerson: Equatable {
  /// Their place among the candidates.
  let place: Int
  /// The wanted skills that they cover, a bit for each.
  let mask: Int
  /// The number of their organisation.
  let organisation: Int
  /// What their earlier teams cost.
  let price: Int
  /// Weight × match over the skills that they cover, in thousandths.
  let fit: Int
  let distance: Double?
}
