import EbbFiles
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Parquet in the readers that users have: every double to the last bit, every name, every place.
@Suite("Parquet") struct ParquetExporterTests {
  /// Reads the file in four readers and compares all columns with those that NDJSON has of the same export, and numbers with
  /// their bits.
  private static let reader = """
    import sys, json, math, struct, duckdb, pandas, polars, pyarrow.parquet
    path, records, bits = sys.argv[1:4]
    records = [json.loads(line) for line in open(records, encoding="utf-8")]
    values = struct.unpack(f"<{2 * len(records)}d", open(bits, "rb").read())
    def readers():
        table = pyarrow.parquet.read_table(path)
        yield "pyarrow", {name: table[name].to_pylist() for name in table.column_names}
        frame = polars.read_parquet(path)
        yield "polars", {name: frame[name].to_list() for name in frame.columns}
        frame = pandas.read_parquet(path, dtype_backend="pyarrow")
        yield "pandas", {name: [None if v is pandas.NA else v for v in frame[name]] for name in frame}
        relation = duckdb.sql(f"select * from '{path}'")
        yield "duckdb", dict(zip(relation.columns, zip(*relation.fetchall())))
    same = lambda a, b: struct.pack("d", a) == struct.pack("d", b)
    for who, columns in readers():
        assert len(columns["value"]) == len(records), (who, len(columns["value"]), len(records))
        for row, record in enumerate(records):
            for key in ("simulation", "estimator", "page", "quantity", "filter", "x", "z", "energy", "hits"):
                found = columns[key][row] if key in columns else None
                assert found == record.get(key), (who, row, key, found, record.get(key))
            value, error = values[2 * row:2 * row + 2]
            assert same(columns["value"][row], value), (who, row, columns["value"][row], value)
            found = columns["error"][row]
            assert same(found, error) if found is not None else record["error"] is None, (who, row, found, error)
            if columns["z_low"][row] is not None:
                assert columns["z_low"][row] < columns["z"][row] < columns["z_high"][row]
    print(list(columns), pyarrow.parquet.ParquetFile(path).num_row_groups)
    """

  private static let special = [
    0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  ]

  private static func numbers(_ count: Int, _ seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      index % 9 == 8 ? special[index / 9 % special.count] : Double.random(in: -1e9...1e9, using: &generator)
    }
  }

  private static let energy = Axis(
    name: "energy", label: "Kinetic energy", unit: "MeV", centres: [0.1, 1, 10], edges: nil,
    isDifferential: true)

  /// Pages of 0 to 3 axes, some without errors, of two simulations; the axis of energy comes late.
  private static var export: SmallExport {
    let (x, z) = (Axis.position("x", [-1, 0, 2]), Axis.position("z", (0...50).map { Double($0) / 10 }))
    var hits = ResultPage.mean(numbers(50, 6), axes: [z], quantity: "Dosis µ", filter: "Protonen")
    hits.hits = (0..<50).map { UInt32($0) }
    let pages: [(Int, ResultPage)] = [
      (0, .mean(numbers(50, 1), axes: [z], errors: numbers(50, 2))),
      (0, .mean([7.5], errors: [0.5], number: 1)),
      (0, .mean(numbers(100, 3), axes: [x, z], number: 2, quantity: "LET", unit: "keV/um")), (1, hits),
      (1, .mean(numbers(300, 4), axes: [x, z, energy], errors: numbers(300, 5), number: 3, filter: "")),
    ]
    return SmallExport(
      [.named("job-1", [.named("mesh")]), .named("job-2", [.named("Würfel")])],
      pages.map { ExportedPage(simulation: $0.0, estimator: 0, page: $0.1) })
  }

  @Test(
    "all columns of all pages in four readers", .enabled(if: Python.has("duckdb, pandas, polars, pyarrow")))
  func readBack() async throws {
    let export = Self.export
    let folder = try TemporaryFolder()
    var options = ExportOptions.isal()
    options.tellsHits = true
    try await export.write(NDJSONExporter(), to: .file(path: folder.path("a.ndjson")), options: options)
    var bits = Data()
    for page in export.pages.map(\.page) {
      for (value, error) in zip(page.values, page.errors ?? page.values) {
        for number in [value, error] { bits.append(contentsOf: littleEndianBytes([number])) }
      }
    }
    try bits.write(to: folder.url.appending(path: "bits"))
    for level in ["0", "1"] {
      try await export.write(
        ParquetExporter().with(["compression": level]), to: .file(path: folder.path(level + ".parquet")),
        options: options)
      let outcome = try Program.run(
        Python.path,
        ["-c", Self.reader, folder.path(level + ".parquet"), folder.path("a.ndjson"), folder.path("bits")])
      #expect(
        outcome.output == """
          ['simulation', 'estimator', 'task', 'page', 'quantity', 'filter', 'unit', 'axes', 'z', 'z_low', 'z_high', \
          'x', 'x_low', 'x_high', 'energy', 'value', 'error', 'hits', 'primaries', 'contributions'] 1

          """, "\(outcome.errors)")
    }
  }

  /// Sums and counts of a table of many row groups, by a filter too.
  private static let groups = """
    import sys, duckdb, pyarrow.parquet
    path = sys.argv[1]
    file = pyarrow.parquet.ParquetFile(path)
    print(file.num_row_groups, file.metadata.num_rows,
        *duckdb.sql(f"select sum(value), sum(z_high - z_low), round(sum(energy)), count(energy) from '{path}'").fetchall()[0],
        *duckdb.sql(f"select count(*), min(value), max(value) from '{path}' where z between 100 and 101").fetchall()[0])
    """

  @Test(
    "a page that is larger than a row group is divided, and nothing is lost",
    .enabled(if: Python.has("duckdb, pyarrow")))
  func rowGroups() async throws {
    let z = Axis.position("z", (0...200_000).map(Double.init))
    let large = ResultPage.mean((0..<600_000).map(Double.init), axes: [z, Self.energy])
    let folder = try TemporaryFolder()
    let path = folder.path("a.parquet")
    try await SmallExport([.mean([1]), large, .mean([2])]).write(ParquetExporter(), to: .file(path: path))
    let outcome = try Program.run(Python.path, ["-c", Self.groups, path])
    let words = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    // 600,002 rows in groups of 262,144; a bin from 100 to 101 has its centre at 100.5, and three energies.
    #expect(
      words == [3, 600_002, 179_999_700_003, 600_000, 2_220_000, 600_000, 3, 300, 302],
      "\(outcome.output)\(outcome.errors)")
  }

  @Test("particles have columns of their own", .enabled(if: Python.has("polars")))
  func particles() async throws {
    let folder = try TemporaryFolder()
    try await SmallExport([.particles((0..<16).map(Double.init)), .mean([3])]).write(
      ParquetExporter(), to: .file(path: folder.path("a.parquet")))
    let outcome = try Program.run(
      Python.path,
      [
        "-c",
        "import polars, sys; f = polars.read_parquet(sys.argv[1]); print(f['particle_pdg'].to_list(), f['particle_energy'].to_list(), f['value'].to_list())",
        folder.path("a.parquet"),
      ])
    #expect(outcome.output == "[0.0, 8.0, None] [7.0, 15.0, None] [None, None, 3.0]\n", "\(outcome.errors)")
  }

  @Test("an export without pages is a table without rows", .enabled(if: Python.has("pyarrow")))
  func nothing() async throws {
    let folder = try TemporaryFolder()
    try await SmallExport([]).write(ParquetExporter(), to: .file(path: folder.path("a.parquet")))
    let outcome = try Program.run(
      Python.path,
      [
        "-c", "import pyarrow.parquet, sys; print(pyarrow.parquet.read_table(sys.argv[1]).num_rows)",
        folder.path("a.parquet"),
      ])
    #expect(outcome.output == "0\n", "\(outcome.errors)")
  }

  /// What a slow, obvious reader finds in runs and packed bits.
  private static func unpacked(_ bytes: [UInt8], width: Int, count: Int) -> [UInt32] {
    var found: [UInt32] = []
    var position = 0
    while found.count < count {
      var (head, shift) = (UInt64(0), UInt64(0))
      repeat {
        head |= UInt64(bytes[position] & 0x7F) << shift
        shift += 7
        position += 1
      } while bytes[position - 1] & 0x80 != 0
      if head & 1 == 0 {
        var value: UInt32 = 0
        for byte in 0..<(width + 7) / 8 { value |= UInt32(bytes[position + byte]) << UInt32(8 * byte) }
        position += (width + 7) / 8
        found += repeatElement(value, count: Int(head >> 1))
      } else {
        for index in 0..<Int(head >> 1) * 8 {
          var value: UInt32 = 0
          for bit in 0..<width {
            let place = index * width + bit
            value |= UInt32(bytes[position + place / 8] >> UInt8(place % 8) & 1) << UInt32(bit)
          }
          found.append(value)
        }
        position += Int(head >> 1) * width
      }
    }
    return Array(found.prefix(count))
  }

  @Test("runs and packed bits hold any indices")
  func runs() {
    var generator = SeededGenerator(seed: 3)
    for width in 1...20 {
      for _ in 0..<20 {
        var indices: [UInt32] = []
        while indices.count < 300 {
          let index = UInt32.random(in: 0..<1 << UInt32(width), using: &generator)
          indices += repeatElement(
            index, count: Bool.random(using: &generator) ? 1 : Int.random(in: 1...40, using: &generator))
        }
        var bytes: [UInt8] = []
        IndexRuns.append(indices, width: width, to: &bytes)
        #expect(Self.unpacked(bytes, width: width, count: indices.count) == indices)
      }
    }
  }
}
