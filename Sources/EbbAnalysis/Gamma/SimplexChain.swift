/// The squared distance of a point from a simplex whose corners follow each other along the axes of space, as a sum of
/// squares in the steps t of that way: rest + Σ hⱼ²·(tⱼ − τⱼ)² + (e + Σ δⱼ·tⱼ)², where 1 ≥ t₁ ≥ t₂ ≥ … ≥ 0.
///
/// Faces of the simplex have the same form with one step less: t₁ = 1, two steps that are equal, or the last 0. Its
/// least value without bounds is known in closed form (Sherman and Morrison); where that lies outside, the nearest
/// point is on one of the faces beyond which it lies.
struct SimplexChain {
  /// hⱼ², τⱼ and δⱼ of each step.
  private var squares = SIMD3<Double>()
  private var goals = SIMD3<Double>()
  private var rises = SIMD3<Double>()
  private var count = 0
  /// The numbers that no step changes.
  private var rest: Double
  /// e: the dose at the first corner, less the point's.
  private var dose: Double

  init(rest: Double, dose: Double) {
    self.rest = rest
    self.dose = dose
  }

  /// Adds a step to the end of the way.
  /// - Parameters:
  ///   - square: of its length.
  ///   - goal: the share of it at which the point lies.
  ///   - rise: of the dose over all of it.
  mutating func append(square: Double, goal: Double, rise: Double) {
    squares[count] = square
    goals[count] = goal
    rises[count] = rise
    count += 1
  }

  /// The least value; that of some place of the simplex, or no less than `limit`. What is not finite has none.
  func least(below limit: Double) -> Double {
    var (offset, slope) = (dose, 1.0)
    for step in 0..<count {
      offset += rises[step] * goals[step]
      slope += rises[step] * rises[step] / squares[step]
    }
    guard slope.isFinite else { return .infinity }
    let multiplier = offset / slope
    let bound = rest + offset * multiplier
    guard bound < limit else { return .infinity }
    if count == 0 { return bound }
    // Outside a face: how far is of no matter.
    var places = SIMD3<Double>()
    for step in 0..<count { places[step] = goals[step] - rises[step] / squares[step] * multiplier }
    var least = Double.infinity
    var isInside = true
    for face in 0...count {
      let high = face == 0 ? 1 : places[face - 1]
      let low = face == count ? 0 : places[face]
      guard high < low else { continue }
      isInside = false
      least = min(least, self.face(face).least(below: min(least, limit)))
    }
    return isInside ? bound : least
  }

  /// The face on which the steps before and after corner `face` are equal, the first 1 or the last 0.
  private func face(_ face: Int) -> SimplexChain {
    var chain = self
    chain.count -= 1
    if face == count {
      chain.rest += squares[count - 1] * goals[count - 1] * goals[count - 1]
      return chain
    }
    if face == 0 {
      chain.rest += squares[0] * (1 - goals[0]) * (1 - goals[0])
      chain.dose += rises[0]
    } else {
      let (a, b) = (squares[face - 1], squares[face])
      let apart = goals[face - 1] - goals[face]
      chain.rest += a * b / (a + b) * apart * apart
      chain.squares[face - 1] = a + b
      chain.goals[face - 1] = (a * goals[face - 1] + b * goals[face]) / (a + b)
      chain.rises[face - 1] += rises[face]
    }
    for step in face..<chain.count {
      chain.squares[step] = squares[step + 1]
      chain.goals[step] = goals[step + 1]
      chain.rises[step] = rises[step + 1]
    }
    return chain
  }
}
