import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbPlot

@Suite("Texts of pictures") struct TextBoxTests {
  /// Names as stores may have them.
  private static let names = [
    "DOSE", "a_b^c_{d}@e&f~g\\h", "it's \"quoted\" `name` $HOME", "<b>&amp;</b> &lt;",
    "מינון פרוטונים الجرعة",
    String(repeating: "W", count: 70), String(repeating: "averaged over all of the target ", count: 4),
    "粒子線治療の線量分布 – スコアリング", "{/Symbol a} @^x_y %g 100 %", "mesh_" + String(repeating: "very_long_", count: 9),
  ]
  private static let kinds = [
    "curve", "curves", "many", "logarithmic", "negative", "tiny", "map", "logarithmic map", "strip", "tower",
    "volume", "cube", "turned cube", "high cube", "zeros", "levels",
    "zero", "constant", "spectrum", "ratio", "isodose", "zones",
  ]

  private static func figure(_ kind: String, _ name: String) throws -> Figure {
    let depth = (0..<40).map { 0.25 + 0.5 * Double($0) }
    let values = depth.map { exp(-pow(($0 - 15) / 3, 2)) + 0.2 }
    func page(
      _ axes: [(String, [Double])], _ values: [Double]? = nil, withErrors: Bool = true
    ) -> ResultPage {
      var page = smallPage(axes.map { (name: $0.0, centres: $0.1) }, values: values)
      page.quantity = name
      page.meaning.longName = name
      page.axes = page.axes.map {
        Axis(
          name: $0.name, label: $0.label, unit: $0.unit, centres: $0.centres,
          edges: HeatMap.borders(of: $0.centres))
      }
      page.operations = [
        "--at \(name)=0.05: x = -0.05 cm", "--sum x: average by bin volume, from -1.0 to 1.0 cm",
      ]
      if withErrors { page.errors = page.values.map { abs($0) / 10 } }
      return page
    }
    func square(_ rows: Int, _ columns: Int, _ step: Double) -> ResultPage {
      page([
        ("y", (0..<rows).map { (Double($0) - Double(rows) / 2) * step }),
        ("z", (0..<columns).map { Double($0) * step }),
      ])
    }
    var look = FigureLook()
    let curve = page([("z", depth)], values)
    switch kind {
    case "curve": return try Figure(title: name, [(name, curve)])
    case "curves": return try Figure(title: name, [(name, curve), (name + " 2", curve)])
    case "many": return try Figure(title: name, (1...9).map { ("\(name) \($0)", curve) })
    case "logarithmic":
      look.logarithmic = [.y]
      return try Figure(title: name, [(name, page([("z", depth)], depth.map { exp(-2 * $0) }))], look)
    case "negative":
      return try Figure(title: name, [(name, page([("z", depth)], values.map { 1234.5 - 3000 * $0 }))])
    case "tiny": return try Figure(title: name, [(name, page([("z", depth)], values.map { $0 * 1.7e-11 }))])
    case "map": return try Figure(title: name, [(name, square(12, 30, 0.1))])
    case "logarithmic map":
      look.logarithmic = [.z]
      return try Figure(title: name, [(name, square(12, 30, 0.1))], look)
    case "strip": return try Figure(title: name, [(name, square(3, 60, 0.1))])
    case "tower": return try Figure(title: name, [(name, square(60, 3, 123.4))])
    case "volume":
      return try Figure(title: name, [(name, page([("x", [-1, 0, 1]), ("y", [-1, 0, 1]), ("z", depth)]))])
    case "cube", "turned cube", "high cube":
      // Names of axes too, as long as there is room for.
      let names = kind == "cube" ? ["x", "y", "z"] : ["a", "b", "c"].map { name.prefix(9) + " " + $0 }
      let steps = kind == "high cube" ? [1.0, 2.2, 0.9] : [1.01, 0.8, 1.2]
      let axes = zip(names, steps).map { name, step in
        (String(name), (0..<9).map { (Double($0) - 3.7) * step })
      }
      return try Figure(title: name, [(name, page(axes))])
    case "zeros":
      look.logarithmic = [.y]
      let zeros = depth.map { $0 > 8 ? 0 : $0 > 6 ? -1 : exp(-2 * $0) }
      return try Figure(
        title: name,
        [(name, page([("z", depth)], zeros)), (name + " 2", page([("z", depth)], zeros.reversed()))],
        look)
    case "levels":
      look.isodoses = [0.125, 10, 20, 50, 80, 95, 107.5]
      return try Figure(title: name, [(name, square(12, 30, 0.1)), (name + " 2", square(12, 30, 0.1))], look)
    case "ratio":
      look.comparison = CurveComparison(.ratio, to: 0)
      return try Figure(title: name, [(name, curve), (name + " 2", curve)], look)
    case "isodose":
      look.isodoses = [10, 50]
      return try Figure(title: name, [(name, square(12, 30, 0.1)), (name + " 2", square(12, 30, 0.1))], look)
    case "zones":
      var zones = square(4, 5, 1)
      zones.meaning.overBins = .label
      return try Figure(title: name, [(name, zones)])
    case "zero": return try Figure(title: name, [(name, page([("z", depth)], depth.map { _ in 0 }))])
    case "constant": return try Figure(title: name, [(name, page([("z", depth)], depth.map { _ in 3e7 }))])
    default:
      look.logarithmic = [.x, .y]
      look.xLabel = name
      return try Figure(title: name, [(name, page([("energy", depth)], values))], look)
    }
  }

  /// What is wrong with the places of texts.
  private static func faults(
    _ found: (width: Double, height: Double, boxes: [TextBox]), slack: Double
  ) -> [String] {
    var faults: [String] = []
    for (index, box) in found.boxes.enumerated() {
      if box.left < -slack || box.top < -slack || box.right > found.width + slack
        || box.bottom > found.height + slack
      {
        faults.append("outside of \(found.width) × \(found.height): \(box)")
      }
      for other in found.boxes[(index + 1)...] where box.overlaps(other, by: slack) {
        faults.append("overlap: \(box) and \(other)")
      }
    }
    return faults
  }

  @Test("no text is cut or overlaps another, whatever it says", arguments: kinds, [60.0, 86, 178])
  func boxes(kind: String, millimetres: Double) async throws {
    let font = FontFile.sans
    let width = millimetres * PictureStyle.pointsPerMillimetre
    let folder = try TemporaryFolder()
    for format in TextBox.readsPDF ? [PictureFormat.svg, .pdf] : [.svg] {
      let style = PictureStyle(format: format, width: width)
      // A third in PDF too: it takes another program to read.
      let names = Self.names.enumerated().filter { format == .svg || $0.offset % 3 == 0 }.map(\.element)
      let scripts = try names.map { try GnuplotScript(Self.figure(kind, $0), style, names: nil) }
      for (name, drawn) in zip(names, try await Gnuplot.draw(scripts)) {
        let bytes = try drawn.get()
        if format == .pdf {
          try Data(bytes).write(to: URL(filePath: folder.path("plot.pdf")))
          let found = try TextBox.all(inPDF: folder.path("plot.pdf"))
          #expect(abs(found.width - width) < 1)
          #expect(Self.faults(found, slack: 0.5) == [], "\(kind), \(name), PDF")
        } else if let font {
          let found = TextBox.all(inSVG: String(decoding: bytes, as: UTF8.self), font)
          #expect(found.boxes.count > 4)
          #expect(abs(found.width - width) < 0.5)
          #expect(Self.faults(found, slack: 0.3) == [], "\(kind), \(name), SVG")
        }
      }
    }
  }

  @Test("texts are as wide in the font as they were measured, or less")
  func measured() throws {
    guard let font = FontFile.sans else { return }
    let letters = Lettering(family: "Sans", size: 10)
    for name in Self.names where !name.contains("粒") {
      let width = font.width(name) * 10
      let own = letters.width(name)
      #expect(width <= own + 1e-9 && own < 1.1 * width, "\(name)")
    }
  }

  @Test("a text in lines is all there, and no line is wider than asked", arguments: names, [40.0, 100, 1000])
  func lines(text: String, width: Double) {
    let letters = Lettering(family: "Sans", size: 8)
    let lines = letters.lines(text, in: width)
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    #expect(lines.allSatisfy { letters.width($0) <= width })
  }
}
