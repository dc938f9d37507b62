import Model

/// A form that grows field by field.
///
/// How deep and how large is bounded by those who add: a name by ``FormName``, fields by number.
final class FormTree {
  // A class, so that a list grows in its place: as a value it would be copied with each field.
  private enum Shape { case undecided, leaf, list, object }

  private var shape = Shape.undecided
  private var leaf: FormValue?
  private var elements: [FormTree] = []
  private var members: [String: FormTree] = [:]

  /// Puts a text or a file where its name says; of two in one place the last stays, as in Rack.
  ///
  /// - Throws: `Refusal.malformed` when one name is a list here and something else there.
  func add(_ value: FormValue, _ name: FormName) throws(Refusal) {
    try add(value, at: name.steps[...])
  }

  /// All that was added.
  var value: FormValue {
    switch shape {
    case .leaf: leaf ?? .empty
    case .list: .list(elements.map(\.value))
    case .object, .undecided: .object(members.mapValues(\.value))
    }
  }

  private func add(_ value: FormValue, at steps: ArraySlice<FormName.Step>) throws(Refusal) {
    switch steps.first {
    case nil:
      try become(.leaf)
      leaf = value
    case .member(let key):
      try become(.object)
      let child = members[key] ?? FormTree()
      members[key] = child
      try child.add(value, at: steps.dropFirst())
    case .element:
      try become(.list)
      let rest = steps.dropFirst()
      guard let last = elements.last, last.hasRoom(at: rest) else {
        let child = FormTree()
        elements.append(child)
        return try child.add(value, at: rest)
      }
      try last.add(value, at: rest)
    }
  }

  private func become(_ wanted: Shape) throws(Refusal) {
    guard shape == .undecided || shape == wanted else {
      throw .malformed("A field is a list or has parts in one place, and not in another.")
    }
    shape = wanted
  }

  /// Whether the last element of a list takes a field: `a[][x]=1&a[][y]=2` is one element, a second
  /// `a[][x]` begins the next.
  private func hasRoom(at steps: ArraySlice<FormName.Step>) -> Bool {
    guard shape == .object, case .member = steps.first else { return false }
    return !isTaken(at: steps)
  }

  private func isTaken(at steps: ArraySlice<FormName.Step>) -> Bool {
    switch steps.first {
    case nil: true
    case .element: false
    case .member(let key): members[key]?.isTaken(at: steps.dropFirst()) ?? false
    }
  }
}
