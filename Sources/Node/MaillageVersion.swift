/// The version of this program.
package enum MaillageVersion {
  package static let current = "0.1.0"
}
