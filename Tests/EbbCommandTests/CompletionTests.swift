import EbbTestSupport
import Foundation
import Testing

/// The words that shells offer: of the store, of files, and never an error.
@Suite("Completion") struct CompletionTests {
  /// The answer to a shell that completes the last word of `line`.
  /// - Parameter argument: the option, or `positional@0`.
  private func candidates(
    _ line: String, of argument: String, shell: String = "zsh", database: String? = Sample.path,
    patience: String? = "60000"
  ) throws -> [String] {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let commands = words.dropFirst().prefix {
      !$0.hasPrefix("-") && !$0.contains(where: { $0.isNumber || $0 == "/" }) && !$0.isEmpty
    }
    let outcome = try Program.run(
      Ebb.path,
      ["---completion"] + commands + [
        "--", argument, String(words.count - 1), String(words.last?.count ?? 0),
      ] + words,
      environment: [
        "EBB_DB": database, "FLASK_SQLALCHEMY_DATABASE_URI": nil, "SAP_SHELL": shell,
        "SAP_SHELL_VERSION": "5",
        "EBB_COMPLETION_MS": patience,
      ], folder: Reference.root.appending(path: "samples").path)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(line): \(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init).filter { $0 != " " }
  }

  @Test("jobs come the newest first, with their titles")
  func jobs() throws {
    let jobs = try candidates("ebb show ", of: "positional@0")
    #expect(
      jobs.filter { $0.hasPrefix("2026") }.map { $0.prefix(8) } == [
        "20260116", "20260115", "20260114", "20260113", "20260112",
      ])
    #expect(jobs[0].contains(":Proton pencil beam 150 MeV, without its geometry, FAILED"))
    #expect(try candidates("ebb logs 202601", of: "positional@0").count == 5)
    let fish = try candidates("ebb input ", of: "positional@0", shell: "fish")
    #expect(fish[0].contains("DIRECT\tProton pencil beam"))
    #expect(try candidates("ebb show 20260112", of: "positional@0", shell: "bash").count == 1)
  }

  @Test("files and folders of results are offered beside jobs")
  func files() throws {
    let folder = try TemporaryFolder()
    for name in ["a-result.json", "a.json.gz", "a.h5", "a.txt", ".hidden.json"] {
      try Data().write(to: folder.url.appending(path: name))
    }
    let typed = folder.path("a")
    let words = try candidates("ebb show \(typed)", of: "positional@0", database: nil)
    #expect(words.map { $0.dropFirst(typed.count - 1) } == ["a-result.json:file", "a.json.gz:file"])
    let exports = try candidates("ebb compare \(typed)", of: "positional@0", database: nil)
    #expect(exports.contains { $0.hasSuffix("a.h5:file") })
    #expect(
      try candidates("ebb export \(folder.url.deletingLastPathComponent().path)/", of: "positional@0")
        .contains { $0.hasSuffix(":folder") })
  }

  @Test("estimators, pages, axes and quantities are those of the job on the line")
  func contents() throws {
    let line = "ebb export 20260112"
    func words(_ text: String, _ argument: String) throws -> [Substring] {
      try candidates(line + text, of: argument, shell: "fish").map { $0.split(separator: "\t")[0] }
    }
    #expect(try words(" -e ", "--estimator") == ["z_profile", "yz_profile", "xyz_dose", "entrance", "peak"])
    #expect(try words(" -e yz_profile -p ", "--page") == ["DOSE", "COUNT", "0", "1"])
    #expect(try words(" -e yz_profile --sum ", "--sum") == ["y", "z"])
    #expect(try words(" -e z_profile --range ", "--range") == ["z=0:20"])
    #expect(try words(" -e yz_profile --unit ", "--unit") == ["DOSE=", "COUNT="])
    #expect(try candidates("ebb list pages --user ", of: "--user") == ["alice", "bob", "carol"])
  }

  @Test("those of a file are those of the file")
  func contentsOfFiles() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("my-result.json")
    _ = try Ebb.run("export", "20260112", "-e", "peak", "-f", "yaptide", "-o", file, "--db", Sample.path)
    let names = try candidates("ebb show \(file) -e ", of: "--estimator", shell: "fish", database: nil)
    #expect(names.map { $0.split(separator: "\t")[0] } == ["peak"])
  }

  @Test(
    "what cannot be asked has no candidates, and says nothing",
    arguments: [
      nil, "/nowhere.sqlite", "nonsense://", "postgresql://127.0.0.1:1/nothing",
      "silent",
    ])
  func quiet(database: String?) throws {
    // A server that takes connections and never says a word.
    let server = try SilentServer()
    let database = database == "silent" ? "postgresql://127.0.0.1:\(server.port)/store" : database
    for argument in ["--estimator", "--page", "--range", "--unit"] {
      #expect(
        try candidates("ebb export 20260112 -x ", of: argument, database: database, patience: nil) == [])
    }
    // Folders may hold results.
    let logs = try candidates("ebb logs ", of: "positional@0", database: database, patience: nil)
    #expect(logs.filter { !$0.hasSuffix(":folder") } == [])
  }

  @Test("scripts of another version get no candidates, and no message")
  func otherVersion() throws {
    for words in [
      ["---completion"], ["---completion", "absent", "--", "--gone"],
      ["---completion", "export", "--", "positional@9"],
    ] {
      let outcome = try Program.run(Ebb.path, words)
      #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.isEmpty, "\(words)")
    }
  }

  @Test("nothing that a title holds is run by bash")
  func hostile() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("store.sqlite")
    try FileManager.default.copyItem(atPath: Sample.path, toPath: copy)
    let title =
      "$(touch \(folder.path("run"))) `touch \(folder.path("run"))` '; touch \(folder.path("run")) #"
    let changed = try Program.run(
      "sqlite3", [copy, "UPDATE Simulation SET title = '\(title.replacing("'", with: "''"))'"])
    try #require(changed.status == 0, "\(changed.errors)")
    let outcome = try shell("bash", "ebb logs 2026", folder: folder, database: copy)
    #expect(outcome.contains("20260116-081500"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("run")))
  }

  // Shells as they are: each runs its script as it does when a user presses tab.

  static func isPresent(_ name: String) -> Bool {
    let isThere = (try? Program.run("sh", ["-c", "command -v \(name)"]).status == 0) ?? false
    if !isThere {
      print("SKIPPED: completion in \(name), which is not there; script/setup --tests installs it.")
    }
    return isThere
  }

  @Test("bash offers them", .enabled(if: isPresent("bash")))
  func bash() throws {
    let folder = try TemporaryFolder()
    let jobs = try shell("bash", "ebb show 2026", folder: folder)
    #expect(
      jobs.split(separator: "\n").map { $0.prefix(8) } == [
        "20260116", "20260115", "20260114", "20260113", "20260112",
      ])
    #expect(jobs.contains("  Proton pencil beam 150 MeV"))
    #expect(try shell("bash", "ebb export 20260112 -e ", folder: folder).contains("yz_profile"))
    #expect(try shell("bash", "ebb export -f ", folder: folder).contains("ndjson"))
    #expect(try shell("bash", "ebb ana", folder: folder) == "analyze\n")
  }

  @Test("fish offers them", .enabled(if: isPresent("fish") && isPresent("zsh")))
  func fish() throws {
    let folder = try TemporaryFolder()
    let jobs = try shell("fish", "ebb show 2026", showing: "every task", folder: folder)
    #expect(jobs.contains("20260116-081500") && jobs.contains("without its geometry"), "\(jobs)")
    let estimators = try shell("fish", "ebb export 20260112 -e ", showing: "peak", folder: folder)
    #expect(estimators.contains("yz_profile"), "\(estimators)")
  }

  @Test("zsh offers them", .enabled(if: isPresent("zsh")))
  func zsh() throws {
    let folder = try TemporaryFolder()
    let jobs = try shell("zsh", "ebb show 2026", showing: "every task", folder: folder)
    #expect(jobs.contains("20260116-081500") && jobs.contains("without its geometry"), "\(jobs)")
    let estimators = try shell("zsh", "ebb export 20260112 -e ", showing: "peak", folder: folder)
    #expect(estimators.contains("yz_profile"), "\(estimators)")
  }

  /// The text that a shell shows when tab is pressed after a line.
  /// - Parameter wanted: a text that comes at the end of it.
  private func shell(
    _ name: String, _ line: String, showing wanted: String = "", folder: TemporaryFolder,
    database: String = Sample.path
  ) throws -> String {
    let script = folder.path("script." + name)
    let made = try Ebb.run("--generate-completion-script", name)
    try Data(made.output.utf8).write(to: URL(filePath: script))
    let path = [
      URL(filePath: Ebb.path).deletingLastPathComponent().path,
      ProcessInfo.processInfo.environment["PATH"] ?? "",
    ].joined(separator: ":")
    let environment: [String: String?] = [
      "PATH": path, "EBB_DB": database, "EBB_LINE": line, "EBB_SCRIPT": script, "EBB_SHELL": name,
      "EBB_WANTED": wanted, "EBB_COMPLETION_MS": "60000", "HOME": folder.url.path, "TERM": "dumb",
    ]
    return try Program.run(
      name == "bash" ? "bash" : "zsh",
      name == "bash" ? ["--norc", "-c", Self.bashLine] : ["-f", "-c", Self.terminal],
      environment: environment, folder: folder.url.path
    ).output
  }

  /// The completion that readline would ask for: the words of the line, and the function that is registered.
  private static let bashLine = #"""
    source "$EBB_SCRIPT"
    COMP_LINE=$EBB_LINE COMP_POINT=${#EBB_LINE} COMP_TYPE=9 COMP_KEY=9
    read -ra COMP_WORDS <<< "$COMP_LINE"
    [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    function=$(complete -p ebb | sed -E 's/.*-F ([^ ]+).*/\1/')
    "$function" ebb "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2> /dev/null
    printf '%s\n' "${COMPREPLY[@]}"
    """#

  /// A terminal that zsh makes, with zsh or fish in it, in which tab is pressed.
  private static let terminal = #"""
    zmodload zsh/zpty
    wait_for() {
      text=
      for try in {1..400}; do
        zpty -r -t shell part && text+=$part
        [[ $text == *"$1"* ]] && return
        sleep 0.05
      done
    }
    if [[ $EBB_SHELL == fish ]]; then
      zpty -b shell env TERM=xterm fish --no-config -i
      zpty -w shell "stty cols 300 rows 60; function fish_prompt; end; source $EBB_SCRIPT; echo begin'ning'"
    else
      cp $EBB_SCRIPT ${EBB_SCRIPT:h}/_ebb
      zpty -b shell zsh -f -i
      zpty -w shell 'PS1=; PROMPT2=; LISTMAX=1000; setopt no_beep; stty cols 300 rows 60'
      zpty -w shell "fpath=(${EBB_SCRIPT:h} \$fpath); autoload -Uz compinit; compinit -u -D; echo begin''ning"
    fi
    wait_for beginning
    zpty -n -w shell "$EBB_LINE"$'\t\t'
    wait_for "$EBB_WANTED"
    print -r -- "$text"
    zpty -d shell
    """#
}
