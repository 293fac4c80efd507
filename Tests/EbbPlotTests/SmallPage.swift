import EbbModel

/// A page of the shape of `axes`, its values 1, 2, 3, … in the order of its bins.
func smallPage(
  _ axes: [(name: String, centres: [Double])], values: [Double]? = nil, errors: [Double]? = nil,
  unit: String = "MeV/g/prim", unitOfAxes: String = "cm"
) -> ResultPage {
  let count = axes.reduce(1) { $0 * $1.centres.count }
  return ResultPage(
    number: 0, quantity: "DOSE", unit: Unit(source: unit), filter: nil, metadata: Metadata(),
    axes: axes.map {
      Axis(name: $0.name, label: "Position (\($0.name))", unit: unitOfAxes, centres: $0.centres, edges: nil)
    },
    values: values ?? (0..<count).map { Double($0 + 1) }, errors: errors, errorKind: .stderr,
    isPhaseSpace: false,
    rule: .mean, contributions: 2, primaries: 1000)
}
