import EbbTestSupport
import Foundation
import Testing

@testable import EbbPlot

@Suite("Sizes of pictures") struct PictureSizeTests {
  private func draw(_ style: PictureStyle, title: String = "HHHHHHHHHH") async throws -> [UInt8] {
    try await Gnuplot.draw(Figure(title: title, [("a", smallPage([("z", [0, 1, 2])]))]), style)
  }

  @Test("letters have the size that was asked for in PDF and SVG", arguments: [6.0, 8, 12])
  func letters(size: Double) async throws {
    let folder = try TemporaryFolder()
    if TextBox.readsPDF {
      let pdf = try await draw(PictureStyle(format: .pdf, font: "\(size)"))
      try Data(pdf).write(to: URL(filePath: folder.path("a.pdf")))
      let found = try TextBox.all(inPDF: folder.path("a.pdf"))
      let title = try #require(found.boxes.first { $0.text == "HHHHHHHHHH" })
      // Ten letters of 0.752 em in DejaVu Sans.
      let width = title.right - title.left
      #expect(abs(width - 7.52 * size) < 0.15 * size)
    }
    let svg = String(decoding: try await draw(PictureStyle(format: .svg, font: "\(size)")), as: UTF8.self)
    let sizes = Set(svg.components(separatedBy: "font-size=\"").dropFirst().map { $0.prefix { $0 != "\"" } })
    #expect(sizes.count == 1)
    let drawn = (Double(sizes.first ?? "") ?? 0) * 72 / 96
    #expect(abs(drawn - size) < 0.01)
  }

  /// Reads dots, their size in print and the rows of dark dots between the top and the frame, with Python's zlib.
  private static let reader = """
    import struct, sys, zlib
    d = open(sys.argv[1], 'rb').read()
    o, data, sizes = 8, b'', None
    while o < len(d):
        n, = struct.unpack('>I', d[o:o + 4]); kind = d[o + 4:o + 8]; body = d[o + 8:o + 8 + n]
        assert zlib.crc32(kind + body) == struct.unpack('>I', d[o + 8 + n:o + 12 + n])[0], kind
        if kind == b'IHDR': w, h, bits, colour = struct.unpack('>IIBB', body[:10])
        if kind == b'pHYs': sizes = struct.unpack('>IIB', body)
        if kind == b'IDAT': data += body
        o += 12 + n
    raw, step, rows, last = zlib.decompress(data), {2: 3, 6: 4, 0: 1}[colour], [], bytearray(w * 4)
    for y in range(h):
        kind = raw[y * (w * step + 1)]; row = bytearray(raw[y * (w * step + 1) + 1:(y + 1) * (w * step + 1)])
        for i in range(len(row)):
            a = row[i - step] if i >= step else 0; b = last[i]; c = last[i - step] if i >= step else 0
            if kind == 1: row[i] = (row[i] + a) & 255
            elif kind == 2: row[i] = (row[i] + b) & 255
            elif kind == 3: row[i] = (row[i] + (a + b) // 2) & 255
            elif kind == 4:
                p = a + b - c
                row[i] = (row[i] + min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]) & 255
        rows.append(any(v < 128 for v in row)); last = row
    first = rows.index(True)
    print(w, h, *(sizes or ()), rows.index(False, first) - first)
    """

  @Test("a PNG states its size in print, and its letters have theirs")
  func png() async throws {
    guard (try? Program.run("python3", ["-c", ""]))?.status == 0 else {
      print("SKIPPED: the dots of a PNG, since there is no python3.")
      return
    }
    let folder = try TemporaryFolder()
    let style = PictureStyle(format: .png, width: 60 * PictureStyle.pointsPerMillimetre, font: "12")
    try Data(try await draw(style)).write(to: URL(filePath: folder.path("a.png")))
    let read = try Program.run("python3", ["-c", Self.reader, folder.path("a.png")])
    let numbers = read.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(numbers.count == 6, "\(read.errors)")
    #expect(numbers[2...4].elementsEqual([11811, 11811, 1]))
    let width = Double(numbers[0]) / 11811 * 1000
    #expect(abs(width - 60) < 0.1)
    // Capitals of DejaVu Sans are 0.729 em high.
    let capital = Double(numbers[5]) / 300 * 72
    #expect(abs(capital - 0.729 * 12) < 0.4, "\(numbers)")
  }

  @Test("what is no PNG, or states its size, stays as it is")
  func resolution() async throws {
    let picture = try await draw(PictureStyle(format: .png))
    #expect(PNGResolution.stated(in: picture, dotsPerInch: 300) == picture)
    #expect(PNGResolution.stated(in: [1, 2, 3], dotsPerInch: 300) == [1, 2, 3])
  }

  @Test(
    "lengths are read with their unit, and in mm without one",
    arguments: [
      ("86mm", 86.0), ("8.6cm", 86), ("3.375in", 85.725), ("72pt", 25.4), ("86", 86), ("8.6 cm", 86),
      ("0mm", nil),
      ("-3cm", nil), ("wide", nil), ("", nil), ("5em", nil), ("nan", nil),
    ])
  func lengths(text: String, millimetres: Double?) {
    let points = PictureStyle.length(text)
    #expect((points == nil) == (millimetres == nil))
    if let points, let millimetres {
      #expect(abs(points / PictureStyle.pointsPerMillimetre - millimetres) < 1e-9)
    }
  }

  @Test(
    "fonts are a family, a size, or both",
    arguments: [
      ("Helvetica,9", "Helvetica", 9.0), ("DejaVu Serif", "DejaVu Serif", nil), ("9", nil, 9),
      ("9pt", nil, 9),
      ("Arial, 7.5", "Arial", 7.5),
    ] as [(String, String?, Double?)])
  func fonts(text: String, family: String?, size: Double?) {
    let font = PictureStyle.font(text)
    #expect(font?.family == family && font?.size == size)
  }

  @Test(
    "what is no font is refused", arguments: ["", "Arial,", "Arial,900", "a';system 'x", "a,b,c", "a\"b"])
  func noFonts(text: String) {
    #expect(PictureStyle.font(text) == nil)
  }

  @Test("a height is kept; where texts leave no room the least that do is told")
  func heights() throws {
    let figure = try Figure(title: "a", [("a", smallPage([("z", [0, 1, 2])]))])
    let made = try GnuplotScript(figure, PictureStyle(format: .pdf, height: 144), names: nil)
    #expect(made.script.contains("in,2.0in"))
    #expect(throws: FigureError.self) {
      try GnuplotScript(figure, PictureStyle(format: .pdf, height: 40), names: nil)
    }
  }
}
