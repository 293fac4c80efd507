internal import EbbModel
internal import EbbPipeline

/// The time at which a result file was written, as its metadata have it: "Mon, 25 Mar 2024 21:44:45 +0100" (RFC 5322),
/// or "2026-01-12 08:40:00", which has no zone.
struct FileDate: Sendable, Equatable {
  /// In UTC, where there is a zone.
  var instant: Instant
  var hasZone: Bool

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// - Returns: `nil` for another form.
  init?(_ text: String) {
    if let instant = Instant(text: text) {
      self.init(instant: instant, hasZone: text.hasSuffix("Z"))
      return
    }
    var words = text.split { $0 == " " || $0 == "," }.map(String.init)
    // The day of the week says nothing new.
    if let first = words.first, Int(first) == nil { words.removeFirst() }
    guard words.count == 4 || words.count == 5, let day = Int(words[0]), 1...31 ~= day,
      let month = Self.months.firstIndex(of: words[1].lowercased()), words[2].count == 4
    else { return nil }
    let date = "\(words[2])-\(Self.pad(month + 1))-\(Self.pad(day)) \(words[3])"
    guard let local = Instant(text: date) else { return nil }
    guard words.count == 5 else {
      self.init(instant: local, hasZone: false)
      return
    }
    guard let offset = Self.offset(words[4]) else { return nil }
    self.init(instant: Instant(microseconds: local.microseconds - offset * 60_000_000), hasZone: true)
  }

  private init(instant: Instant, hasZone: Bool) {
    self.instant = instant
    self.hasZone = hasZone
  }

  /// "+0130" in minutes.
  private static func offset(_ zone: String) -> Int64? {
    if zone == "GMT" || zone == "UTC" || zone == "Z" { return 0 }
    guard zone.count == 5, let sign = zone.first, sign == "+" || sign == "-",
      let digits = Int64(zone.dropFirst()), digits >= 0
    else { return nil }
    let minutes = digits / 100 * 60 + digits % 100
    return sign == "-" ? -minutes : minutes
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
