import Testing

@testable import EbbPipeline

@Suite("ResultPlaces") struct ResultPlacesTests {
  /// Files, and where their estimators belong: "simulation: name task".
  private struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Paths; behind a blank the converter's name for the file's estimator.
    var files: [String]
    var places: [String]
  }

  private static let cases = [
    Case(
      testDescription: "folders of tasks",
      files: ["/r/job/task_0001/dose.json", "/r/job/task_0002/dose.json"],
      places: ["job: dose 1", "job: dose 2"]),
    Case(
      testDescription: "one folder of a task",
      files: ["/r/job/task_0001/dose.json", "/r/job/task_0001/let.json"],
      places: ["job: dose 1", "job: let 1"]),
    Case(
      testDescription: "folders below those of tasks",
      files: ["/job/run/task_1/out/dose.json", "/job/run/task_2/out/dose.json"],
      places: ["run: dose 1", "run: dose 2"]),
    Case(
      testDescription: "folders run_1, run_2", files: ["/job/run_1/dose.json", "/job/run_2/dose.json"],
      places: ["job: dose 1", "job: dose 2"]),
    Case(
      testDescription: "one folder run_1 may be called so by anybody", files: ["/job/run_1/dose.json"],
      places: ["run_1: dose"]),
    Case(
      testDescription: "folders 1, 2", files: ["/job/1/dose.json", "/job/2/dose.json"],
      places: ["job: dose 1", "job: dose 2"]),
    Case(
      testDescription: "folders of jobs", files: ["/r/a1/dose.json", "/r/a2/dose.json"],
      places: ["a1: dose", "a2: dose"]),
    Case(
      testDescription: "folders of jobs with folders of tasks",
      files: ["/r/a/task_1/dose.json", "/r/b/task_1/dose.json"], places: ["a: dose 1", "b: dose 1"]),
    Case(
      testDescription: "numbers at the names' ends", files: ["/job/dose0001.json", "/job/dose0002.json"],
      places: ["job: dose 1", "job: dose 2"]),
    Case(
      testDescription: "numbers behind underscores",
      files: ["/job/NB_mcpl_0001.json", "/job/NB_mcpl_0003.json.gz"],
      places: ["job: NB_mcpl 1", "job: NB_mcpl 3"]),
    Case(
      testDescription: "a name that ends in a number is no task's alone", files: ["/job/run2024.json"],
      places: ["job: run2024"]),
    Case(
      testDescription: "the converter knows the name without the number", files: ["/job/run2024.json run"],
      places: ["job: run 2024"]),
    Case(
      testDescription: "the converter knows the name with the number",
      files: ["/job/a2024.json a2024", "/job/a2025.json a2025"],
      places: ["job: a2024", "job: a2025"]),
    Case(
      testDescription: "the converter's name has little to do with the file's",
      files: ["/job/cylinder_My.json My"],
      places: ["job: cylinder_My"]),
    Case(
      testDescription: "names that are numbers",
      files: ["/job/task_0001/21.json 21", "/job/task_0002/21.json 21"],
      places: ["job: 21 1", "job: 21 2"]),
    Case(
      testDescription: "names with what files may end in",
      files: ["/job/z_profile_.json z_profile_", "/job/z_profile_0002.json z_profile_"],
      places: ["job: z_profile", "job: z_profile 2"]),
    Case(
      testDescription: "numbers at names come before those of folders",
      files: ["/r/run_1/dose0001.json dose", "/r/run_2/dose0001.json dose"],
      places: ["run_1: dose 1", "run_2: dose 1"]),
    Case(
      testDescription: "three digits are none that a converter prints",
      files: ["/job/d001.json", "/job/d002.json"],
      places: ["job: d001", "job: d002"]),
    Case(testDescription: "a file in the root", files: ["/dose.json"], places: ["results: dose"]),
  ]

  @Test("tasks are told from paths, names and the converter's names", arguments: cases)
  private func places(_ expected: Case) {
    let files = expected.files.map { file -> ResultPlaces.File in
      let parts = file.split(separator: " ").map(String.init)
      return ResultPlaces.File(
        path: parts[0], root: nil, jobID: nil, isList: false,
        estimators: [(nil, parts.count > 1 ? parts[1] : nil)])
    }
    #expect(texts(ResultPlaces(files)) == expected.places)
  }

  @Test("a folder that was given names what is in it, if that is one simulation")
  func roots() {
    func places(_ files: [(String, String?)]) -> [String] {
      ResultPlaces(
        files.map {
          ResultPlaces.File(path: $0.0, root: $0.1, jobID: nil, isList: false, estimators: [(nil, nil)])
        }
      ).simulations
    }
    #expect(
      places([("/r/job/run/task_1/a.json", "/r/job"), ("/r/job/run/task_2/a.json", "/r/job")]) == ["job"])
    #expect(places([("/r/a/task_1/a.json", "/r"), ("/r/b/task_2/a.json", "/r")]) == ["a", "b"])
    #expect(
      places([("/r/job/task_1/a.json", "/r/job/task_1"), ("/r/job/task_2/a.json", "/r/job/task_2")]) == [
        "job"
      ])
  }

  @Test("lists are simulations of their own, unless they name one job or lie in folders of tasks")
  func lists() {
    func list(_ path: String, _ jobID: String?, _ names: String...) -> ResultPlaces.File {
      ResultPlaces.File(
        path: path, root: nil, jobID: jobID, isList: true, estimators: names.map { ($0, nil) })
    }
    #expect(
      texts(ResultPlaces([list("/r/a.json", nil, "dose", "let"), list("/r/b.json", nil, "dose")])) == [
        "a: dose", "a: let", "b: dose",
      ])
    #expect(
      texts(ResultPlaces([list("/r/a.json", "j", "dose"), list("/q/b.json", "j", "let")])) == [
        "j: dose", "j: let",
      ])
    #expect(
      texts(ResultPlaces([list("/r/task_1/a.json", nil, "dose"), list("/r/task_2/a.json", nil, "dose")])) == [
        "r: dose 1", "r: dose 2",
      ])
    #expect(
      texts(ResultPlaces([list("/r/a.json", nil, "d_0001", "d_0002", "", "d_")])) == [
        "a: d 1", "a: d 2", "a: estimator_3", "a: d",
      ])
  }

  private func texts(_ places: ResultPlaces) -> [String] {
    places.places.flatMap { $0 }.map { place in
      "\(places.simulations[place.simulation]): \(place.name)" + (place.task.map { " \($0)" } ?? "")
    }
  }
}
