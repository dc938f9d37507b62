/// Thrown when what a command names is not there.
struct NotFound: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
