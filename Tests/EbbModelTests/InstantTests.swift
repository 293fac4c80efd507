import EbbModel
import EbbTestSupport
import Glibc
import Testing

@Suite("Instant")
struct InstantTests {
  @Test(
    "text and moment, there and back",
    arguments: [
      ("1970-01-01 00:00:00", 0, "1970-01-01T00:00:00Z"),
      ("1970-01-01 00:00:00.000001", 1, "1970-01-01T00:00:00.000001Z"),
      ("1969-12-31 23:59:59.999999", -1, "1969-12-31T23:59:59.999999Z"),
      ("1969-12-31 23:59:59", -1_000_000, "1969-12-31T23:59:59Z"),
      ("2025-03-14T09:26:53.589793Z", 1_741_944_413_589_793, "2025-03-14T09:26:53.589793Z"),
      ("2000-02-29 12:00:00", 951_825_600_000_000, "2000-02-29T12:00:00Z"),
      ("1900-03-01 00:00:00", -2_203_891_200_000_000, "1900-03-01T00:00:00Z"),
      ("2024-02-29 23:59:59.5", 1_709_251_199_500_000, "2024-02-29T23:59:59.500000Z"),
      ("2026-01-01 00:00:00.12", 1_767_225_600_120_000, "2026-01-01T00:00:00.120000Z"),
      ("0000-01-01 00:00:00", -62_167_219_200_000_000, "0000-01-01T00:00:00Z"),
      ("9999-12-31 23:59:59.999999", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
      ("2016-12-31 23:59:60", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
    ] as [(String, Int64, String)])
  func known(text: String, microseconds: Int64, iso8601: String) {
    #expect(Instant(text: text)?.microseconds == microseconds)
    #expect(Instant(microseconds: microseconds).iso8601 == iso8601)
    #expect(Instant(text: iso8601)?.microseconds == microseconds)
  }

  @Test("every day of 1600 to 2400 is the C library's")
  func everyDay() {
    for day in stride(from: -135_140 as Int64, through: 157_055, by: 1) {
      var seconds = time_t(day * 86_400)
      var parts = unsafe tm()
      unsafe gmtime_r(&seconds, &parts)
      let (year, month, dayOfMonth) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
      let date =
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)"
      let instant = Instant(microseconds: day * 86_400_000_000)
      guard instant.iso8601 == date + "T00:00:00Z", Instant(text: date + " 00:00:00") == instant else {
        Issue.record("\(date): \(instant.iso8601)")
        return
      }
    }
  }

  @Test("random moments come back from their text")
  func roundTrip() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let range: Range<Int64> = -62_167_219_200_000_000..<253_402_300_800_000_000
      let instant = Instant(microseconds: Int64.random(in: range, using: &random))
      #expect(Instant(text: instant.iso8601) == instant)
    }
  }

  @Test(
    "years of more digits, and before 0000, are written as ISO 8601 expands them",
    arguments: [
      (253_402_300_800_000_000, "10000-01-01T00:00:00Z"),
      (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999999Z"),
      (.max, "294247-01-10T04:00:54.775807Z"), (.min, "-290308-12-21T19:59:05.224192Z"),
    ] as [(Int64, String)])
  func farYears(microseconds: Int64, iso8601: String) {
    #expect(Instant(microseconds: microseconds).iso8601 == iso8601)
    // The first second that can be counted is not whole.
    #expect(Instant(text: iso8601)?.microseconds == (microseconds == .min ? nil : microseconds))
  }

  @Test(
    "years that cannot be counted in microseconds are refused",
    arguments: [
      "294247-01-10 04:00:54.775808", "999999-12-31 23:59:59", "-999999-01-01 00:00:00",
      "1000000-01-01 00:00:00",
      "-290308-12-21 19:59:05", "-0044-03-15", "+44-03-15 00:00:00", "12a45-01-01 00:00:00",
      "--2025-01-01 00:00:00",
    ])
  func beyond(text: String) {
    #expect(Instant(text: text) == nil)
  }

  @Test(
    "malformed text and days that no calendar has are refused",
    arguments: [
      "", "Z", "2025", "2025-03-14", "2025-03-14 09:26", "2025-03-14 09:26:5", "2025-03-14  09:26:53",
      "2025-3-14 09:26:53", "25-03-14 09:26:53", "2025/03/14 09:26:53", "2025-03-14 09.26.53",
      "2025-03-14t09:26:53",
      "2025-03-14 09:26:53.", "2025-03-14 09:26:53.1234567", "2025-03-14 09:26:53,5",
      "2025-03-14 09:26:53.5x",
      "2025-03-14 09:26:53ZZ", "2025-03-14 09:26:53+00:00", " 2025-03-14 09:26:53", "2025-03-14 09:26:53 ",
      "2025-00-14 09:26:53", "2025-13-14 09:26:53", "2025-03-00 09:26:53", "2025-03-32 09:26:53",
      "2025-04-31 00:00:00",
      "2025-02-29 00:00:00", "1900-02-29 00:00:00", "2024-02-30 00:00:00", "2025-03-14 24:00:00",
      "2025-03-14 09:60:00",
      "2025-03-14 09:26:61", "-025-03-14 09:26:53", "+025-03-14 09:26:53", "2025-03-1４ 09:26:53",
      "２025-03-14 09:26:53",
      "2025-03-14 09:26:-3", "None", "infinity", "\0025-03-14 09:26:53",
    ])
  func malformed(text: String) {
    #expect(Instant(text: text) == nil)
  }

  @Test("the farthest moments have a text, and a time between them")
  func extremes() {
    let (first, last) = (Instant(microseconds: .min), Instant(microseconds: .max))
    #expect(first.iso8601 == "-290308-12-21T19:59:05.224192Z")
    #expect(last.iso8601 == "294247-01-10T04:00:54.775807Z")
    #expect(last.seconds(since: first) == 0x1p63 / 1e6)
    #expect(first.seconds(since: last) == -0x1p63 / 1e6)
    #expect(Instant(microseconds: 2_500_000).seconds(since: Instant(microseconds: -500_000)) == 3)
  }

  @Test("moments are ordered")
  func order() {
    let times = [
      "1969-12-31 23:59:59", "1970-01-01 00:00:00", "2025-03-14 09:26:53", "2025-03-14 09:26:53.000001",
    ]
    let instants = times.map { Instant(text: $0)! }
    #expect(instants == instants.sorted())
    #expect(instants[0] < instants[1])
    #expect(!(instants[1] < instants[1]))
  }
}
