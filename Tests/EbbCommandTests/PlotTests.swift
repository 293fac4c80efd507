import EbbTestSupport
import Foundation
import Testing

@Suite("ebb plot") struct PlotTests {
  private static let store = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  private func plot(_ arguments: String, in folder: TemporaryFolder) throws -> Program.Outcome {
    try Program.run(
      Ebb.path,
      ["plot", "20260112"] + arguments.split(separator: " ").map(String.init) + ["--db", Self.store],
      folder: folder.path(""))
  }

  @Test(
    "a picture of each kind of page has its axes and their units beside it",
    arguments: [
      ("-e z_profile -p 0", ["z (cm)", "Dose per primary (MeV g⁻¹)", "± one standard error"]),
      ("-e z_profile -p FLUENCE", ["z (cm)", "Fluence per primary (cm⁻²)", "FLUENCE (Protons)"]),
      ("-e yz_profile -p 0", ["z (cm)", "y (cm)", "Dose per primary (MeV g⁻¹)"]),
      ("-e yz_profile -p 0 --log", ["z (cm)", "y (cm)", "MeV g⁻¹"]),
      ("-e xyz_dose", ["x (cm)", "y (cm)", "z (cm)", "x = −0.125 cm"]),
      ("-e peak -p 4 --log", ["Kinetic energy (MeV)", "cm⁻² MeV⁻¹"]),
      ("-e peak -p 4 --log x --log=y", ["Kinetic energy (MeV)", "10¹"]),
      (
        "-e yz_profile -p 0 --sum y --primaries 1e9", ["z (cm)", "Dose of 10⁹ primaries (Gy)", "mean over y"]
      ),
      ("-e yz_profile -p 0 --at y=0.1", ["y from 0.1 to 0.2 cm"]),
      (
        "-e z_profile -p FLUENCE --style aps --label FLUENCE=All --title T --xlabel Depth/cm --ylabel F",
        ["Depth/cm", "All", ">T<", ">F<"]
      ),
      ("-e z_profile -p 0 --xrange 10:20 --yrange :0.5 --width 60mm --height 5cm", [">12<", ">20<"]),
      ("-e z_profile -p FLUENCE --ratio 1", ["Ratio", "ratio to FLUENCE"]),
      ("-e z_profile -p FLUENCE --difference 2", ["Difference"]),
      ("-e yz_profile -p 0 --show relative", ["Relative standard error, dose (%)"]),
      ("-e z_profile -p 0 --show error", ["Standard error, dose"]),
      ("-e peak -p 4 --lethargy", ["per unit of lethargy", "cm⁻²"]),
      ("-e yz_profile -p 0 --zlabel Dose --zrange 0:1 --cmap cividis", [">Dose<", ">1.0<"]),
    ])
  func labels(arguments: String, words: [String]) throws {
    let folder = try TemporaryFolder()
    let made = try plot(arguments + " -o a.svg", in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let picture = try String(contentsOfFile: folder.path("a.svg"), encoding: .utf8)
    for word in words { #expect(picture.contains(word), "\(word)") }
  }

  @Test(
    "pictures come in three formats, which their first bytes tell",
    arguments: [("png", "\u{89}PNG"), ("svg", "<?xml"), ("pdf", "%PDF")])
  func formats(format: String, start: String) throws {
    let folder = try TemporaryFolder()
    #expect(try plot("-e z_profile -p 0 -o a.\(format)", in: folder).status == 0)
    let picture = try Data(contentsOf: URL(filePath: folder.path("a.\(format)")))
    #expect(picture.count > 5000)
    #expect(picture.prefix(4) == Data(start.unicodeScalars.prefix(4).map { UInt8($0.value) }))
  }

  @Test("a folder gets a picture for each page that can be drawn; a file that exists stays")
  func folder() throws {
    let folder = try TemporaryFolder()
    let made = try plot("-e *z_* -o pictures/", in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("pictures")).sorted()
    #expect(
      files == [
        "xyz_dose_p0_dose.png", "yz_profile_p0_dose.png", "yz_profile_p1_count.png", "z_profile_p0_dose.png",
        "z_profile_p1_fluence.png", "z_profile_p2_fluence.png", "z_profile_p3_dlet.png",
      ])
    let again = try plot("-e xyz_dose -o pictures/", in: folder)
    #expect(again.status == 73)
    #expect(again.errors.contains("--force"))
    #expect(try plot("-e xyz_dose -o pictures/ --force", in: folder).status == 0)
  }

  @Test("in a folder gnuplot runs once, and what it refuses is told of and does not stop the others")
  func oneProcess() throws {
    let folder = try TemporaryFolder()
    let gnuplot = try Program.run("sh", ["-c", "command -v gnuplot"]).output.split(separator: "\n")[0]
    // One that notes each start, and stops at the second picture it is given.
    let environment = try play(
      """
      echo start >> '\(folder.path("starts"))'
      awk '/^set encoding/ { n++ } n == 2 && /^plot/ && !done { print "nonsense here"; done = 1 } { print }' | \(gnuplot) --default-settings /dev/stdin
      """, in: folder)
    let outcome = try Program.run(
      Ebb.path,
      ["plot", "20260112", "-e", "z_profile", "-o", folder.path("pictures") + "/", "--db", Self.store],
      environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("not drawn"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("pictures"))
    #expect(files.count >= 2)
    let starts = try String(contentsOfFile: folder.path("starts"), encoding: .utf8).split(separator: "\n")
    #expect(starts.count <= 3, "a process more for each that fails")
  }

  @Test("bins that are not finite are gaps in curves and maps")
  func nonFinite() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      Ebb.path,
      [
        "plot", "id:11", "-e", "nanlet", "-o", folder.path("pictures") + "/", "--db",
        MadeStore.path, "-q",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("pictures")).count == 4)
  }

  @Test("what --data leaves draws the same picture again")
  func data() throws {
    let folder = try TemporaryFolder()
    #expect(try plot("-e yz_profile -p 0 -o map.svg --data", in: folder).status == 0)
    #expect(try folder.names == ["map.dat", "map.gp", "map.svg"])
    let first = try Data(contentsOf: URL(filePath: folder.path("map.svg")))
    try FileManager.default.removeItem(atPath: folder.path("map.svg"))
    let again = try Program.run("gnuplot", ["map.gp"], folder: folder.path(""))
    #expect(again.status == 0, "\(again.errors)")
    let isSame = try Data(contentsOf: URL(filePath: folder.path("map.svg"))) == first
    #expect(isSame)
  }

  @Test(
    "what cannot be drawn is refused with advice",
    arguments: [
      ("-e entrance -p 0 -o a.png", 64, "single value"),
      ("-e yz_profile -o a.png", 64, "a picture of its own"),
      ("-e z_profile -p 0,1 -o a.png", 64, "differ"),
      ("-e z_profile -p 0 -o a.gif", 64, ".png, .svg or .pdf"),
      ("-e z_profile -p 0 -o a.png --width 1", 64, "--width"),
      ("-e z_profile -p 0 -o a.png --width 9", 64, "9cm"),
      ("-e z_profile -p 0 -o a.png --height 30mm --font 20", 64, "--height"),
      ("-e z_profile -p 0 -o a.png --style nature", 64, "elsevier"),
      ("-e z_profile -p 0 -o a.png --font a'b", 64, "Helvetica"),
      ("-e z_profile -p 0 -o a.png --ratio 1", 64, "nothing to hold it against"),
      ("-e z_profile -p FLUENCE -o a.png --ratio 7", 64, "no curve"),
      ("-e z_profile -p 0 -o a.png --show nothing", 64, "relative"),
      ("-e z_profile -p 0 -o a.png --lethargy", 64, "spectrum"),
      ("-e yz_profile -p 0 -o a.png --isodose 120", 64, "percents"),
      ("-e z_profile -p 0 -o a.png --cmap jet", 64, "viridis"),
      ("-e z_profile -p 0 -o a.png --xrange 3:1", 64, "0:30"),
      ("-e z_profile -p 0 -o a.png --log w", 64, "w"),
      ("-e z_profile -p 0 -o a.png --log y --yrange 0:1", 64, "above 0"),
      ("-e z_profile -p 0 -o a.png --label nothing=a", 64, "nothing"), ("-e nothing -o a.png", 66, "nothing"),
      ("-e entrance -o all/", 64, "none of these pages"),
      ("-e z_profile -p 0 -o no/such/a.png", 73, "no/such"),
    ])
  func refusals(arguments: String, status: Int32, words: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try plot(arguments, in: folder)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
  }

  @Test(
    "characters are drawn as large as asked, and without gnuplot",
    arguments: ["-e z_profile -p 0", "-e yz_profile -p 0", "-e yz_profile -p 0 --log z", "-e xyz_dose"])
  func characters(arguments: String) throws {
    let folder = try TemporaryFolder()
    func draw(_ environment: [String: String?]) throws -> String {
      let outcome = try Program.run(
        Ebb.path,
        ["plot", "20260112", "-f", "text", "-q", "--db", Self.store]
          + arguments.split(separator: " ").map(String.init),
        environment: ["COLUMNS": "60", "LINES": "20", "PATH": folder.path(""), "NO_COLOR": nil]
          .merging(environment) { $1 })
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let text = try draw([:])
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(text.contains("z (cm)") && text.contains("Dose per primary (MeV g⁻¹)"))
    #expect(!text.contains("\u{1b}"))
    if !arguments.contains("xyz") { #expect(text.split(separator: "\n").count < 20) }
    if !arguments.contains("z_profile -p 0") || arguments.contains("yz") {
      let coloured = try draw(["CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"])
      #expect(coloured.contains("\u{1b}[38;2;"))
      #expect(try draw(["CLICOLOR_FORCE": "1", "COLORTERM": "", "TERM": "xterm-256color"]).contains("38;5;"))
      #expect(try !draw(["CLICOLOR_FORCE": "1", "COLORTERM": "", "TERM": "linux"]).contains("38;5;"))
    }
  }

  @Test("without a file and a terminal there is nowhere to draw")
  func nowhere() throws {
    let outcome = try plot("-e z_profile -p 0", in: try TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("-f text"))
  }

  @Test("without gnuplot the error says what to install")
  func absent() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      Ebb.path, ["plot", "20260112", "-e", "z_profile", "-p", "0", "-o", "a.png", "--db", Self.store],
      environment: ["PATH": folder.path("")], folder: folder.path(""))
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("gnuplot-nox"))
  }

  /// A program that is called gnuplot and is a shell's script.
  private func play(_ script: String, in folder: TemporaryFolder) throws -> [String: String?] {
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: false)
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: folder.path("bin/gnuplot")))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/gnuplot"))
    try FileManager.default.createDirectory(atPath: folder.path("tmp"), withIntermediateDirectories: false)
    return ["PATH": "\(folder.path("bin")):/usr/bin:/bin", "TMPDIR": folder.path("tmp")]
  }

  @Test("an interruption ends a gnuplot that hangs, with all that it has started; nothing is left")
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let started = folder.path("started")
    let environment = try play("sleep 1000 &\necho $$ $! > '\(started)'\nsleep 1000", in: folder)
    let outcome = try Program.run(
      Ebb.path,
      ["plot", "20260112", "-e", "z_profile", "-p", "0", "-o", folder.path("a.png"), "--db", Self.store],
      environment: environment,
      interruptWhen: { (try? String(contentsOfFile: started, encoding: .utf8))?.hasSuffix("\n") ?? false })
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("tmp")).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.png")))
    let processes = try String(contentsOfFile: started, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    #expect(processes.count == 2)
    for process in processes {
      // What another has to bury may take a moment.
      while let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
        !status.contains("State:\tZ")
      {
        usleep(5000)
      }
    }
  }

  @Test(
    "a gnuplot that breaks is told with its own last words",
    arguments: [
      ("echo 'no fonts' >&2; exit 1", "no fonts"), ("cat > /dev/null", "it said nothing"),
      ("kill -SEGV $$", "it crashed"), ("exec 0<&-; echo short >&2; exit 2", "short"),
    ])
  func broken(script: String, words: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      Ebb.path,
      ["plot", "20260112", "-e", "yz_profile", "-p", "0", "-o", folder.path("a.png"), "--db", Self.store],
      environment: try play(script, in: folder))
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.png")))
  }

  @Test("ebb show --plot draws in 80 columns, in plain characters where there is no terminal")
  func show() throws {
    let shown = try Ebb.run("show", "20260112", "--plot", "-e", "*z_profile", "-p", "0", "--db", Self.store)
    #expect(shown.status == 0, "\(shown.errors)")
    let lines = shown.output.split(separator: "\n")
    #expect(lines.contains("z_profile, page 0: DOSE"))
    #expect(lines.contains { $0.contains("yz_profile, page 0: DOSE") })
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(!shown.output.contains("\u{1b}"))
    #expect(shown.output.contains("z (cm)"))
    let alone = try Ebb.run("show", "20260112", "-p", "0", "--db", Self.store)
    #expect(alone.status == 64)
    #expect(alone.errors.contains("--plot"))
  }
}
