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
      ("-e z_profile -p 0", ["z [cm]", "DOSE [MeV/g], per primary"]),
      ("-e z_profile -p FLUENCE", ["z [cm]", "FLUENCE [cm⁻²], per primary", "FLUENCE (Protons)"]),
      ("-e yz_profile -p 0", ["z [cm]", "y [cm]", "MeV/g"]),
      ("-e yz_profile -p 0 --log", ["z [cm]", "y [cm]", "MeV/g"]),
      ("-e xyz_dose", ["x [cm]", "y [cm]", "z [cm]", "x = -0.125 cm"]),
      ("-e peak -p 4 --log", ["Kinetic energy [MeV]", "cm⁻² MeV⁻¹"]),
      ("-e yz_profile -p 0 --sum y --primaries 1e9", ["z [cm]", "DOSE [Gy]"]),
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
      ("-e z_profile -p 0 -o a.png --width 1", 64, "--width"), ("-e nothing -o a.png", 66, "nothing"),
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
    #expect(shown.output.contains("z [cm]"))
    let alone = try Ebb.run("show", "20260112", "-p", "0", "--db", Self.store)
    #expect(alone.status == 64)
    #expect(alone.errors.contains("--plot"))
  }
}
