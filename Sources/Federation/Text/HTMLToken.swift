/// One step of an HTML text: something to read, or a tag.
enum HTMLToken: Equatable {
  case text(String)
  case start(HTMLTag)
  case end(String)
}

/// A start tag with those of its attributes that somebody here asks for.
struct HTMLTag: Equatable {
  let name: String
  var attributes: [String: String] = [:]
  var closesItself = false
}
