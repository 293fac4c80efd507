internal import EbbFiles
internal import EbbModel

/// A page over positions as images and grids hold it: a box along x, y and z, the values with x fastest.
///
/// A page over two of them is a slab one bin thick. The page does not tell where along the third axis it lies, nor how
/// thick it is: it lies around 0, as thick as its narrowest bin.
struct Volume {
  /// Along x, y and z.
  let sides: [VolumeSide]
  /// Whether the page has the side, or it was made up.
  let isStated: [Bool]
  private let page: ResultPage
  /// By how much the index of a value of the page changes to the next bin along x, y and z; 0 where the page has no such axis.
  private let strides: [Int]
  /// The index of the value at the lowest x, y and z.
  private let start: Int

  /// - Parameter format: the name for errors.
  /// - Throws: where the page is no box over two or three positions with known edges.
  init(_ page: ResultPage, format: String) throws(ExportError) {
    func refuse(_ reason: String) -> ExportError { .unsuitable(format: format, reason: reason) }
    if page.isPhaseSpace { throw refuse("it is a table of particles") }
    guard 2...3 ~= page.axes.count else {
      throw refuse(
        "it has \(page.axes.count == 1 ? "1 axis" : "\(page.axes.count) axes"), not 2 or 3 positions")
    }
    if let other = page.axes.first(where: { $0.kind != .position || !Self.names.contains($0.name) }) {
      throw refuse("its axis \(other.name) is no position along x, y or z")
    }
    if let empty = page.axes.first(where: { $0.centres.isEmpty }) {
      throw refuse("its axis \(empty.name) has no bins")
    }

    var stride = 1
    var found: [String: (side: VolumeSide, stride: Int, start: Int)] = [:]
    for axis in page.axes.reversed() {
      guard let edges = axis.edges, edges.allSatisfy(\.isFinite) else {
        throw refuse("nothing tells the edges of the bins of its axis \(axis.name)")
      }
      let ascending = edges[0] <= edges[edges.count - 1] ? edges : edges.reversed()
      guard zip(ascending, ascending.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw refuse("the bins of its axis \(axis.name) do not follow one another")
      }
      let turns = ascending[0] != edges[0]
      found[axis.name] = (
        VolumeSide(name: axis.name, edges: ascending, unit: axis.unit), turns ? -stride : stride,
        turns ? stride * (axis.centres.count - 1) : 0
      )
      stride *= axis.centres.count
    }
    let narrowest =
      found.values.flatMap { zip($0.side.edges, $0.side.edges.dropFirst()).map { $1 - $0 } }.min() ?? 1
    let unit = page.axes[0].unit
    if let other = page.axes.first(where: { $0.unit != unit }) {
      throw refuse("its axes \(page.axes[0].name) and \(other.name) are in different units")
    }
    sides = Self.names.map { name in
      found[name]?.side ?? VolumeSide(name: name, edges: [-narrowest / 2, narrowest / 2], unit: unit)
    }
    isStated = Self.names.map { found[$0] != nil }
    strides = Self.names.map { found[$0]?.stride ?? 0 }
    start = found.values.reduce(0) { $0 + $1.start }
    self.page = page
  }

  private static let names = ["x", "y", "z"]

  /// The values in the order of the volume, and the errors where there are any. Costs a copy of each.
  var fields: [VolumeField] { [values, errors].compactMap(\.self) }

  /// The values in the order of the volume. Costs a copy.
  var values: VolumeField { field("", page.values) }

  /// The errors likewise; `nil` where there are none.
  var errors: VolumeField? { page.errors.map { field("_error", $0) } }

  private func field(_ ending: String, _ numbers: [Double]) -> VolumeField {
    VolumeField(
      name: identifier(page.quantity) + ending, unit: page.unit.described, numbers: ordered(numbers))
  }

  /// The bins along x and z of a block: both of its sides fill whole cache lines.
  private static let block = 16

  /// Numbers in the order of the volume, block by block, since z is fastest in most pages.
  private func ordered(_ numbers: [Double]) -> [Double] {
    let (countX, countY, countZ) = (sides[0].count, sides[1].count, sides[2].count)
    var ordered = [Double](repeating: 0, count: numbers.count)
    for firstZ in stride(from: 0, to: countZ, by: Self.block) {
      for y in 0..<countY {
        for firstX in stride(from: 0, to: countX, by: Self.block) {
          for z in firstZ..<min(firstZ + Self.block, countZ) {
            var index = start + z * strides[2] + y * strides[1] + firstX * strides[0]
            let row = (z * countY + y) * countX
            for x in firstX..<min(firstX + Self.block, countX) {
              ordered[row + x] = numbers[index]
              index += strides[0]
            }
          }
        }
      }
    }
    return ordered
  }

  /// What a reader of the file cannot see otherwise, by name: whose page it is, and of how many primaries.
  func notes(of exported: ExportedPage, in outline: ExportOutline) -> [(name: String, text: String)] {
    let simulation = outline.simulations[exported.simulation]
    var notes = [
      ("creator", "ebb \(outline.creator)"), ("simulation", simulation.name), ("title", simulation.title),
      ("estimator", simulation.estimators[exported.estimator].title), ("quantity", page.label),
      ("unit", page.unit.described),
    ]
    if page.errors != nil { notes.append(("error", page.errorLabel)) }
    if let primaries = page.primaries { notes.append(("primaries", "\(primaries)")) }
    notes += page.operations.map { ("operation", $0) }
    notes += page.findings.map { ("finding", $0.text) }
    for (side, isStated) in zip(sides, isStated) where !isStated {
      notes.append(
        ("note", "the page has no axis \(side.name): the slab's place and thickness along it mean nothing"))
    }
    return notes.map { ($0.0, $0.1.printable) }.filter { !$0.1.isEmpty }
  }
}
