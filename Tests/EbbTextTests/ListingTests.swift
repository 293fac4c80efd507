import Foundation
import Testing

@testable import EbbText

@Suite("Listing")
struct ListingTests {
  private static let listing: Listing = {
    var listing = Listing([
      .init("job_id", heading: "JOB"), .init("tasks", heading: "TASKS"), .init("hidden"),
      .init("done", heading: "DONE"), .init("shape", heading: "SHAPE"),
    ])
    listing.add([.text("a"), .integer(7), .none, .boolean(true), .list([10, 20])])
    listing.add([.text("long, \"name\"\n\u{1b}[31m"), .none, .text("=1"), .boolean(false), .list([])])
    return listing
  }()

  @Test("people get aligned columns, numbers to the right, nothing that a terminal obeys")
  func table() {
    #expect(
      Self.listing.text(.table) == """
        JOB               TASKS  DONE   SHAPE
        a                     7  true   10x20
        long, "name"[31m         false  -

        """)
  }

  @Test("a narrow terminal shortens the widest text and says so; one that is narrower has the table turned")
  func narrow() {
    #expect(
      Self.listing.text(.table, width: 35) == """
        JOB             TASKS  DONE   SHAPE
        a                   7  true   10x20
        long, "name"[…         false  -
        Shortened: JOB. Whole: --columns
        all, or | cat.

        """)
    #expect(
      Self.listing.text(.table, width: 30) == """
        JOB    a      long, "name"[31m
        TASKS  7
        DONE   true   false
        SHAPE  10x20  -

        """)
    #expect(
      Self.listing.text(.table, width: 22) == """
        JOB    a
        TASKS  7
        DONE   true
        SHAPE  10x20

        JOB    long,
               "name"[31m
        DONE   false
        SHAPE  -

        """)
  }

  @Test("programs get CSV with all columns")
  func csv() {
    #expect(
      Self.listing.text(.csv) == """
        job_id,tasks,hidden,done,shape
        a,7,,true,10x20
        "long, ""name""
        \u{1b}[31m",,"'=1",false,

        """)
  }

  @Test("programs get JSON with all columns, and texts as they are")
  func json() throws {
    let text = Self.listing.text(.json)
    #expect(
      text == """
        [
        {"job_id": "a", "tasks": 7, "hidden": null, "done": true, "shape": [10, 20]},
        {"job_id": "long, \\"name\\"\\n\\u001b[31m", "tasks": null, "hidden": "=1", "done": false, "shape": []}
        ]

        """)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    #expect(Self.listing.jsonObject(0) == text.split(separator: "\n")[1].dropLast())
  }

  @Test("nothing found is a heading, a header, or an empty list")
  func empty() {
    let listing = Listing([.init("a", heading: "A"), .init("b")])
    #expect(listing.text(.table) == "A\n")
    #expect(listing.text(.csv) == "a,b\n")
    #expect(listing.text(.json) == "[]\n")
  }

  private static let numbers: [(Double, String)] = [
    (0, "0"), (1, "1.00"), (-1, "-1.00"), (0.1, "0.100"), (0.00467, "0.00467"), (12.345, "12.3"),
    (99.95, "100"),
    (99.94, "99.9"), (999.5, "1000"), (999.4, "999"), (1234, "1230"), (1_234_567, "1230000"),
    (9_996_000, "1.00e+07"),
    (0.000123, "0.000123"), (0.0001, "0.000100"), (0.00009996, "0.000100"), (2.1e-05, "2.10e-05"),
    (1e-300, "1.00e-300"),
    (1.5e300, "1.50e+300"), (.leastNonzeroMagnitude, "4.94e-324"), (.greatestFiniteMagnitude, "1.80e+308"),
    (.nan, "NaN"),
    (-.infinity, "-INF"),
  ]

  @Test("people see three digits of a number, programs all", arguments: numbers)
  func number(_ number: Double, text: String) {
    var listing = Listing([.init("x", heading: "X")])
    listing.add([.number(number)])
    #expect(listing.text(.table).hasSuffix(text + "\n"))
    let whole = number.isFinite ? number.description : text
    #expect(listing.text(.csv) == "x\n\(whole)\n")
    #expect(listing.jsonObject(0) == "{\"x\": \(number.isFinite ? number.description : "null")}")
  }
}
