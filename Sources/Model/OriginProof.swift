/// The right to write something under an id: whoever vouches for it is of the id's own origin.
///
/// Every write keyed by a remote id takes one, and there is no other initializer, so a document
/// that only *says* that it is `https://victim.example/x` can never be stored as that
/// (FEP-fe34; CVE-2024-23832, CVE-2025-25306).
package struct OriginProof: Hashable, Sendable {
  /// The id that may be written.
  package let id: String

  /// Proves an id by a URL of the same origin: the verified actor that signed, or the final URL
  /// that a document was fetched from.
  ///
  /// - Throws: `Refusal.foreignOrigin` when the origins differ.
  package init(of id: String, vouchedBy voucher: String) throws(Refusal) {
    guard let own = Origin(of: id), let other = Origin(of: voucher), own == other else {
      throw .foreignOrigin(id: id, voucher: voucher)
    }
    self.id = id
  }
}
