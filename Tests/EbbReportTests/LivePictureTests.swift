import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbReport

@Suite("Data of live pictures") struct LivePictureTests {
  private func page(_ values: [Double], errors: [Double]? = nil, axes: [Axis], name: String = "DOSE")
    -> ResultPage
  {
    ResultPage(
      number: 0, quantity: name, unit: Unit(source: "MeV/g/prim"), filter: nil, metadata: Metadata([]),
      axes: axes,
      values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean, contributions: 3,
      primaries: 10)
  }

  private func axis(_ count: Int, name: String = "z") -> Axis {
    Axis(
      name: name, label: "Position (Z)", unit: "cm", centres: (0..<count).map { Double($0) + 0.5 },
      edges: (0...count).map(Double.init))
  }

  /// Stored blocks of deflate stand for themselves here.
  private func numbers(_ picture: LivePicture, hasErrors: Bool) -> (values: [Float], errors: [Float]) {
    var values: [Float] = []
    var errors: [Float] = []
    for text in picture.numbers {
      let bytes = [UInt8](Data(base64Encoded: text)!)
      let count = bytes.count / (hasErrors ? 8 : 4)
      func float(_ start: Int, _ index: Int) -> Float {
        let word = (0..<4).reduce(0 as UInt32) {
          $0 | UInt32(bytes[start + $1 * count + index]) << UInt32(8 * $1)
        }
        return Float(bitPattern: word)
      }
      values += (0..<count).map { float(0, $0) }
      if hasErrors { errors += (0..<count).map { float(4 * count, $0) } }
    }
    return (values, errors)
  }

  @Test("values are the nearest floats, errors are as good as two digits tell, over several blocks")
  func values() throws {
    var generator = SeededGenerator(seed: 7)
    let count = LivePicture.blockSize + 1000
    var values = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    values[3] = .nan
    values[4] = .infinity
    let errors = values.map { abs($0) * Double.random(in: 0...1, using: &generator) }
    let picture = try #require(
      LivePicture(page(values, errors: errors, axes: [axis(count)]), label: "a", atMost: 1 << 30) { $0 })
    #expect(picture.numbers.count == 2)
    let found = numbers(picture, hasErrors: true)
    #expect(zip(found.values, values).allSatisfy { $0 == Float($1) || $0.isNaN && $1.isNaN })
    #expect(zip(found.errors, errors).allSatisfy { abs(Double($0) - $1) <= 2.5e-4 * $1 || !$1.isFinite })
  }

  @Test("pictures that would take more bytes than they may are none")
  func limit() {
    let page = page([Double](repeating: 1, count: 1000), axes: [axis(1000)])
    let whole = LivePicture(page, label: "a", atMost: 1 << 30) { $0 }
    let bytes = whole?.bytes ?? 0
    #expect(bytes > 4000)
    #expect(LivePicture(page, label: "a", atMost: bytes) { $0 } != nil)
    #expect(LivePicture(page, label: "a", atMost: bytes - 1) { $0 } == nil)
    #expect(LivePicture(page, label: "a", atMost: 0) { $0 } == nil)
  }

  @Test("names are JSON texts of plain characters, and read back as they are printed")
  func names() throws {
    let words = "</script><!-- \"it's\" \\ & `${x}` \u{202E}\u{7}\u{2028}\n µ 🙂 é"
    let picture = try #require(
      LivePicture(page([1, 2], axes: [axis(2, name: words)], name: words), label: words, atMost: 1 << 20) {
        $0
      })
    #expect(
      picture.about.utf8.allSatisfy { 0x20...0x7E ~= $0 && ![0x3C, 0x3E, 0x26, 0x27, 0x60].contains($0) })
    struct About: Decodable {
      struct Axis: Decodable { var name: String }
      var label: String
      var axes: [Axis]
    }
    let about = try JSONDecoder().decode(About.self, from: Data(picture.about.utf8))
    #expect(about.label == words.printable)
    #expect(about.axes[0].name == words.printable)
  }

  @Test("base64 is RFC 4648's")
  func base64() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 77 + 131) }
      #expect(Base64.text(of: bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test("a file's pictures together have a limit, which is said")
  func share() {
    var limit = LiveLimit(bytes: 1500)
    #expect(limit.most == 1500)
    #expect(limit.remark == "its data take more than 1.5 kB (--live-limit).")
    limit.take(16 * 1500 - 100)
    #expect(limit.most == 100)
    #expect(limit.remark.contains("24 kB, 16 times --live-limit"))
  }
}
