/// An axis as stored: bin centres, and a name and unit that are not always right (see `Axis`).
package struct StoredAxis: Sendable, Equatable {
  package var name: String
  package var unit: String
  package var centres: [Double]

  package init(name: String, unit: String, centres: [Double]) {
    self.name = name
    self.unit = unit
    self.centres = centres
  }
}
