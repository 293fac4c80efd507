import EbbModel
import Testing

@Suite("MemoryOrder")
struct MemoryOrderTests {
  private static let shapes = [
    [2, 3], [3, 2], [2, 3, 4], [4, 3, 2], [3, 2, 4], [1, 5, 3], [5, 1, 3], [5, 3, 1], [2, 3, 4, 5],
    [3, 1, 2, 1, 4],
    [2, 2, 3, 2, 2, 3], [1, 1], [1, 7], [7, 1], [100, 300],
  ]

  @Test("the first axis fastest becomes the last fastest, every bin where it belongs", arguments: shapes)
  func firstAxisFastest(shape: [Int]) {
    let bins = shape.reduce(1, *)
    // A bin's value is its row-major number, stored where column-major order puts it.
    var stored = [Int](repeating: -1, count: bins)
    for bin in 0..<bins {
      var (rest, index) = (bin, [Int](repeating: 0, count: shape.count))
      for axis in shape.indices.reversed() {
        index[axis] = rest % shape[axis]
        rest /= shape[axis]
      }
      stored[shape.indices.reversed().reduce(0) { $0 * shape[$1] + index[$1] }] = bin
    }
    #expect(MemoryOrder.firstAxisFastest.lastAxisFastest(stored, shape: shape) == Array(0..<bins))
    let values = stored.map(Double.init)
    #expect(
      MemoryOrder.firstAxisFastest.lastAxisFastest(values, shape: shape) == (0..<bins).map(Double.init))
    #expect(MemoryOrder.lastAxisFastest.lastAxisFastest(values, shape: shape) == values)
  }

  @Test("2 x 3 and 2 x 3 x 2 by hand")
  func byHand() {
    // a[i, j] = 10·i + j, with i fastest.
    let stored: [Double] = [0, 10, 1, 11, 2, 12]
    #expect(MemoryOrder.firstAxisFastest.lastAxisFastest(stored, shape: [2, 3]) == [0, 1, 2, 10, 11, 12])
    // a[i, j, k] = 100·i + 10·j + k, with i fastest.
    let deep = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]
    #expect(
      MemoryOrder.firstAxisFastest.lastAxisFastest(deep, shape: [2, 3, 2])
        == [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])
  }

  @Test("one axis, none, and no values stay as they are", arguments: [[], [1], [5]] as [[Int]])
  func identity(shape: [Int]) {
    let values = (0..<shape.reduce(1, *)).map(Double.init)
    #expect(MemoryOrder.firstAxisFastest.lastAxisFastest(values, shape: shape) == values)
    #expect(MemoryOrder.firstAxisFastest.lastAxisFastest([] as [Double], shape: [0, 3]) == [])
    let particles = (0..<16).map(Double.init)
    #expect(MemoryOrder.firstAxisFastest.lastAxisFastest(particles, shape: []) == particles)
  }

  @Test(
    "the file format decides, the simulator where there is none",
    arguments: [
      ("csv", "topas", .lastAxisFastest), ("csv", "shieldhit", .lastAxisFastest),
      ("bdo2019", "shieldhit", .firstAxisFastest), ("bin2010", "shieldhit", .firstAxisFastest),
      ("fluka_binary", "fluka", .firstAxisFastest), ("bdo2019", "topas", .firstAxisFastest),
      (nil, "topas", .lastAxisFastest), (nil, "TOPAS", .lastAxisFastest),
      (nil, "shieldhit", .firstAxisFastest),
      (nil, "fluka", .firstAxisFastest), (nil, "", .firstAxisFastest),
    ] as [(String?, String, MemoryOrder)])
  func choice(fileFormat: String?, simulator: String, order: MemoryOrder) {
    #expect(MemoryOrder(Simulator(fileFormat: fileFormat, name: simulator)) == order)
  }
}
