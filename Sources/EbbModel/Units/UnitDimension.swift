/// The dimension of a unit: powers of the SI's base quantities, and angles, which are told apart here.
package struct UnitDimension: Sendable, Hashable {
  package var length = 0
  package var mass = 0
  package var time = 0
  package var current = 0
  package var angle = 0
  package var solidAngle = 0
  /// Sievert: what is weighted by the harm it does is no gray.
  package var equivalent = 0

  package static let energy = UnitDimension(length: 2, mass: 1, time: -2)
  package static let length = UnitDimension(length: 1)
  package static let angle = UnitDimension(angle: 1)
  package static let solidAngle = UnitDimension(solidAngle: 1)
  /// Energy by length: stopping power, LET.
  package static let stoppingPower = UnitDimension(length: 1, mass: 1, time: -2)

  /// Adds a power of another: "cm" to the power −2.
  package mutating func add(_ other: UnitDimension, times power: Int) {
    length &+= other.length &* power
    mass &+= other.mass &* power
    time &+= other.time &* power
    current &+= other.current &* power
    angle &+= other.angle &* power
    solidAngle &+= other.solidAngle &* power
    equivalent &+= other.equivalent &* power
  }
}
