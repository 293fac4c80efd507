import EbbTestSupport
import Foundation
import Testing

/// The keys of exports: docs/schema and docs/formats.md know each of them.
@Suite("Keys of exports", .enabled(if: Python.has("jsonschema")))
struct SchemaTests {
  @Test("JSON, NDJSON, folders of tables and the index of a batch are as their schemas say")
  func schemas() throws {
    let folder = try TemporaryFolder()
    var files: [String] = []
    func export(_ name: String, _ schema: String, _ arguments: [String], inFolder file: String? = nil) throws
    {
      let path = folder.path(name) + (file == nil ? "" : "/")
      let outcome = try Program.run(
        Ebb.path, ["export", "--db", MadeStore.path, "-q", "-o", path] + arguments)
      #expect(outcome.status < 2, "\(name): \(outcome.errors)")
      files.append("\(schema)=\(file.map { path + $0 } ?? path)")
    }
    // All that is made, of all meanings, with what only some exports have.
    let all = (1...16).map { "id:\($0)" } + ["--include-failed"]
    try export("all.json", "export", all + ["--hits"])
    try export("tasks.json", "export", ["id:11", "id:7", "--per-task", "--include-failed"])
    try export("combined.json", "export", ["id:12", "id:13", "--combine"])
    try export("reduced.json", "export", ["id:1", "-p", "0", "--primaries", "1e9", "--error", "ci95"])
    try export("all.ndjson", "record", all + ["--hits"])
    try export("tasks.ndjson", "record", ["id:11", "--per-task", "--include-failed"])
    try export("tables", "datapackage", ["id:1", "-f", "csv"], inFolder: "datapackage.json")
    try export(
      "wide/", "datapackage", ["id:11", "-f", "csv", "--wide", "--comment"], inFolder: "datapackage.json")
    try export("batch", "index", ["--all", "-f", "json", "--keep-going"], inFolder: "index.json")
    try export("folders", "index", ["--all", "-f", "csv", "--keep-going"], inFolder: "index.json")
    let schemas = Reference.root.appending(path: "docs/schema").path
    let outcome = try Program.run(Python.path, ["-c", Self.validate, schemas] + files)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output.prefix(2000))\(outcome.errors)")
  }

  private static let validate = """
    import json, sys
    from jsonschema import Draft202012Validator
    folder = sys.argv[1]
    for argument in sys.argv[2:]:
        name, path = argument.split("=", 1)
        with open(f"{folder}/{name}.json") as file:
            schema = json.load(file)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        with open(path) as file:
            # Every seventh line of records is enough.
            documents = [json.loads(line) for line in file.readlines()[::7]] if name == "record" else [json.load(file)]
        for document in documents:
            # Arrays of numbers are long, and alike: their beginnings are enough.
            def shortened(value, key=""):
                if isinstance(value, dict):
                    return {key: shortened(member, key) for key, member in value.items()}
                if isinstance(value, list):
                    return [shortened(member) for member in (value[:3] if value and not isinstance(value[0], dict) else value)]
                return value
            for error in list(validator.iter_errors(shortened(document)))[:3]:
                print(f"{path}: {error.json_path}: {error.message[:300]}")
    """

  @Test("docs/formats.md names every key of the schemas, and every attribute and dataset of HDF5")
  func documented() throws {
    let folder = try TemporaryFolder()
    let exports: [(String, [String])] = [
      ("all.h5", (1...16).map { "id:\($0)" } + ["--include-failed"]),
      ("part.h5", (5...11).map { "id:\($0)" } + ["--partial", "--keep-going"]),
      ("combined.h5", ["id:12", "id:13", "--combine", "-p", "0", "--primaries", "1e9"]),
    ]
    for (name, arguments) in exports {
      let outcome = try Program.run(
        Ebb.path, ["export", "--db", MadeStore.path, "-q", "-o", folder.path(name)] + arguments)
      #expect(outcome.status < 2, "\(name): \(outcome.errors)")
    }
    let outcome = try Program.run(
      Python.path, ["-c", Self.names, Reference.root.path] + exports.map { folder.path($0.0) })
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output.prefix(2000))\(outcome.errors)")
  }

  private static let names = """
    import glob, json, re, sys
    import h5py
    root = sys.argv[1]
    text = re.sub(r"```.*?```", "", open(f"{root}/docs/formats.md").read(), flags=re.S)
    known = set(re.findall(r"`([^`]+)`", text)) | {word for span in re.findall(r"`([^`]+)`", text) for word in re.split(r"[ ,]+", span)}
    used = set()

    def properties(schema):
        if isinstance(schema, dict):
            if isinstance(schema.get("properties"), dict):
                used.update(schema["properties"])
            for member in schema.values():
                properties(member)
        elif isinstance(schema, list):
            for member in schema:
                properties(member)

    for path in glob.glob(f"{root}/docs/schema/*.json"):
        schema = json.load(open(path))
        if "datapackage" not in path:
            properties(schema)
    for path in sys.argv[2:]:
        with h5py.File(path) as file:
            def visit(name, object):
                used.update(key for key in object.attrs if not key.startswith("yaptide_") and not key.endswith("_indices"))
                parent = object.parent
                if isinstance(object, h5py.Dataset) and parent.attrs.get("NX_class") != "NXdata":
                    used.add(name.split("/")[-1])
                elif isinstance(object, h5py.Dataset):
                    signal = parent.attrs.get("signal", "")
                    last = name.split("/")[-1]
                    axes = list(parent.attrs.get("axes", []))
                    known_names = {signal, "nv"} | set(axes) | {axis + "_bounds" for axis in axes}
                    known_names |= {signal + suffix for suffix in ("_errors", "_contributions", "_hits")}
                    states = {parent.attrs[key] for key in parent.attrs if key.startswith("state_") and isinstance(parent.attrs[key], str)}
                    if last not in known_names | states | {"pdg", "x", "y", "z", "vx", "vy", "vz", "energy", "particle"}:
                        print("dataset", last)
            used.update(file.attrs)
            file.visititems(visit)
    for name in sorted(used - known):
        print("not in docs/formats.md:", name)
    """

  @Test("every format of ebb's own states the version of its keys")
  func versions() throws {
    let folder = try TemporaryFolder()
    let json = try Ebb.run("export", "id:1", "-p", "0", "--db", MadeStore.path)
    #expect(json.output.firstMatch(of: #/"schema": 1,/#) != nil)
    let records = try Ebb.run("export", "id:1", "-p", "0", "-f", "ndjson", "--db", MadeStore.path)
    #expect(records.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"schema\":1,") })
    let table = try Ebb.run("export", "id:1", "-p", "0", "-f", "csv", "--comment", "--db", MadeStore.path)
    #expect(table.output.split(separator: "\n")[0].contains(", schema 1, "))
    let file = folder.path("a.h5")
    _ = try Ebb.run("export", "id:1", "-p", "0", "-o", file, "--db", MadeStore.path)
    let read = try Program.run(
      Python.path, ["-c", "import h5py, sys; print(h5py.File(sys.argv[1]).attrs['schema'])", file])
    #expect(read.output == "1\n")
  }
}
