internal import EbbModel

/// Lines of equal value on a map, from one centre of bins to the next.
struct Isolines: Sendable, Equatable {
  /// The value as a share of the largest, in percent.
  var percent: Double
  /// The value itself.
  var value: Double
  /// Each a chain of places; one that comes back to its beginning ends with it.
  var lines: [[Point]]

  struct Point: Sendable, Equatable {
    var x: Double
    var y: Double
  }

  /// A side of a square of centres, which a line crosses: the one to the right of a centre, or the one above it.
  private struct Side: Hashable {
    var row: Int
    var column: Int
    var isUpright: Bool
  }

  /// Lines on the grid of a map's bins, whose values lie in their centres: each square of four is crossed where the value
  /// lies between those of its corners (marching squares); a saddle by its mean.
  init(of map: HeatMap, percent: Double) {
    self.percent = percent
    let level = (map.values.lazy.filter(\.isFinite).max() ?? 0) * percent / 100
    value = level
    lines = Self.chains(of: Self.pieces(of: map, level)).map { chain in
      chain.map { Self.point(on: $0, of: map, level) }
    }
  }

  private static func centre(_ borders: [Double], _ index: Int) -> Double {
    (borders[index] + borders[index + 1]) / 2
  }

  /// The pieces that cross squares, from side to side, square after square from the lower left.
  private static func pieces(of map: HeatMap, _ level: Double) -> [(Side, Side)] {
    let (columns, rows) = (map.columns.count - 1, map.rows.count - 1)
    var pieces: [(Side, Side)] = []
    for row in 0..<max(rows - 1, 0) {
      for column in 0..<max(columns - 1, 0) {
        // Corners counter-clockwise from the lower left, and the sides that begin with them.
        let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].map {
          map.values[(row + $0) * columns + column + $1]
        }
        guard corners.allSatisfy(\.isFinite) else { continue }
        let sides = [
          Side(row: row, column: column, isUpright: false),
          Side(row: row, column: column + 1, isUpright: true),
          Side(row: row + 1, column: column, isUpright: false),
          Side(row: row, column: column, isUpright: true),
        ]
        let crossed = (0..<4).filter { (corners[$0] >= level) != (corners[($0 + 1) % 4] >= level) }
        if crossed.count == 2 {
          pieces.append((sides[crossed[0]], sides[crossed[1]]))
        } else if crossed.count == 4 {
          let mean = corners.reduce(0, +) / 4
          let isFirstApart = (corners[0] >= level) != (mean >= level)
          let pairs = isFirstApart ? [(3, 0), (1, 2)] : [(0, 1), (2, 3)]
          pieces += pairs.map { (sides[$0], sides[$1]) }
        }
      }
    }
    return pieces
  }

  /// The place where a line crosses a side.
  private static func point(on side: Side, of map: HeatMap, _ level: Double) -> Point {
    let columns = map.columns.count - 1
    let x = centre(map.columns, side.column)
    let y = centre(map.rows, side.row)
    let first = map.values[side.row * columns + side.column]
    if side.isUpright {
      let share = (level - first) / (map.values[(side.row + 1) * columns + side.column] - first)
      return Point(x: x, y: y + share * (centre(map.rows, side.row + 1) - y))
    }
    let share = (level - first) / (map.values[side.row * columns + side.column + 1] - first)
    return Point(x: x + share * (centre(map.columns, side.column + 1) - x), y: y)
  }

  /// Pieces put together where they meet: first lines with ends, then those that have none.
  private static func chains(of pieces: [(Side, Side)]) -> [[Side]] {
    var ends: [Side: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      ends[piece.0, default: []].append(index)
      ends[piece.1, default: []].append(index)
    }
    var isTaken = [Bool](repeating: false, count: pieces.count)
    func chain(from side: Side, _ index: Int) -> [Side] {
      var chain = [side]
      var next: Int? = index
      while let piece = next {
        isTaken[piece] = true
        let last = chain[chain.count - 1]
        let other = pieces[piece].0 == last ? pieces[piece].1 : pieces[piece].0
        chain.append(other)
        next = ends[other]?.first { !isTaken[$0] }
      }
      return chain
    }
    var chains: [[Side]] = []
    for (index, piece) in pieces.enumerated() where !isTaken[index] {
      for side in [piece.0, piece.1] where !isTaken[index] && ends[side]?.count == 1 {
        chains.append(chain(from: side, index))
      }
    }
    for (index, piece) in pieces.enumerated() where !isTaken[index] {
      chains.append(chain(from: piece.0, index))
    }
    return chains
  }
}
