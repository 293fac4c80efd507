internal import EbbModel
internal import EbbText

/// The rows of a row group that is being filled: one a bin, or one a particle.
///
/// Every row tells whose it is; an axis is three columns, its name alone for the centre, `_low` and `_high` for the edges where
/// they are known. A column that a page does not have is empty in its rows.
struct ParquetRows: Sendable {
  private(set) var count = 0
  private var texts: [String: ParquetColumn<String>] = [:]
  private var integers: [String: ParquetColumn<Int64>] = [:]
  private var axes: [String: ParquetColumn<Double>] = [:]
  private var numbers: [String: ParquetNumbers] = [:]
  /// Columns of the pages so far, in the order in which they came.
  private(set) var names: [String] = []

  /// The columns before those of the axes and after them.
  static let first = [
    "simulation", "estimator", "task", "page", "quantity", "filter", "unit", "axes",
  ]
  static let last = ["value", "error", "hits", "primaries", "contributions"]

  private let namesSimulations: Bool

  init(namesSimulations: Bool) { self.namesSimulations = namesSimulations }

  /// Takes the rows `bins` of a page.
  mutating func append(_ member: TablePage, _ bins: Range<Int>) {
    let page = member.page
    let rows = bins.count
    if namesSimulations { append(member.simulation.name, to: "simulation", rows) }
    append(member.estimator.name, to: "estimator", rows)
    append(member.estimator.task.map(Int64.init), to: "task", rows)
    append(Int64(page.number), to: "page", rows)
    append(page.quantity, to: "quantity", rows)
    append(page.filter, to: "filter", rows)
    append(page.isPhaseSpace ? nil : page.unit.described, to: "unit", rows)
    if page.isPhaseSpace {
      append("particle", to: "axes", rows)
      appendParticles(page, bins)
    } else {
      let titles = page.axes.map { columnTitle($0.name, unit: $0.describedUnit) }
      append(titles.isEmpty ? nil : titles.joined(separator: "; "), to: "axes", rows)
      appendBins(page, bins)
    }
    append(page.primaries, to: "primaries", rows)
    append(Int64(page.contributions), to: "contributions", rows)
    count += rows
    fill()
  }

  private mutating func appendBins(_ page: ResultPage, _ bins: Range<Int>) {
    var stride = page.values.count
    for axis in page.axes {
      stride /= axis.centres.count
      let name =
        Self.first.contains(axis.name) || Self.last.contains(axis.name) ? axis.name + "_axis" : axis.name
      append(axis.centres, to: name, stride, bins)
      if let edges = axis.edges {
        append(Array(edges.dropLast()), to: name + "_low", stride, bins)
        append(Array(edges.dropFirst()), to: name + "_high", stride, bins)
      }
    }
    append(page.values[bins], to: "value")
    // Tables of results with errors and without have the same columns.
    Self.open("error", in: &numbers, &names, count)
    if let errors = page.errors { append(errors[bins], to: "error") }
    if let hits = page.hits {
      Self.open("hits", in: &integers, &names, count)
      for bin in bins { integers["hits"]?.append(Int64(hits[bin]), rows: 1) }
    }
  }

  /// The numbers of particles stand in columns of their own: a code is no position.
  private mutating func appendParticles(_ page: ResultPage, _ particles: Range<Int>) {
    let width = PhaseSpace.columns.count
    for (index, column) in PhaseSpace.columns.enumerated() {
      let values = particles.map { page.values[$0 * width + index] }
      append(values[...], to: "particle_\(column.name)")
    }
  }

  private mutating func append(_ text: String?, to name: String, _ rows: Int) {
    Self.open(name, in: &texts, &names, count)
    if let text { texts[name]?.append(text, rows: rows) }
  }

  private mutating func append(_ number: Int64?, to name: String, _ rows: Int) {
    Self.open(name, in: &integers, &names, count)
    if let number { integers[name]?.append(number, rows: rows) }
  }

  private mutating func append(_ positions: [Double], to name: String, _ stride: Int, _ bins: Range<Int>) {
    Self.open(name, in: &axes, &names, count)
    axes[name]?.append(positions, stride: stride, first: bins.lowerBound, rows: bins.count)
  }

  private mutating func append(_ values: ArraySlice<Double>, to name: String) {
    Self.open(name, in: &numbers, &names, count)
    numbers[name]?.append(values)
  }

  /// Makes a column that is not there yet, empty in the rows before.
  private static func open<Column: PendingColumn>(
    _ name: String, in columns: inout [String: Column], _ names: inout [String], _ rows: Int
  ) {
    guard columns[name] == nil else { return }
    var column = Column()
    column.append(nothing: rows)
    columns[name] = column
    names.append(name)
  }

  /// Makes the columns in which the last page had nothing as long as the others.
  private mutating func fill() {
    Self.fill(&texts, count)
    Self.fill(&integers, count)
    Self.fill(&axes, count)
    Self.fill(&numbers, count)
  }

  private static func fill<Column: PendingColumn>(_ columns: inout [String: Column], _ rows: Int) {
    for (name, column) in columns where column.count < rows {
      columns[name]?.append(nothing: rows - column.count)
    }
  }

  /// The columns of axes and particles, in the order in which they came.
  var ownColumns: [String] { names.filter { !Self.first.contains($0) && !Self.last.contains($0) } }

  /// A column as a chunk of a file; `nil` where there is none of that name.
  func chunk(of name: String) -> ParquetChunk? {
    texts[name]?.chunk() ?? integers[name]?.chunk() ?? axes[name]?.chunk() ?? numbers[name]?.chunk()
  }
}
