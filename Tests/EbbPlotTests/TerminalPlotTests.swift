import EbbModel
import Testing

@testable import EbbPlot

/// A text without the sequences that choose colours.
private func plain(_ line: String) -> String {
  var text = ""
  var isSequence = false
  for character in line {
    if character == "\u{1b}" { isSequence = true }
    if !isSequence { text.append(character) }
    if isSequence, character == "m" { isSequence = false }
  }
  return text
}

@Suite("Drawings for terminals") struct TerminalPlotTests {
  private static func lines(
    _ pages: [(String, ResultPage)], title: String = "mesh, page 0", _ screen: DrawingScreen,
    _ look: FigureLook = FigureLook()
  ) throws -> [String] {
    TerminalPlot(screen).lines(of: try Figure(title: title, pages.map { (label: $0.0, page: $0.1) }, look))
  }

  /// Names that terminals are broken by.
  private static let hostile = [
    "dose", String(repeating: "長い名前", count: 40), "a\u{1b}[31m\u{7}\nb\u{202e}c", "👩‍👩‍👧‍👦é\u{301}",
    String(repeating: "x", count: 500), "",
  ]

  private static func curve(_ bins: Int, name: String = "dose") -> ResultPage {
    var page = smallPage(
      [("z", (0..<bins).map { Double($0) / 7 })], values: (0..<bins).map { Double(($0 * 37) % 101) - 10 },
      errors: (0..<bins).map { Double($0 % 5) })
    page.meaning.longName = name
    return page
  }

  private static let screens: [DrawingScreen] = [(20, 8), (40, 15), (80, 24), (133, 60)].flatMap { size in
    [DrawingScreen.Colours.none, .sixteen, .palette, .full].flatMap { colours in
      [DrawingScreen.Glyphs.braille, .blocks].map {
        DrawingScreen(columns: size.0, lines: size.1, colours: colours, glyphs: $0)
      }
    }
  }

  @Test("no line is wider than the terminal, and a drawing not higher", arguments: screens, hostile)
  func size(screen: DrawingScreen, name: String) throws {
    for bins in [1, 2, 70, 1000] {
      let centres = (0..<bins).map { Double($0) / 7 }
      let drawings = [
        try Self.lines([(name, Self.curve(bins, name: name))], title: name, screen),
        try Self.lines([(name, Self.curve(bins)), ("other", Self.curve(bins))], title: name, screen),
        try Self.lines([(name, smallPage([("y", [0, 1, 2]), ("z", centres)]))], title: name, screen),
        try Self.lines([(name, smallPage([("energy", centres), ("y", [0, 1])]))], title: name, screen),
      ]
      for lines in drawings {
        for line in lines {
          #expect(plain(line).columns <= screen.columns, "\(plain(line))")
          #expect(!plain(line).unicodeScalars.contains { $0.value < 0x20 })
          if let last = line.lastIndex(of: "\u{1b}") { #expect(line[last...].hasPrefix("\u{1b}[0m")) }
        }
        if screen.lines >= 15 { #expect(lines.count < screen.lines) }
      }
    }
  }

  @Test("a terminal without colours gets none, others the sequences of theirs")
  func colours() throws {
    let page = smallPage([("y", [0, 1, 2]), ("z", [0, 1, 2, 3])])
    func text(_ colours: DrawingScreen.Colours) throws -> String {
      try Self.lines([("a", page)], DrawingScreen(colours: colours)).joined(separator: "\n")
    }
    #expect(try !text(.none).contains("\u{1b}"))
    #expect(try text(.full).contains("38;2;"))
    #expect(try text(.palette).contains("38;5;"))
    #expect(try !text(.palette).contains(";2;"))
    #expect(try !text(.sixteen).contains(";5;"))
    #expect(try text(.sixteen).contains("▀"))
  }

  @Test("without colours the densities of a map are its values, with a scale beside")
  func densities() throws {
    let page = smallPage([("y", [0, 1]), ("z", [0, 1, 2, 3, 4])], values: (0..<10).map(Double.init))
    let lines = try Self.lines([("a", page)], DrawingScreen(columns: 60, lines: 20))
    let map = lines.filter { $0.contains("│") || $0.contains("┤") }.map { line in
      Array(line.drop { $0 != "│" && $0 != "┤" }.dropFirst())
    }
    let width = map[0].lastIndex { $0 != " " } ?? 0
    #expect(width > 20)
    // The last bin of the upper row is the largest, the first of the lower row is 0.
    #expect(map[0].contains("@"))
    #expect(map[map.count - 1].first == " ")
    #expect(lines.contains { $0.contains("Dose per primary (MeV g⁻¹)") })
  }

  @Test("a bin narrower than a character is seen", arguments: [DrawingScreen.Colours.none, .full])
  func narrowPeak(colours: DrawingScreen.Colours) throws {
    var values = [Double](repeating: 0, count: 300 * 400)
    values[150 * 400 + 377] = 1
    let axes = [("y", (0..<300).map(Double.init)), ("z", (0..<400).map(Double.init))]
    let lines = try Self.lines(
      [("a", smallPage(axes, values: values))], DrawingScreen(columns: 60, lines: 20, colours: colours))
    // Once in the map, and at the upper end of the scale.
    let found =
      colours == .none
      ? lines.joined().filter { $0 == "@" }.count
      : lines.joined().components(of: "38;2;253;231;37") + lines.joined().components(of: "48;2;253;231;37")
    #expect(found >= 1)
    if colours == .none { #expect(found >= 3) }
  }

  @Test("several curves have marks and a key, one has none")
  func marks() throws {
    let one = try Self.lines([("first", Self.curve(70))], DrawingScreen())
    let two = try Self.lines([("first", Self.curve(70)), ("second", Self.curve(70))], DrawingScreen())
    #expect(!one.joined().contains("●"))
    #expect(two.contains { $0.contains("● first") && $0.contains("■ second") })
    #expect(two.dropFirst(2).joined().contains("●"))
    #expect(two.joined().contains("± one standard error"))
  }

  @Test("Braille and halves of characters show the same")
  func glyphs() throws {
    let page = smallPage([("z", [0, 1, 2, 3, 4])], values: [0, 0.25, 0.5, 0.75, 1])
    let dots = try Self.lines([("a", page)], DrawingScreen(glyphs: .braille))
    let halves = try Self.lines([("a", page)], DrawingScreen(glyphs: .blocks))
    #expect(dots.count == halves.count)
    #expect(dots.joined().unicodeScalars.contains { 0x2800...0x28ff ~= $0.value })
    #expect(!halves.joined().unicodeScalars.contains { 0x2800...0x28ff ~= $0.value })
  }

  @Test("a logarithmic scale has powers of ten, and passes over what it cannot show")
  func logarithmic() throws {
    var look = FigureLook()
    look.logarithmic = [.y]
    let page = smallPage([("z", [0, 1, 2, 3])], values: [1e-3, 0, 10, 1e5])
    let lines = try Self.lines([("a", page)], DrawingScreen(), look)
    #expect(lines.contains { $0.contains("10⁻²┤") || $0.contains("10⁻² ┤") || $0.contains("10⁻³") })
    look.logarithmic = [.z]
    let map = smallPage([("y", [0, 1]), ("z", [0, 1])], values: [1e-3, 0, 10, .nan])
    #expect(try !Self.lines([("a", map)], DrawingScreen(colours: .full), look).isEmpty)
  }

  @Test("zones are letters or colours with a key")
  func categories() throws {
    var page = smallPage([("y", [0, 1]), ("z", [0, 1])], values: [1, 2, 3, 1])
    page.meaning.overBins = .label
    let lines = try Self.lines([("a", page)], DrawingScreen())
    #expect(lines.last == "A 1  B 2  C 3")
    #expect(lines.joined().contains("BBB"))
    #expect(try Self.lines([("a", page)], DrawingScreen(colours: .full)).last?.contains("█") == true)
  }

  @Test("no terminal is too wide or too narrow", arguments: [Int.min, 0, 1, 1 << 40, .max])
  func anySize(size: Int) throws {
    let screen = DrawingScreen(columns: size, lines: size, colours: .full)
    #expect(20...10_000 ~= screen.columns)
    #expect(8...1000 ~= screen.lines)
    let small = DrawingScreen(columns: min(screen.columns, 500), lines: min(screen.lines, 100))
    #expect(try !Self.lines([("a", Self.curve(5))], small).isEmpty)
  }

  @Test("colours of 256 are the nearest of them")
  func palette() {
    // Slow and obvious: all 240.
    func all() -> [(index: Int, red: Int, green: Int, blue: Int)] {
      let levels = [0, 95, 135, 175, 215, 255]
      return (0..<216).map { (16 + $0, levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]) }
        + (0..<24).map { (232 + $0, 8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0) }
    }
    for code in stride(from: 0, to: 0xffffff, by: 0x010307) {
      let colour = Colour(code)
      let text = TerminalInk(colour, basic: 0).code(.palette, isBack: false)
      func distance(_ entry: (index: Int, red: Int, green: Int, blue: Int)) -> Int {
        let parts = [entry.red - colour.red, entry.green - colour.green, entry.blue - colour.blue]
        return parts.reduce(0) { $0 + $1 * $1 }
      }
      let found = all().first { "38;5;\($0.index)" == text }
      let best = all().map(distance).min() ?? 0
      #expect(found.map(distance) == best, "\(colour.code): \(text)")
    }
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
