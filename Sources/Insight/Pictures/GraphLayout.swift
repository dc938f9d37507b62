import Foundation

/// Lays a graph out on a plane: what is linked pulls, everything pushes (Fruchterman and Reingold 1991).
///
/// It begins on a circle in the order of the list and knows no chance: the same graph is always drawn the
/// same.
struct GraphLayout {
  let points: [MapPoint]

  private static let margin = 60.0

  init(count: Int, links: [(Int, Int, Double)], width: Double, height: Double) {
    var places = (0..<count).map { number in
      let angle = 2 * .pi * Double(number) / Double(max(1, count)) - .pi / 2
      return (x: cos(angle), y: sin(angle))
    }
    let ideal = 1.6 / Double(max(1, count)).squareRoot()
    // Half a thousand organisations are laid out in less time than it takes to look at them.
    let rounds = count > 150 ? 60 : 300
    for round in 0..<(count > 1 ? rounds : 0) {
      let heat = 0.12 * (1 - Double(round) / Double(rounds))
      places = Self.moved(places, links, ideal: ideal, heat: heat)
    }
    points = Self.fitted(places, width: width, height: height)
  }

  private typealias Place = (x: Double, y: Double)

  private static func moved(
    _ places: [Place],
    _ links: [(Int, Int, Double)],
    ideal: Double,
    heat: Double
  ) -> [Place] {
    var forces = [Place](repeating: (0, 0), count: places.count)
    for one in places.indices {
      for other in 0..<one {
        let (x, y) = (places[one].x - places[other].x, places[one].y - places[other].y)
        let square = max(1e-6, x * x + y * y)
        let push = ideal * ideal / square
        forces[one] = (forces[one].x + x * push, forces[one].y + y * push)
        forces[other] = (forces[other].x - x * push, forces[other].y - y * push)
      }
      // A little to the middle, so that who is tied to nobody does not leave.
      forces[one] = (forces[one].x - places[one].x * 0.6, forces[one].y - places[one].y * 0.6)
    }
    for (one, other, weight) in links {
      let (x, y) = (places[one].x - places[other].x, places[one].y - places[other].y)
      let pull = (x * x + y * y).squareRoot() / ideal * weight
      forces[one] = (forces[one].x - x * pull, forces[one].y - y * pull)
      forces[other] = (forces[other].x + x * pull, forces[other].y + y * pull)
    }
    return zip(places, forces).map { place, force in
      let length = max(1e-9, (force.x * force.x + force.y * force.y).squareRoot())
      let step = min(length, heat) / length
      return (place.x + force.x * step, place.y + force.y * step)
    }
  }

  private static func fitted(_ places: [Place], width: Double, height: Double) -> [MapPoint] {
    let (left, right) = (places.map(\.x).min() ?? 0, places.map(\.x).max() ?? 0)
    let (top, bottom) = (places.map(\.y).min() ?? 0, places.map(\.y).max() ?? 0)
    func spread(_ value: Double, _ low: Double, _ high: Double, _ size: Double) -> Double {
      guard high - low > 1e-6 else { return size / 2 }
      return margin + (value - low) / (high - low) * (size - 2 * margin)
    }
    return places.map { place in
      MapPoint(
        x: spread(place.x, left, right, width),
        y: spread(place.y, top, bottom, height - 16)
      )
    }
  }
}
