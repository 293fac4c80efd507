import EbbTestSupport
import Foundation
import Testing

/// Folders of Parquet files, a job each, as readers of partitioned data sets take them.
@Suite("Parquet in folders of jobs") struct ParquetFoldersTests {
  private static let jobs = ["id:12", "id:13", "id:14", "id:15"]

  private static let readers = #"""
    import json, sys, duckdb, pandas, polars, pyarrow.dataset
    folder, whole = sys.argv[1:]
    expected = duckdb.sql(f"select simulation, quantity, count(*), sum(value) from '{whole}' where value is not null group by all order by all").fetchall()
    assert len(expected) > 8 and len({row[0] for row in expected}) == 4, expected
    def same(found, reader):
        found = sorted((str(a), b, c, d) for a, b, c, d in found)
        assert len(found) == len(expected), (reader, len(found))
        for a, b in zip(found, expected):
            assert a[:3] == b[:3] and abs(a[3] - b[3]) <= 1e-12 * abs(b[3]), (reader, a, b)
    pattern = f"{folder}/*/*.parquet"
    same(duckdb.sql(f"select simulation, quantity, count(*), sum(value) from read_parquet('{pattern}', hive_partitioning = true, union_by_name = true) where value is not null group by all").fetchall(), "duckdb")
    frame = polars.scan_parquet(pattern, hive_partitioning=True, missing_columns="insert", extra_columns="ignore").filter(polars.col("value").is_not_null())
    same(frame.group_by("simulation", "quantity").agg(polars.len(), polars.col("value").sum()).collect().rows(), "polars")
    def groups(frame):
        frame = frame[frame["value"].notna()]
        grouped = frame.groupby(["simulation", "quantity"], observed=True)["value"].agg(["size", "sum"]).reset_index()
        return grouped.itertuples(index=False, name=None)
    same(groups(pandas.read_parquet(folder, columns=["simulation", "quantity", "value"])), "pandas")
    same(groups(pyarrow.dataset.dataset(folder, partitioning="hive", exclude_invalid_files=True).to_table(columns=["simulation", "quantity", "value"]).to_pandas()), "pyarrow")
    one = expected[0][0]
    assert pyarrow.dataset.dataset(folder, partitioning="hive", exclude_invalid_files=True).to_table(filter=pyarrow.dataset.field("simulation") == one).num_rows == duckdb.sql(f"select count(*) from '{whole}' where simulation = '{one}'").fetchall()[0][0]
    assert "simulation" not in pyarrow.parquet.read_schema(f"{folder}/simulation={one}/part-0.parquet").names
    print("compared")
    """#

  @Test(
    "are one data set to DuckDB, polars, pandas and pyarrow",
    .enabled(if: Python.has("duckdb, pandas, polars, pyarrow")))
  func readers() throws {
    let folder = try TemporaryFolder()
    for output in [folder.path("set") + "/", folder.path("whole.parquet")] {
      let outcome = try Program.run(
        Ebb.path,
        ["export"] + Self.jobs + [
          "--db", MadeStore.path, "-q", "-f", "parquet", "-o", output, "-p", "0-9", "-e",
          "per-primary",
          "-e", "all-*",
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let outcome = try Program.run(
      Python.path, ["-c", Self.readers, folder.path("set"), folder.path("whole.parquet")])
    #expect(outcome.output == "compared\n", "\(outcome.errors)")
  }

  private static func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Outcome {
    try Program.run(
      Ebb.path,
      [
        "export", "--all", "--db", MadeStore.path, "-q", "-f", "parquet", "--keep-going", "-o",
        folder.path("set/"),
      ]
        + arguments, environment: ["SOURCE_DATE_EPOCH": "1750000000"])
  }

  private struct Index: Decodable {
    var jobs: [Job]
    struct Job: Decodable {
      var jobId: String
      var folder: String?
      var files: [File]?
    }
    struct File: Decodable { var file: String }
  }

  @Test("a batch lists them, goes on where it was, and its shards make the same")
  func batch() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.run(folder).status < 2)
    func index(_ folder: TemporaryFolder) throws -> [Index.Job] {
      try Ebb.decode(Index.self, folder.text("set/index.json")).jobs
    }
    let jobs = try index(folder).filter { $0.folder != nil }
    #expect(jobs.count > 10)
    for job in jobs {
      #expect(job.folder == "simulation=\(job.jobId)")
      #expect(job.files?.map(\.file) == ["simulation=\(job.jobId)/part-0.parquet"])
    }
    let text = try folder.text("set/index.json")
    let lost = try #require(jobs[2].folder)
    let whole = try folder.bytes("set/\(lost)/part-0.parquet")
    try FileManager.default.removeItem(atPath: folder.path("set/\(lost)/part-0.parquet"))
    #expect(try Self.run(folder, "--skip-existing").status < 2)
    #expect(try folder.text("set/index.json") == text)
    #expect(try folder.bytes("set/\(lost)/part-0.parquet") == whole)
    #expect(try Self.run(folder, "--force").status < 2)
    #expect(try folder.text("set/index.json") == text)

    let other = try TemporaryFolder()
    for shard in ["1/2", "2/2"] { #expect(try Self.run(other, "--shard", shard).status < 2) }
    #expect(try Ebb.run("index", other.path("set")).status == 0)
    #expect(Set(try index(other).compactMap(\.folder)) == Set(jobs.compactMap(\.folder)))
    #expect(try other.bytes("set/\(lost)/part-0.parquet") == whole)
  }
}
