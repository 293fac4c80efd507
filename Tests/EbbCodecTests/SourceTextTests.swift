import EbbModel
import Testing

@testable import EbbCodec

@Suite("SourceText") struct SourceTextTests {
  private static let page =
    #"{"metadata": {"page_number": "3"}, "data": {"values": [[7]]}, "dimensions": 0}"#

  /// A text, and its estimators: names, primaries, page numbers.
  private struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var estimators: [String]
    var isList = false
    var jobID: String?
  }

  private static let cases = [
    Case(
      testDescription: "the converter's file",
      text: #"{"metadata": {"number_of_primaries": "7"}, "pages": [\#(page), {"data": {"values": []}}]}"#,
      estimators: ["nil 7 [3, nil]"]),
    Case(
      testDescription: "keys in another order, blanks, numbers among the metadata",
      text: "\n{ \"pages\" :[ \(page)\t] , \"metadata\": {\"number_of_primaries\": 7} }\r\n",
      estimators: ["nil 7 [3]"]),
    Case(
      testDescription: "the answer with all estimators",
      text: #"{"message": "x", "estimators": [{"name": "a", "metadata": {}, "pages": [\#(page)]}, "#
        + #"{"name": "b", "metadata": {"number_of_primaries": "9"}, "pages": []}]}"#,
      estimators: ["a - [3]", "b 9 []"], isList: true),
    Case(
      testDescription: "the answer with one estimator",
      text: #"{"message": "x", "name": "a", "metadata": {"number_of_primaries": "9"}, "pages": [\#(page)]}"#,
      estimators: ["a 9 [3]"]),
    Case(
      testDescription: "the answer with one page", text: #"{"message": "x", "page": \#(page)}"#,
      estimators: ["nil - [3]"]),
    Case(
      testDescription: "a list", text: #"[{"name": "a", "metadata": null, "pages": [null, \#(page)]}]"#,
      estimators: ["a - [nil, 3]"], isList: true),
    Case(
      testDescription: "what the web interface saves",
      text: #"{"jobId": "j1", "input": {"x": [0, [1, "]"], {"pages": [1]}]}, "estimators": [{"name": "a", "#
        + #""metadata": {"numberOfPrimaries": "7"}, "pages": [{"metadata": {"pageNumber": "4"}, "axisDim1": "#
        + #"{"values": [1, 2]}, "filterRef": {"rules": [{"a": []}]}, "data": {"values": [1, 2]}}]}], "#
        + #""metadata": {"platform": "DIRECT", "simType": "shieldhit"}, "jobState": "COMPLETED"}"#,
      estimators: ["a 7 [4]"], isList: true, jobID: "j1"),
  ]

  @Test("estimators and pages are found in every shape", arguments: cases)
  private func shapes(_ expected: Case) throws {
    let document = try #require(try SourceText.document(TextBuffer(Array(expected.text.utf8))))
    let estimators = document.estimators.map { estimator in
      let numbers = estimator.pages.map { $0.number.map(String.init) ?? "nil" }.joined(separator: ", ")
      return "\(estimator.name ?? "nil") \(estimator.metadata["number_of_primaries"] ?? "-") [\(numbers)]"
    }
    #expect(estimators == expected.estimators)
    #expect(document.isList == expected.isList)
    #expect(document.job?.id == expected.jobID)
  }

  @Test("a page's range is its JSON, no byte more", arguments: cases)
  private func ranges(_ expected: Case) throws {
    let bytes = Array(expected.text.utf8)
    let document = try #require(try SourceText.document(TextBuffer(bytes)))
    for page in document.estimators.flatMap(\.pages) {
      let text = String(decoding: bytes[page.range], as: UTF8.self)
      #expect(text == "null" || text.hasPrefix("{") && text.hasSuffix("}"))
      if text == Self.page {
        #expect(try PageText.decode(TextBuffer(Array(text.utf8)))?.values == [7])
      }
    }
  }

  @Test("a text that is cut anywhere breaks, at its end or before", arguments: cases)
  private func cuts(_ expected: Case) throws {
    var bytes = Array(expected.text.utf8)
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    for count in 0..<bytes.count {
      let error = #expect(throws: DecodeError.self) {
        try SourceText.document(TextBuffer(Array(bytes[..<count])))
      }
      #expect((error?.offset ?? -1) <= count)
    }
  }

  @Test(
    "JSON without results holds none",
    arguments: [
      "{}", "[]", "3", "null", #"{"simulations": [{"estimators": []}]}"#, #"{"pages": 3}"#, "[1, {}]",
      #"{"estimators": [1]}"#, #"{"pages": ["a"]}"#, #"{"estimators": {"a": 1}}"#,
    ])
  func none(text: String) throws {
    let document = try SourceText.document(TextBuffer(Array(text.utf8)))
    #expect(document == nil || document?.estimators.isEmpty == true)
    #expect(document == nil || text == "[]")
  }

  @Test(
    "what is no JSON is told with its place",
    arguments: [
      ("", 0), ("{\"pages\": [}", 11), ("{\"pages\": []} x", 14),
      ("{\"pages\": [{\"data\": {\"values\": 1 2}}]}", 33),
      ("{\"pages\": [{\"data\": {\"values\": [1, 2}}]}", 40), ("{pages: []}", 1), ("{\"a\": \"\u{1}\"}", 7),
    ])
  func broken(text: String, offset: Int) {
    let error = #expect(throws: DecodeError.self) {
      try SourceText.document(TextBuffer(Array(text.utf8)))
    }
    #expect(error?.offset == offset)
  }

  @Test("what is nested deeper than any result is refused, without recursion to the end of the stack")
  func depth() {
    let brackets = String(repeating: "[", count: 100_000)
    for text in [
      brackets, String(repeating: "{\"a\": ", count: 100_000),
      "{\"pages\": [{\"data\": {\"values\": \(brackets)",
    ] {
      let error = #expect(throws: DecodeError.self) {
        try SourceText.document(TextBuffer(Array(text.utf8)))
      }
      #expect(error?.reason == .nestedTooDeep)
    }
  }

  @Test("the job and its tasks are read from what the web interface saves")
  func job() throws {
    let text = """
      {"estimators": [], "jobId": "j", "title": "t", "jobState": "COMPLETED", "startTime": "2025-03-14T09:26:53Z",
       "jobTasksStatus": [{"taskId": 2, "taskState": "FAILED", "requestedPrimaries": 10, "simulatedPrimaries": 3,
       "estimatedTime": null}, 5], "metadata": {"simType": "fluka"}, "endTime": null}
      """
    let job = try #require(try SourceText.document(TextBuffer(Array(text.utf8)))?.job)
    #expect(job.title == "t")
    #expect(job.state == "COMPLETED")
    #expect(job.startTime == Instant(text: "2025-03-14 09:26:53"))
    #expect(job.endTime == nil)
    #expect(job.metadata["sim_type"] == "fluka")
    var tasks = job.tasks
    #expect(tasks.first?.saved.last == Metadata.Entry(name: "estimatedTime", value: "null"))
    for index in tasks.indices { tasks[index].saved = [] }
    #expect(
      tasks == [
        ResultDocument.Task(number: 2, requestedPrimaries: 10, simulatedPrimaries: 3, state: "FAILED")
      ])
    #expect(job.saved.job.map(\.name) == ["jobId", "title", "jobState", "startTime", "endTime"])
    #expect(job.saved.metadata == [Metadata.Entry(name: "simType", value: "\"fluka\"")])
  }

  @Test(
    "keys in camel case are the converter's",
    arguments: [
      ("pageDiffSize", "page_diff_size"), ("page_diff_size", "page_diff_size"), ("name", "name"),
      ("Tmax_MeV", "Tmax_MeV"), ("fileCDate", "file_c_date"), ("MeV", "MeV"), ("", ""),
      ("axisDim1", "axis_dim1"),
    ])
  func camelCase(key: String, expected: String) {
    #expect(PageText.snakeCase(key) == expected)
  }
}
