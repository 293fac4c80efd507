import EbbTestSupport
import Foundation
import Testing

/// CSV in the readers that users have: pandas, polars, DuckDB; and frictionless on folders of tables.
@Suite("Readers of tables", .enabled(if: Python.has("duckdb, frictionless")))
struct TableReadersTests {
  /// Reads tables in every reader, and looks that each number is the JSON export's, bit by bit; of what is not
  /// finite, which JSON cannot say, that it is so. A folder is also validated as a package.
  private static let script = #"""
    import json, math, pathlib, struct, sys
    import duckdb, frictionless, pandas, polars

    expected, table, delimiter, comment = sys.argv[1:]
    pages = {}
    for simulation in json.loads(pathlib.Path(expected).read_text())["simulations"]:
        for estimator in simulation["estimators"]:
            for page in estimator["pages"]:
                pages[estimator["name"], estimator.get("task"), page["page_number"]] = page

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

    path = pathlib.Path(table)
    if path.is_dir():
        check_folder(path)
    elif path.name.startswith("wide"):
        header = [line for line in path.read_text().split("\n") if not (comment and line.startswith("#"))][0]
        names = [name.strip('"') for name in header.split(delimiter)]
        members = []
        for page in reversed(pages.values()):
            if "bin_contributions" in page:
                names = names[:-1]
            names, last = (names[:-2], names[-2:]) if "errors" in page else (names[:-1], names[-1:])
            members.append((page, last))
        check_wide(path, members)
    else:
        check_long(path)
    """#

  private func check(
    _ arguments: [String], to name: String, delimiter: String = ",", options: [String] = []
  ) throws {
    let folder = try TemporaryFolder()
    let (json, output) = (folder.path("expected.json"), folder.url.path + "/" + name)
    for export in [["-o", json], ["-f", "csv", "-o", output] + options] {
      let outcome = try Program.run(Ebb.path, ["export"] + arguments + export)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let comment = options.contains("--comment") ? "#" : ""
    let outcome = try Program.run(Python.path, ["-c", Self.script, json, output, delimiter, comment])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  private static let forms: [(name: String, delimiter: String, options: [String])] = [
    ("tables/", ",", []), ("tables/", ",", ["--wide"]), ("long.csv", ",", []),
    ("long.csv", ";", ["--comment"]),
    ("long.csv", ",", ["--comment"]), ("tables/", "\t", ["--wide", "--comment"]),
    ("tables/", "|", ["--comment"]),
  ]

  private func check(_ arguments: [String], _ form: Int) throws {
    let (name, delimiter, options) = Self.forms[form]
    let choice = delimiter == "," ? [] : ["--delimiter", delimiter == "\t" ? "tab" : delimiter]
    try check(arguments, to: name, delimiter: delimiter, options: options + choice)
  }

  @Test(
    "the sample is the same in each of them, in every form", arguments: ["20260112", "20260113"],
    forms.indices)
  func sample(job: String, form: Int) throws {
    try check([job, "--db", Sample.path], form)
  }

  @Test(
    "every simulation of the reference is too", .enabled(if: Reference.isPresent, "real results"),
    arguments: 1...16, [0, 1])
  func reference(id: Int, form: Int) throws {
    try check(["id:\(id)", "--db", Reference.path("real.sqlite")], form)
  }

  @Test(
    "what is not finite, and contributions that stand on their own",
    arguments: forms.indices)
  func special(form: Int) throws {
    try check(["id:11", "--db", MadeStore.path, "--per-task", "--include-failed"], form)
    try check(["id:11", "--db", MadeStore.path, "--include-failed"], form)
  }

  @Test(
    "one page, and several side by side in a file",
    arguments: [["-p", "0"], ["-p", "0-3"], ["-p", "1-2", "--comment", "--delimiter", ";"]])
  func side(_ options: [String]) throws {
    let selection = ["20260112", "--db", Sample.path, "-e", "z_profile"] + options.prefix(2)
    try check(
      selection, to: "wide.csv", delimiter: options.contains(";") ? ";" : ",",
      options: ["--wide"] + options.dropFirst(2))
  }
}
