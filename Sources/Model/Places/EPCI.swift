/// A public body that communes form together: a métropole, a communauté.
package struct EPCI: Hashable, Sendable {
  package let siren: SIREN
  package let name: String
}
