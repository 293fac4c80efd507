import EbbTestSupport
import Foundation
import Testing

/// CSV in the readers that users have: pandas, polars, DuckDB; and frictionless on folders of tables.
@Suite("Readers of tables", .enabled(if: Python.has("duckdb, frictionless")))
struct TableReadersTests {
  /// Reads tables in every reader, and looks that each number is the JSON export's, bit by bit; of what is not
  /// finite, which JSON cannot say, that it is so. A folder is also validated as a package. One process reads all tables of a
  /// test: the readers take seconds to start.
  private static let script = #"""
    import json, math, pathlib, struct, sys
    import duckdb, frictionless, pandas, polars

    def readers(path):
        comments = {"comment": "#"} if comment else {}
        frame = pandas.read_csv(path, sep=delimiter, **comments)
        yield "pandas", {name: list(frame[name]) for name in frame}
        prefix = {"comment_prefix": "#"} if comment else {}
        frame = polars.read_csv(path, separator=delimiter, infer_schema_length=None, **prefix)
        yield "polars", {name: frame[name].to_list() for name in frame.columns}
        # Where comments come first and the delimiter is no comma, DuckDB guesses lines to skip, the header too.
        comments |= {"skiprows": 0} if comment else {}
        relation = duckdb.read_csv(str(path), delimiter=delimiter, header=True, sample_size=-1, **comments)
        yield "duckdb", dict(zip(relation.columns, zip(*relation.fetchall())))

    def check(who, what, found, page, key):
        wanted = page.get(key) or [None] * len(found)
        assert len(found) == len(wanted), (who, what, len(found), len(wanted))
        for number, (a, b) in enumerate(zip(found, wanted)):
            a = math.nan if a is None else float(a)
            same = struct.pack("d", a) == struct.pack("d", b) if b is not None else not math.isfinite(a)
            assert same, (who, what, number, a, b)

    def flat(columns):
        return [value for row in zip(*columns) for value in row]

    def check_wide(path, members):
        """`members` are the columns of each page: the value, the error where there is one."""
        for who, columns in readers(path):
            for page, names in members:
                if "columns" in page:
                    check(who, path, flat(columns.values()), page, "values")
                    continue
                check(who, names[0], columns[names[0]], page, "values")
                if "errors" in page:
                    check(who, names[1], columns[names[1]], page, "errors")

    def key(description):
        return description["estimator"], description.get("task"), description["page_number"]

    def check_folder(folder):
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["type", "note"])
        seen = 0
        for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
            members = {}
            for field in resource["schema"]["fields"]:
                if "estimator" in resource:
                    if not field["description"].endswith((" bin edge", ", bin centre")):
                        members.setdefault(key(resource), []).append(field["name"])
                elif "estimator" in field:
                    members.setdefault(key(field), []).append(field["name"])
            check_wide(folder / resource["path"], [(pages[one], names) for one, names in members.items()])
            seen += len(members)
        assert seen == len(pages), (seen, len(pages))

    def check_long(path):
        for who, columns in readers(path):
            tasks = columns.get("task", [None] * len(columns["page"]))
            rows = {}
            for estimator, task, page, value, error in zip(
                columns["estimator"], tasks, columns["page"], columns["value"], columns["error"]
            ):
                task = None if task is None or task != task else int(task)
                rows.setdefault((str(estimator), task, page), []).append((value, error))
            assert rows.keys() == pages.keys(), (who, rows.keys() ^ pages.keys())
            for one, found in rows.items():
                check(who, one, [value for value, _ in found], pages[one], "values")
                check(who, one, [error for _, error in found], pages[one], "errors")
            # Edges, where the page has them: those of each bin, the last axis fastest.
            numbers = {one: 0 for one in pages}
            for row in range(len(columns["page"])):
                task = tasks[row]
                task = None if task is None or task != task else int(task)
                one = (str(columns["estimator"][row]), task, columns["page"][row])
                page, number = pages[one], numbers[one]
                numbers[one] += 1
                if row % 97 or "columns" in page:
                    continue
                for position in reversed(range(len(page["axes"]))):
                    axis = page["axes"][position]
                    number, place = divmod(number, len(axis["values"]))
                    for end, name in enumerate(["low", "high"]):
                        edge = columns[f"axis{position + 1}_{name}"][row]
                        if "edges" in axis:
                            assert edge == axis["edges"][place + end], (who, one, row, edge)
                        else:
                            assert edge is None or edge != edge, (who, one, row, edge)

    def check_table(path):
        if path.is_dir():
            check_folder(path)
        elif path.name.startswith("wide"):
            header = [line for line in path.read_text().split("\n") if not (comment and line.startswith("#"))][0]
            names = [name.strip('"') for name in header.split(delimiter)]
            members = []
            for page in reversed(pages.values()):
                if "bin_contributions" in page:
                    names = names[:-1]
                names, last = names[:-2], names[-2:]
                members.append((page, last))
            check_wide(path, members)
        else:
            check_long(path)

    for case, expected, table, delimiter, comment in json.loads(pathlib.Path(sys.argv[1]).read_text()):
        pages = {}
        for simulation in json.loads(pathlib.Path(expected).read_text())["simulations"]:
            for estimator in simulation["estimators"]:
                for page in estimator["pages"]:
                    pages[estimator["name"], estimator.get("task"), page["page_number"]] = page
        try:
            check_table(pathlib.Path(table))
        except Exception as error:
            raise AssertionError(case) from error
    """#

  /// A selection of pages as a table, which is read again.
  private struct Table {
    var selection: [String]
    var name: String
    var delimiter = ","
    var options: [String] = []
  }

  private func check(_ tables: [Table]) throws {
    let folder = try TemporaryFolder()
    var cases: [[String]] = []
    for (number, table) in tables.enumerated() {
      let own = folder.path("\(number)")
      try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: false)
      let (json, output) = (own + "/expected.json", own + "/" + table.name)
      for export in [["-o", json], ["-f", "csv", "-o", output] + table.options] {
        let outcome = try Program.run(Ebb.path, ["export"] + table.selection + export)
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
      cases.append([
        (table.selection + table.options).joined(separator: " "), json, output, table.delimiter,
        table.options.contains("--comment") ? "#" : "",
      ])
    }
    let list = folder.path("cases.json")
    try JSONEncoder().encode(cases).write(to: URL(filePath: list))
    let outcome = try Program.run(Python.path, ["-c", Self.script, list])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  private static let forms: [(name: String, delimiter: String, options: [String])] = [
    ("tables/", ",", []), ("tables/", ",", ["--wide"]), ("long.csv", ",", []),
    ("long.csv", ";", ["--comment"]),
    ("long.csv", ",", ["--comment"]), ("tables/", "\t", ["--wide", "--comment"]),
    ("tables/", "|", ["--comment"]),
  ]

  private static func table(_ selection: [String], _ form: Int) -> Table {
    let (name, delimiter, options) = forms[form]
    let choice = delimiter == "," ? [] : ["--delimiter", delimiter == "\t" ? "tab" : delimiter]
    return Table(selection: selection, name: name, delimiter: delimiter, options: options + choice)
  }

  @Test("the sample is the same in each of them, in every form", arguments: ["20260112", "20260113"])
  func sample(job: String) throws {
    try check(Self.forms.indices.map { Self.table([job, "--db", Sample.path], $0) })
  }

  @Test(
    "every simulation of the reference is too", .enabled(if: Reference.isPresent, "real results"),
    arguments: [0, 1])
  func reference(form: Int) throws {
    try check((1...16).map { Self.table(["id:\($0)", "--db", Reference.path("real.sqlite")], form) })
  }

  @Test("what is not finite, and contributions that stand on their own", arguments: [["--per-task"], []])
  func special(options: [String]) throws {
    let selection = ["id:11", "--db", MadeStore.path, "--include-failed"] + options
    try check(Self.forms.indices.map { Self.table(selection, $0) })
  }

  @Test("one page, and several side by side in a file")
  func side() throws {
    let selection = ["20260112", "--db", Sample.path, "-e", "z_profile", "-p"]
    try check([
      Table(selection: selection + ["0"], name: "wide.csv", options: ["--wide"]),
      Table(selection: selection + ["0-3"], name: "wide.csv", options: ["--wide"]),
      Table(
        selection: selection + ["1-2"], name: "wide.csv", delimiter: ";",
        options: ["--wide", "--comment", "--delimiter", ";"]),
    ])
  }

  /// Reads records in every reader, which find all columns and each number of the JSON export; and a spreadsheet's table.
  private static let recordScript = #"""
    import json, math, pathlib, sys
    import duckdb, pandas, polars

    folder = pathlib.Path(sys.argv[1])
    pages, axes = {}, set()
    for simulation in json.loads((folder / "all.json").read_text())["simulations"]:
        for estimator in simulation["estimators"]:
            for page in estimator["pages"]:
                pages[estimator["name"], page["page"]] = page
                axes |= {axis["name"] for axis in page["axes"]} | {column["name"] for column in page.get("columns", [])}
    path = folder / "all.ndjson"
    records = [json.loads(line) for line in path.read_text().splitlines()]
    keys = set(records[0])
    assert all(set(record) == keys for record in records)
    assert keys >= {"simulation", "estimator", "page", "quantity", "filter", "unit", "normalization", "value", "error"}
    assert keys >= axes, axes - keys
    frames = {
        "pandas": pandas.read_json(path, lines=True, precise_float=True),
        "polars": polars.read_ndjson(path, infer_schema_length=None),
        "duckdb": duckdb.sql(f"select * from read_json('{path}', format='newline_delimited', sample_size=-1)").df(),
    }
    for who, frame in frames.items():
        assert set(frame.columns) == keys, (who, set(frame.columns) ^ keys)
        assert len(frame) == len(records), who
        for name in ["value", "error", *axes]:
            for found, record in zip(list(frame[name]), records):
                wanted = record[name]
                isNone = found is None or found != found
                assert isNone if wanted is None else float(found) == wanted, (who, name, found, wanted)
    sheet = pandas.read_csv(folder / "sheet.csv", sep=";", decimal=",", encoding="utf-8-sig")
    other = polars.read_csv(folder / "sheet.csv", separator=";", decimal_comma=True, infer_schema_length=None)
    plain = pandas.read_csv(folder / "plain.csv")
    assert list(sheet.columns) == list(plain.columns) == other.columns
    for name in plain.columns:
        for a, b, c in zip(plain[name], sheet[name], other[name]):
            assert a == b or (a != a and b != b), (name, a, b)
            # Where words such as NaN are among its numbers, polars takes a column for texts.
            if isinstance(c, str) and not isinstance(a, str):
                c = float(c.replace(",", "."))
            assert a == c or (a != a and (c is None or c != c)), (name, a, c)
    """#

  private func checkRecords(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outputs = [["all.json"], ["all.ndjson"], ["plain.csv"], ["sheet.csv", "--excel"]]
    for output in outputs {
      let outcome = try Program.run(
        Ebb.path, ["export"] + arguments + ["-q", "-o", folder.path(output[0])] + output.dropFirst())
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let outcome = try Program.run(Python.path, ["-c", Self.recordScript, folder.url.path])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("records have all columns in each of them, and spreadsheets' tables all numbers")
  func records() throws {
    try checkRecords(["20260112", "-p", "0-1", "--db", Sample.path])
  }

  @Test(
    "those of the reference too", .enabled(if: Reference.isPresent, "real results"),
    arguments: [1, 6, 11, 16])
  func referenceRecords(id: Int) throws {
    try checkRecords(["id:\(id)", "--db", Reference.path("real.sqlite")])
  }
}
