import Model

/// How the node looks: its colour, in the light and in the dark, and its mark.
struct Look: Sendable {
  /// A style sheet with nothing but colours.
  let styleSheet: [UInt8]
  let address: String
  /// The node's own picture; nothing without one.
  let logo: ServerSettings.Logo?

  static let usualColour = Colour(red: 15, green: 107, blue: 107)
  /// What text and colour have to stand out from by at least (WCAG 2.2, 1.4.3).
  private static let contrast = 4.5
  private static let paper = (
    light: Colour(red: 255, green: 255, blue: 255), dark: Colour(red: 21, green: 25, blue: 30)
  )

  init(_ presentation: ServerSettings.Presentation) {
    let colour = presentation.colour ?? Self.usualColour
    let light = colour.standingOut(from: Self.paper.light, by: Self.contrast)
    let dark = colour.standingOut(from: Self.paper.dark, by: Self.contrast)
    let text = """
      :root { --accent: \(light.text); --on-accent: \(light.inkOn.text); }
      @media (prefers-color-scheme: dark) {
        :root { --accent: \(dark.text); --on-accent: \(dark.inkOn.text); }
      }

      """
    styleSheet = Array(text.utf8)
    address = "/assets/\(PageAssets.tag(styleSheet))/colours.css"
    logo = presentation.logo
  }

  var logoAddress: String? {
    logo.map { "/assets/\(PageAssets.tag($0.content))/logo" }
  }
}
