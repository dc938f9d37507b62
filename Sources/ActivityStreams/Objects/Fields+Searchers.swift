import StrictJSON

extension AS.Fields {
  /// Who may find an object by searching (FEP-268d).
  ///
  /// An empty list is the same as none. Of values that cannot be read none means everyone: then it is
  /// the owner alone, as who wants nobody else writes it.
  func searchers(else owner: AS.IRI) throws(AS.Malformed) -> [AS.Recipient] {
    let values = try list("searchableBy", atMost: AS.Limits.recipients)
    guard !values.isEmpty else { return [] }
    let searchers = values.compactMap { value in
      (value.string ?? value.object?["id"]?.string).flatMap { try? AS.Recipient($0) }
    }
    return searchers.isEmpty ? [.address(owner)] : searchers
  }
}
