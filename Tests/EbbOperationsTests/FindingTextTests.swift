import EbbModel
import Testing

@testable import EbbOperations

/// What findings are worded of: dates that simulators write, and lists of tasks.
@Suite("Words of findings") struct FindingTextTests {
  private static let dates: [(String, String?, Bool)] = [
    ("Mon, 25 Mar 2024 21:44:45 +0100", "2024-03-25T20:44:45Z", true),
    ("Thu, 15 Jun 2023 13:47:23 +0000", "2023-06-15T13:47:23Z", true),
    ("1 Jan 2026 00:30:00 +0130", "2025-12-31T23:00:00Z", true),
    ("31 Dec 2025 23:30:00 -0800", "2026-01-01T07:30:00Z", true),
    ("Mon, 25 Mar 2024 21:44:45 GMT", "2024-03-25T21:44:45Z", true),
    ("25 Mar 2024 21:44:45", "2024-03-25T21:44:45Z", false),
    ("2026-01-12 08:40:00", "2026-01-12T08:40:00Z", false),
    ("2026-01-12T08:40:00Z", "2026-01-12T08:40:00Z", true), ("", nil, false),
    ("25 Mär 2024 21:44:45", nil, false),
    ("30 Feb 2024 21:44:45", nil, false), ("32 Jan 2024 21:44:45", nil, false),
    ("1 Jan 24 21:44:45", nil, false),
    ("1 Jan 2024 21:44", nil, false), ("1 Jan 2024 21:44:45 CET", nil, false),
    ("1 Jan 2024 21:44:45 +1-30", nil, false),
    ("Mon Tue 1 Jan 2024", nil, false), ("Mon,", nil, false),
  ]

  @Test("dates of result files", arguments: dates)
  func date(text: String, expected: String?, hasZone: Bool) {
    let date = FileDate(text)
    #expect(date?.instant.iso8601 == expected)
    if expected != nil { #expect(date?.hasZone == hasZone) }
  }

  @Test(
    "tasks are listed, not more than a line holds",
    arguments: [
      ([], "no task"), ([3], "task 3"), ([1, 2], "tasks 1 and 2"), ([1, 2, 5], "tasks 1, 2 and 5"),
      (Array(1...1200), "1,200 tasks (1, 2, 3, 4, 5, 6, …)"),
    ])
  func list(tasks: [Int], text: String) {
    #expect(taskList(tasks) == text)
  }
}
