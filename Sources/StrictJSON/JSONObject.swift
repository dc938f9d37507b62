/// The members of a JSON object in the order they were written, each key once.
///
/// Objects on the wire are small, so a key is found by walking the array. Two objects are equal
/// only when their members come in the same order: this is a value of text, not of meaning.
package struct JSONObject: Sendable, Hashable {
  /// One key with its value.
  package struct Member: Sendable, Hashable {
    package let key: String
    package let value: JSON

    package init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }

    package static func == (lhs: Member, rhs: Member) -> Bool {
      lhs.key.hasSameBytes(as: rhs.key) && lhs.value == rhs.value
    }
  }

  package private(set) var members: [Member]

  package init() { members = [] }

  /// An object of our own making; a key that comes twice is a mistake in the program.
  package init(_ pairs: [(String, JSON)]) {
    members = []
    members.reserveCapacity(pairs.count)
    for (key, value) in pairs {
      precondition(self[key] == nil, "a key comes twice")
      members.append(Member(key: key, value: value))
    }
  }

  /// For the parser, which has already refused duplicate keys.
  init(distinct members: [Member]) { self.members = members }

  /// The value of a key, found by its bytes; setting nil removes the member.
  package subscript(key: String) -> JSON? {
    get { index(of: key).map { members[$0].value } }
    set {
      switch (index(of: key), newValue) {
      case (let index?, let value?): members[index] = Member(key: key, value: value)
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  package var keys: [String] { members.map(\.key) }
  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }

  package func contains(_ key: String) -> Bool { index(of: key) != nil }

  /// The same object without one member.
  package func removing(_ key: String) -> JSONObject {
    var copy = self
    copy[key] = nil
    return copy
  }

  private func index(of key: String) -> Int? {
    members.firstIndex { $0.key.hasSameBytes(as: key) }
  }
}

extension JSONObject: RandomAccessCollection {
  package var startIndex: Int { members.startIndex }
  package var endIndex: Int { members.endIndex }
  package subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
