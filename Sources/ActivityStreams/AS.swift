/// The wire's vocabulary as Swift values: ActivityStreams 2.0 and what the fediverse adds to it.
///
/// Every type reads hostile JSON with `init(json:)`, which yields exact values or throws
/// ``Malformed``, and writes itself with `json`. What it read tolerantly it writes in one way.
package enum AS {}
