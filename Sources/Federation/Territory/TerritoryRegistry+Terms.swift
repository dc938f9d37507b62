import Model
import StrictJSON

extension TerritoryRegistry.Holding {
  /// The terms that hold now, as they were written: in the charter, or in the proposal that
  /// brought them.
  package func termsDocument() -> JSONObject? {
    let digest = state.terms.digest
    guard let charter = try? JSON.parse(entry.charter), let first = charter["terms"]?.object else {
      return nil
    }
    if (try? Digest(of: first)) == digest { return first }
    return Terms.document(
      text: state.terms.text,
      clauses: state.terms.clauses,
      rules: state.terms.rules
    )
  }
}
