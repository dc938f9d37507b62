import Foundation
import Model

/// A point of a picture.
struct MapPoint: Hashable {
  let x: Double
  let y: Double

  /// Points so near that marks would cover each other are one.
  var rounded: MapPoint { MapPoint(x: (x / 12).rounded(), y: (y / 12).rounded()) }

  func distance(to other: MapPoint) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }
}

/// How places come onto a map: degrees of longitude are as long as they are in its middle.
struct MapFrame {
  let width = 800.0
  let height: Double
  private let west: Double
  private let north: Double
  /// Points for a degree of latitude.
  private let unit: Double
  /// A degree of longitude over one of latitude.
  private let narrowing: Double

  private static let margin = 48.0
  private static let kilometresOfDegree = 111.195

  /// A map that shows these places, and at least ten kilometres.
  init(around positions: [Commune.Position]) {
    let latitudes = positions.map(\.latitude)
    let longitudes = positions.map(\.longitude)
    let south = latitudes.min() ?? 46.5
    let north = latitudes.max() ?? 46.5
    let west = longitudes.min() ?? 2.5
    let east = longitudes.max() ?? 2.5
    let middle = (latitude: (south + north) / 2, longitude: (west + east) / 2)
    narrowing = max(0.05, cos(middle.latitude * .pi / 180))
    let least = 10 / Self.kilometresOfDegree
    let across = max((east - west) * narrowing, least)
    let along = max(north - south, least * 0.6)
    let inner = (width: width - 2 * Self.margin, height: 560 - 2 * Self.margin)
    unit = min(inner.width / across, inner.height / along)
    height = max(300, along * unit + 2 * Self.margin)
    self.west = middle.longitude - width / 2 / unit / narrowing
    self.north = middle.latitude + height / 2 / unit
  }

  func point(of position: Commune.Position) -> MapPoint {
    MapPoint(
      x: (position.longitude - west) * narrowing * unit,
      y: (north - position.latitude) * unit
    )
  }

  /// The corner that is farthest from the origin.
  var size: MapPoint { MapPoint(x: width, y: height) }

  func contains(_ point: MapPoint) -> Bool {
    (10...width - 10).contains(point.x) && (14...height - 14).contains(point.y)
  }

  /// A round number of kilometres, and how long that is.
  func scale(atMost points: Double) -> (kilometres: Double, points: Double) {
    let most = points / unit * Self.kilometresOfDegree
    let power = pow(10, floor(log10(most)))
    let kilometres = [5, 2, 1].map { $0 * power }.first { $0 <= most } ?? power
    return (kilometres, kilometres / Self.kilometresOfDegree * unit)
  }
}

/// Where a word or a mark is, so that others keep away from it.
struct LabelBox {
  let x: Double
  let baseline: Double
  private let top: Double
  private let right: Double
  private let bottom: Double

  init(around point: MapPoint, _ radius: Double, height: Double? = nil) {
    let half = height ?? radius
    (x, top) = (point.x - radius, point.y - half)
    (right, bottom) = (point.x + radius, point.y + half)
    baseline = bottom
  }

  private init(_ text: String, x: Double, baseline: Double, size: Double) {
    self.x = x
    self.baseline = baseline
    top = baseline - size * 0.85
    bottom = baseline + size * 0.25
    right = x + SVG.width(of: text, size: size)
  }

  func meets(_ other: LabelBox) -> Bool {
    x < other.right && other.x < right && top < other.bottom && other.top < bottom
  }

  /// The first free place beside a point: right, left, below, above, then aslant.
  static func place(
    _ text: String,
    beside point: MapPoint,
    in size: MapPoint,
    _ taken: [LabelBox],
    size letters: Double = 13
  ) -> LabelBox? {
    let width = SVG.width(of: text, size: letters)
    let spots = [
      (point.x + 11, point.y + 4.5), (point.x - 11 - width, point.y + 4.5),
      (point.x - width / 2, point.y + 24), (point.x - width / 2, point.y - 13),
      (point.x + 11, point.y + 19), (point.x + 11, point.y - 10),
      (point.x - 11 - width, point.y + 19), (point.x - 11 - width, point.y - 10),
      (point.x + 20, point.y + 34), (point.x - 20 - width, point.y + 34),
      (point.x + 20, point.y - 26), (point.x - 20 - width, point.y - 26),
    ]
    return spots.lazy.map { LabelBox(text, x: $0.0, baseline: $0.1, size: letters) }.first { box in
      box.x > 4 && box.right < size.x - 4 && box.top > 4 && box.bottom < size.y - 4
        && !taken.contains { $0.meets(box) }
    }
  }
}
