import StrictJSON

extension AS {
  /// A line of an actor's profile, such as a website (Mastodon's `PropertyValue`).
  package struct ProfileField: WireObject, WireValue {
    package var name: String
    /// HTML as it came: it must be sanitised before it is shown.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("PropertyValue")
      name = try fields.required("name", fields.text("name", atMost: Limits.name))
      value = try fields.text("value", atMost: Limits.field) ?? ""
    }

    package var json: JSON {
      var members = Members(type: "PropertyValue")
      members.put("name", name)
      members.put("value", value)
      return members.json
    }
  }
}
