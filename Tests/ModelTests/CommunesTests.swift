import CCommunes
import Testing

@testable import Model

@Suite("Communes")
struct CommunesTests {
  @Test("a commune is found by its code, with its EPCI and population")
  func found() throws {
    let grenoble = try #require(Communes.find(code: "38185"))

    #expect(grenoble.name == "Grenoble")
    #expect(grenoble.department == "38")
    #expect(grenoble.population == 158_454)
    #expect(grenoble.epci?.description == "200040715")
    #expect(Communes.epci(of: grenoble)?.name == "Grenoble-Alpes-Métropole")
  }

  @Test(
    "the first, the last, Corsica, overseas and the three large cities are there",
    arguments: [
      ("01001", "L'Abergement-Clémenciat", "01"), ("97617", "Tsingoni", "976"),
      ("2A004", "Ajaccio", "2A"), ("97411", "Saint-Denis", "974"), ("75056", "Paris", "75"),
      ("69123", "Lyon", "69"), ("13055", "Marseille", "13"), ("76351", "Le Havre", "76"),
    ]
  )
  func everywhere(code: String, name: String, department: String) throws {
    let commune = try #require(Communes.find(code: code))

    #expect(commune.name == name)
    #expect(commune.department == department)
    #expect(commune.position != nil)
  }

  @Test(
    "what is no code finds nothing",
    arguments: [
      "", "0", "00000", "99999", "3818", "381850", "38185;", "2a004", "\n0100", "01001;2",
      "é8185", String(repeating: "3", count: 100_000),
    ]
  )
  func notFound(code: String) {
    #expect(Communes.find(code: code) == nil)
  }

  @Test("every commune reads, in the order of the codes, and every EPCI named is there")
  func tableIsSound() {
    let table = SortedLines(CCommunes_communes(), keyLength: 5)
    var codes: [String] = []
    var groups: Set<SIREN> = []
    var wrong: [String] = []

    table.forEachLastField { line, name in
      let fields = table.fields(in: line)
      guard let commune = Commune(fields: fields), commune.name == name, !name.isEmpty,
        commune.code > codes.last ?? "", (commune.epci == nil) == fields[1].isEmpty
      else { return wrong.append(fields.joined(separator: ";")) }
      codes.append(commune.code)
      if let epci = commune.epci { groups.insert(epci) }
    }

    #expect(wrong == [])
    #expect(codes.count == 34_875)
    #expect(groups.count == 1253)
    #expect(groups.filter { Communes.epci($0)?.name.isEmpty ?? true } == [])
    for index in stride(from: 0, to: codes.count, by: 50) {
      #expect(Communes.find(code: codes[index])?.code == codes[index])
    }
  }

  @Test("a commune may have no EPCI, no count and no place on the map")
  func gaps() throws {
    let sein = try #require(Communes.find(code: "29083"))
    let mamoudzou = try #require(Communes.find(code: "97611"))
    let celles = try #require(Communes.find(code: "15031"))

    #expect(Communes.epci(of: sein) == nil)
    #expect(mamoudzou.population == nil)
    #expect(celles.position == nil)
    #expect(celles.distance(to: sein) == nil)
  }

  @Test("distances are those of the map", arguments: [("69123", 94.5), ("75056", 482.0)])
  func distances(code: String, kilometres: Double) throws {
    let grenoble = try #require(Communes.find(code: "38185"))
    let other = try #require(Communes.find(code: code))

    let there = try #require(grenoble.distance(to: other))

    #expect(abs(there - kilometres) < 2)
    #expect(other.distance(to: grenoble) == there)
    #expect(grenoble.distance(to: grenoble) == 0)
  }

  @Test("a town hall far outside its commune is not believed")
  func misplacedTownHalls() throws {
    let chanay = try #require(Communes.find(code: "01082"))
    let esnes = try #require(Communes.find(code: "55180"))

    let geneva = Commune.Position(latitude: 46.204, longitude: 6.143)
    let verdun = Commune.Position(latitude: 49.160, longitude: 5.384)
    #expect(try #require(chanay.position).distance(to: geneva) < 50)
    #expect(try #require(esnes.position).distance(to: verdun) < 30)
  }

  @Test("the quarter of a meridian is ten thousand kilometres")
  func haversine() {
    let pole = Commune.Position(latitude: 90, longitude: 0)
    let equator = Commune.Position(latitude: 0, longitude: 120)

    #expect(abs(pole.distance(to: equator) - 10_007.6) < 1)
  }
}
