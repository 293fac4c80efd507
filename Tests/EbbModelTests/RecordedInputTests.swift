import Testing

@testable import EbbModel

extension SimulationRecord {
  /// The text of a field; `nil` where it is not known, or there is none.
  fileprivate func text(_ topic: Topic, _ label: String) -> String? {
    section(topic).fields.first { $0.label == label }?.text
  }

  fileprivate init(_ files: [(String, String)], _ simulator: Simulator, project: JSONTree? = nil) {
    let input = SimulationInput(
      inputType: "FILES", project: nil, files: files.map { NamedText(name: $0.0, text: $0.1) }, json: "{}")
    self.init(input.recordedFacts(project: project, simulator: simulator), simulator: simulator)
  }
}

@Suite("Inputs as a record tells them") struct RecordedInputTests {
  @Test("SHIELD-HIT12A: beam, geometry, materials, detectors")
  func shieldHIT() {
    let record = SimulationRecord(
      [
        (
          "beam.dat",
          """
          RNDSEED      	89736501     ! Random seed
          JPART0       	25           ! Incident particle type
          HIPROJ     	12.0    6.0  ! A and Z of heavy ion
          TMAX0      	391.0   0.5  ! Incident energy; (MeV/nucl)
          NSTAT           1000    1000 ! NSTAT, Step of saving
          STRAGG          2            ! Straggling
          MSCAT           0
          NUCRE           1
          BEAMPOS         0 0 -5.5
          DELTAE          0.03
          ! BEAMSIGMA       1 1
          """
        ),
        (
          "geo.dat",
          """
          *---><---><--------><------------------------------------------------>
              0    0           C12 in H2O
            RCC    1       0.0       0.0       0.0       0.0       0.0      30.0
                          10.0
            SPH    2       0.0       0.0      -5.0      35.0
            RCC    3       0.0       0.0     -10.0       0.0       0.0      40.0
                          20.0
            END
            001          +1
            002          +2     -1
                  OR     -3
            003          +3     -2
            END
              1    2    3
              1 1000    0
          """
        ),
        ("mat.dat", "MEDIUM 1\nICRU 276\nEND\nMEDIUM 2\nRHO 1.2\nNUCLID 6 12\nEND\n"),
        (
          "detect.dat",
          """
          Geometry Mesh
              Name MyMesh
              X -5.0  5.0    1
              Y -5.0  5.0    1
              Z  16.0  16.1   10
          Filter
              Name Carbon
              Z == 6
              A == 12
          Output
              Filename out.bdo
              Geo MyMesh
              Quantity Dose
              Quantity Fluence Carbon
              Diff1 0 160 640
              Diff1Type E
          """
        ),
      ], .shieldhit)
    #expect(record.text(.source, "Particle") == "heavy ion (JPART0 25), A = 12, Z = 6")
    #expect(record.text(.source, "Energy") == "391 MeV per nucleon")
    #expect(record.text(.source, "Energy spread") == "0.5 MeV per nucleon (σ)")
    #expect(record.text(.source, "Position") == "0, 0, -5.5 cm")
    #expect(record.text(.source, "Size") == nil)
    #expect(record.unknown.contains("Source: size"))
    #expect(record.text(.physics, "Energy straggling") == "STRAGG 2 (Vavilov)")
    #expect(record.text(.physics, "Multiple scattering") == "MSCAT 0 (off)")
    #expect(record.text(.physics, "Step") == "0.03, relative mean energy loss (DELTAE)")
    #expect(record.text(.physics, "Energy cut-offs") == nil)
    #expect(record.text(.geometry, "Title") == "C12 in H2O")
    #expect(record.text(.geometry, "Bodies") == "3: 2 RCC, 1 SPH")
    #expect(record.text(.geometry, "Zones") == "3: 001, 002, 003")
    #expect(record.text(.materials, "Zones' media") == "3: 001 medium 1, 002 vacuum, 003 black hole")
    #expect(record.text(.materials, "Medium 2") == "RHO 1.2, NUCLID 6 12")
    #expect(
      record.text(.scoring, "out.bdo")
        == "on MyMesh (Mesh, X -5 to 5 cm in 1, Y -5 to 5 cm in 1, Z 16 to 16.1 cm in 10): Dose; "
        + "Fluence [Carbon: Z == 6, A == 12], Diff1 0 160 640, Diff1Type E")
    #expect(record.text(.primaries, "Random seed") == "89736501")
    #expect(record.text(.primaries, "Asked for in the input") == "1000 a task (NSTAT)")
    #expect(record.unknown.contains("Variance reduction: techniques"))
  }

  @Test("FLUKA: columns, names of regions, two cards of a scorer, biasing")
  func fluka() {
    let record = SimulationRecord(
      [
        (
          "minimal.inp",
          """
          TITLE
          A proton beam
          DEFAULTS                                                              HADROTHE
          BEAM           -0.06       0.0       0.0      -2.0      -2.0          PROTON
          BEAMPOS          0.0       0.0     -100.       0.0       0.0
          GEOBEGIN                                                              COMBNAME
              0    0
          SPH blkbody    0.0 0.0 0.0 100000.0
          RCC target     0.0 0.0 0.0 0.0 0.0 10.0 5.0
          END
          * Black hole
          BLKBODY      5 +blkbody -target
          TARGET       5 +target
          END
          GEOEND
          ASSIGNMA    BLCKHOLE   BLKBODY
          ASSIGNMA       WATER    TARGET
          USRBIN           10.    ENERGY      -21.        5.       0.1        5.dose_xz
          USRBIN           -5.      -0.1       0.0        4.        1.        4. &
          USRTRACK        -1.0    PROTON      -47.    TARGET                100.trk
          USRTRACK         0.2       0.0                                         &
          BIASING          2.0                 2.0    TARGET
          EMFCUT     -0.000100  0.000010                WATER
          RANDOMIZ         1.0      137.
          START             20
          STOP
          START            999
          """
        )
      ], .fluka)
    #expect(record.text(.source, "Particle") == "PROTON")
    #expect(record.text(.source, "Energy") == "0.06 GeV, kinetic energy")
    #expect(record.text(.source, "Energy spread") == nil)
    #expect(record.text(.source, "Position") == "0, 0, -100 cm")
    #expect(record.text(.source, "Size") == "x: 2 cm FWHM, Gaussian; y: 2 cm FWHM, Gaussian")
    #expect(record.text(.physics, "Defaults") == "HADROTHE")
    #expect(record.text(.physics, "Production and transport cuts")?.hasPrefix("EMFCUT -0.000100") == true)
    #expect(record.text(.geometry, "Bodies") == "2: 1 SPH, 1 RCC")
    #expect(record.text(.geometry, "Zones") == "2: BLKBODY, TARGET")
    #expect(record.text(.materials, "Regions' materials") == "2: BLKBODY BLCKHOLE, TARGET WATER")
    #expect(
      record.text(.scoring, "dose_xz")
        == "USRBIN ENERGY, unit 21, x -5 to 5 cm in 4, y -0.1 to 0.1 cm in 1, z 0 to 5 cm in 4")
    #expect(
      record.text(.scoring, "trk") == "USRTRACK PROTON in TARGET, unit 47, energy 0 to 0.2 GeV in 100")
    #expect(record.text(.varianceReduction, "Techniques")?.hasPrefix("BIASING 2.0 2.0 TARGET") == true)
    #expect(record.text(.primaries, "Asked for in the input") == "20 a task (START)")
    #expect(record.text(.primaries, "Random seed") == "1.0 137.")
  }

  @Test("TOPAS: parameters of sources, components, scorers, physics; comments within quotes")
  func topas() {
    let record = SimulationRecord(
      [
        (
          "minimal.txt",
          """
          i:Ts/Seed = 7
          s:Ge/World/Type     = "TsCylinder"
          s:Ge/World/Material = "Vacuum"   # "G4_WATER"
          s:Ge/Phantom/Type = "TsBox"
          s:ge/Phantom/Material = "G4_WATER"
          i:Ge/Phantom/XBins = 4
          d:Ge/BeamPosition/TransZ = -11 cm
          s:So/Demo/Type = "Beam"
          s:So/Demo/BeamParticle = "proton"
          s:So/Demo/Component = "BeamPosition"
          d:So/Demo/BeamEnergy = 60 MeV
          u:So/Demo/BeamEnergySpread = 1
          s:So/Demo/BeamAngularDistribution = "None"
          i:So/Demo/NumberOfHistoriesInRun = 20
          s:Ph/ListName = "Default"
          sv:Ph/Default/Modules = 1 "g4em-standard_opt4"
          d:Ph/Default/CutForAllParticles = 0.05 mm
          s:Sc/Dose/Quantity = "DoseToMedium"
          s:Sc/Dose/Component = "Phantom"
          includeFile = other.txt
          """
        )
      ], .topas)
    #expect(record.text(.source, "Particle") == "proton")
    #expect(record.text(.source, "Energy") == "60 MeV")
    #expect(record.text(.source, "Energy spread") == "1 %")
    #expect(record.text(.source, "Position") == "BeamPosition: z -11 cm")
    #expect(record.text(.source, "Number of sources") == "1: Demo")
    #expect(record.text(.geometry, "Bodies") == "2: World (TsCylinder), Phantom (TsBox)")
    #expect(record.text(.materials, "Materials") == "2: Vacuum, G4_WATER")
    #expect(record.text(.physics, "Physics list") == "Default")
    #expect(record.text(.physics, "Production cuts") == "forallparticles 0.05 mm")
    #expect(record.text(.scoring, "Dose") == "DoseToMedium, on Phantom (x in 4)")
    #expect(record.text(.primaries, "Random seed") == "7")
    #expect(record.text(.input, "Included files") == "other.txt: not read here")
  }

  @Test("Geant4: macro and GDML")
  func geant4() {
    let record = SimulationRecord(
      [
        (
          "run.mac",
          """
          /gps/position 0 0 -10.5 cm
          /gps/particle proton
          /gps/pos/type Beam
          /gps/pos/sigma_x 0.2 cm
          /gps/direction 0 0 1
          /gps/ene/type Gauss
          /gps/ene/mono 150 MeV
          /gps/ene/sigma 1.5 MeV
          /score/create/cylinderMesh Cyl
          /score/mesh/translate/xyz 0 0 -0.5 cm
          /score/mesh/cylinderSize 5 10.0 cm
          /score/mesh/nBin 1 400 1
          /score/quantity/energyDeposit Dose
          /score/quantity/cellFlux Fluence
          /score/filter/particle protonFilter proton
          /score/close
          /run/beamOn 20000
          """
        ),
        (
          "geometry.gdml",
          """
          <?xml version="1.0"?><gdml><materials><material name="BlackHole"/></materials>
          <!-- <solids><tube name="not"/></solids> -->
          <solids><tube name="cylinder" rmax="50"/><tube name='world' rmax='60'/></solids>
          <structure><volume name="phantom"><materialref ref="G4_WATER"/><solidref ref="cylinder"/></volume>
          <volume name="logicWorld"><materialref ref="BlackHole"/></volume></structure></gdml>
          """
        ),
      ], .geant4)
    #expect(record.text(.source, "Particle") == "proton")
    #expect(record.text(.source, "Energy") == "150 MeV")
    #expect(record.text(.source, "Energy spread") == "Gauss, σ 1.5 MeV")
    #expect(record.text(.source, "Position") == "0 0 -10.5 cm")
    #expect(record.text(.source, "Number of sources") == "1")
    #expect(record.text(.geometry, "Bodies") == "2: cylinder (tube), world (tube)")
    #expect(record.text(.geometry, "Zones") == "2: phantom, logicWorld")
    #expect(record.text(.materials, "Materials") == "2: BlackHole, G4_WATER")
    #expect(record.text(.materials, "Volumes' materials") == "2: phantom G4_WATER, logicWorld BlackHole")
    #expect(record.text(.scoring, "Fluence")?.hasSuffix(", filter particle protonFilter proton") == true)
    #expect(
      record.text(.scoring, "Dose")?.contains("r 0 to 5 cm in 1, z -10.5 to 9.5 cm in 400, phi") == true)
    #expect(record.text(.physics, "Physics list") == nil)
    #expect(record.unknown.contains("Physics: physics list"))
    #expect(record.text(.primaries, "Asked for in the input") == "20000 a run (/run/beamOn)")
  }

  @Test("the editor's project stands where files are silent, and not where they speak")
  func project() {
    let project = JSONTree.object([
      "beam": .object([
        "energy": .number(99), "energySpread": .number(1.5), "particle": .object(["id": .number(2)]),
        "sigma": .object(["type": .string("Gaussian"), "x": .number(0.2), "y": .string("0.5")]),
      ]),
      "zoneManager": .object([
        "zones": .array([
          .object(["name": .string("Water"), "materialUuid": .string("m")]), .object([:]), .null,
        ])
      ]),
      "materialManager": .object([
        "materials": .array([
          .object(["uuid": .string("m"), "name": .string("WATER"), "icru": .number(276)]),
          .object(["uuid": .string("x"), "name": .string("UNUSED")]),
        ]), "selectedMaterials": .object(["m": .number(1)]),
      ]),
      "physic": .object(["enableNuclearReactions": .boolean(true)]),
    ])
    let record = SimulationRecord([("beam.dat", "TMAX0 150 \n")], .shieldhit, project: project)
    #expect(record.text(.source, "Energy") == "150 MeV per nucleon")
    #expect(record.text(.source, "Energy spread") == "1.5 MeV")
    #expect(record.text(.source, "Size") == "Gaussian, 0.2, 0.5 cm")
    #expect(record.text(.geometry, "Zones") == "3: Water, (no name), (no name)")
    #expect(record.text(.materials, "Zones' materials") == "1: Water WATER")
    #expect(record.text(.materials, "Materials of the project") == "1: WATER (ICRU 276)")
    #expect(record.text(.physics, "Nuclear reactions") == "on")
    // No other simulator reads the editor's models.
    let other = SimulationRecord([("run.mac", "/gps/particle proton\n")], .geant4, project: project)
    #expect(other.text(.physics, "Nuclear reactions") == nil)
    #expect(other.text(.source, "Energy") == "99 MeV")
  }

  @Test("nonsense is not known", arguments: Simulator.allCases)
  func nonsense(simulator: Simulator) {
    let files = [
      ("beam.dat", "JPART0 x\nTMAX0 nan inf\nNSTAT -5\nSTRAGG 1e400\nBEAMPOS 1 2\n"),
      ("geo.dat", " 0 0 t\n RCC 1 0\n"), ("mat.dat", "MEDIUM 1\nICRU"), ("detect.dat", "Output"),
      ("x.inp", "BEAM           -0.x6\nGEOBEGIN\nSPH a 0 0\nEND\nUSRBIN &\nSTART nan\n"),
      ("x.txt", "=\nx\ns:So/=\ns://///=\"\n#\n"),
      ("x.mac", "/gps/\n/score/quantity/x\n/score/filter/\n/run/beamOn -3\n/score/create/boxMesh"),
      ("x.gdml", "<<<<!-- <solids name=\"<a b=<c='"),
    ]
    let record = SimulationRecord(files, simulator)
    for (topic, labels) in [
      (SimulationRecord.Topic.source, ["Particle", "Energy", "Energy spread", "Position", "Direction"]),
      (.geometry, ["Bodies", "Zones"]), (.primaries, ["Asked for in the input"]),
    ] {
      for label in labels { #expect(record.text(topic, label) == nil, "\(topic) \(label)") }
    }
  }

  @Test("an input of megabytes is read once, whatever is not closed", arguments: [20_000, 80_000])
  func large(count: Int) {
    func lines(_ text: String) -> String { String(repeating: text, count: count) }
    let files = [
      ("beam.dat", lines("JPART0 2 ")), ("geo.dat", " 0 0 t\n" + lines(" RCC 1 0 0\n")),
      ("detect.dat", lines("Filter\n Name A\n Z == 1\nOutput\n Filename x\n Quantity Dose A\n")),
      ("mat.dat", lines("MEDIUM 1\n")), ("a.inp", "GEOBEGIN\n" + lines("SPH a 0 0 0\n")),
      ("b.inp", lines("USRBIN 1\n") + lines("ASSIGNMA x y\n")),
      ("c.txt", lines("s:So/A/B/C = \"") + "\n" + lines("s:Sc/A/Quantity = \"x\"\n")),
      ("d.mac", lines("/score/create/boxMesh a\n/score/quantity/x y\n")),
      ("e.gdml", lines("<")), ("f.gdml", lines("<!--")), ("g.gdml", "<solids>" + lines("<a name=\"b\"/>")),
    ]
    let record = SimulationRecord(files, .shieldhit)
    for section in record.sections {
      // As many of each of four simulators, at most.
      #expect(section.fields.count <= 4 * 201)
      #expect(section.fields.allSatisfy { ($0.text ?? "").count <= 600 })
    }
    #expect(record.section(.scoring).fields.contains { $0.label == "Further" })
  }

  @Test("control characters do not come into a record")
  func control() {
    let record = SimulationRecord([("beam.dat", "USECBEAM \u{1b}[31m\u{7}x\u{202e}\n")], .shieldhit)
    #expect(record.text(.source, "Beam model") == "from the file [31mx")
  }
}
