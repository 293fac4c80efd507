internal import EbbModel

/// Lines of equal value on a map, from one centre of bins to the next.
struct Isolines: Sendable, Equatable {
  /// The value as a share of the largest, in percent.
  var percent: Double
  /// Pieces of the lines: from one place to another.
  var pieces: [Piece]

  struct Piece: Sendable, Equatable {
    var from: Point
    var to: Point
  }
  struct Point: Sendable, Equatable {
    var x: Double
    var y: Double
  }

  /// Lines on the grid of a map's bins, whose values lie in their centres: each square of four is crossed where the value
  /// lies between those of its corners (marching squares); a saddle by its mean.
  init(of map: HeatMap, percent: Double) {
    self.percent = percent
    let level = (map.values.lazy.filter(\.isFinite).max() ?? 0) * percent / 100
    let columns = map.columns.count - 1
    let xs = zip(map.columns, map.columns.dropFirst()).map { ($0 + $1) / 2 }
    let ys = zip(map.rows, map.rows.dropFirst()).map { ($0 + $1) / 2 }
    var pieces: [Piece] = []
    for row in 0..<max(ys.count - 1, 0) {
      for column in 0..<max(xs.count - 1, 0) {
        // Corners counter-clockwise from the lower left.
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { right, up in
          (
            x: xs[column + right], y: ys[row + up],
            value: map.values[(row + up) * columns + column + right]
          )
        }
        guard corners.allSatisfy({ $0.value.isFinite }) else { continue }
        var crossings: [Point] = []
        for side in 0..<4 {
          let (a, b) = (corners[side], corners[(side + 1) % 4])
          guard (a.value >= level) != (b.value >= level) else { continue }
          let share = (level - a.value) / (b.value - a.value)
          crossings.append(Point(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)))
        }
        if crossings.count == 2 {
          pieces.append(Piece(from: crossings[0], to: crossings[1]))
        } else if crossings.count == 4 {
          let mean = corners.reduce(0) { $0 + $1.value } / 4
          let isFirstApart = (corners[0].value >= level) != (mean >= level)
          let pairs = isFirstApart ? [(3, 0), (1, 2)] : [(0, 1), (2, 3)]
          pieces += pairs.map { Piece(from: crossings[$0], to: crossings[$1]) }
        }
      }
    }
    self.pieces = pieces
  }
}
