/// How well two sides suit each other, when both have to want it.
///
/// RECON (Pizzato et al., RecSys 2010): the harmonic mean leans to the lower of the two, so that
/// nobody is proposed to a side that does not want them.
package enum Reciprocal {
  /// The harmonic mean of what each side thinks of the other; 0 when either thinks nothing of it.
  package static func score(_ forward: Double, _ backward: Double) -> Double {
    guard forward > 0, backward > 0 else { return 0 }
    return 2 / (1 / forward + 1 / backward)
  }
}
