/// A moment in UTC, to the microsecond: what the store's time columns hold.
///
/// PostgreSQL keeps `timestamptz`; SQLite keeps text without a zone, which the platform writes in UTC.
package struct Instant: Hashable, Sendable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// Reads the form of HTTP, `Tue, 19 Nov 2024 16:24:41 GMT` (RFC 9110, 5.6.7), which the web interface saves, and the
  /// same forms as `init(text:)`.
  package init?(anyForm text: String) {
    if let plain = Instant(text: text) {
      self = plain
      return
    }
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let words = text.split { $0 == " " || $0 == "," }.map { $0.lowercased() }
    guard words.count == 6, words[5] == "gmt" || words[5] == "utc",
      let month = months.firstIndex(of: words[2]), let day = Int(words[1]), words[3].count == 4
    else { return nil }
    let date = "\(words[3])-\(month < 9 ? "0" : "")\(month + 1)-\(day < 10 ? "0" : "")\(day)"
    self.init(text: "\(date) \(words[4])")
  }

  /// Reads `YYYY-MM-DD HH:MM:SS[.ffffff]`, with `T` for the blank and a closing `Z` allowed. A year has four to six
  /// digits, and a sign where it is before 0000.
  /// `nil` for anything else, and for what cannot be counted in microseconds.
  package init?(text: String) {
    var bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    let more = (bytes.firstIndex(of: UInt8(ascii: "-")) ?? 0) - 4
    guard 0...2 ~= more else { return nil }
    // What the year has more than four digits of is taken off: the rest lies where it always does.
    var thousands: Int64 = 0
    for byte in bytes.prefix(more) {
      guard byte >= 48, byte <= 57 else { return nil }
      thousands = thousands * 10 + Int64(byte - 48)
    }
    bytes.removeFirst(more)
    if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
    func number(_ range: Range<Int>) -> Int64? {
      guard range.upperBound <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[range] {
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      return value
    }
    guard bytes.count >= 19, bytes[4] == 45, bytes[7] == 45, bytes[10] == 32 || bytes[10] == 84,
      bytes[13] == 58, bytes[16] == 58,
      let lastDigits = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 61
    else { return nil }
    let year = (thousands * 10_000 + lastDigits) * (isNegative ? -1 : 1)
    var fraction: Int64 = 0
    if bytes.count > 19 {
      guard bytes[19] == 46, bytes.count <= 26, bytes.count > 20,
        let digits = number(20..<bytes.count)
      else { return nil }
      fraction = digits
      for _ in bytes.count..<26 { fraction *= 10 }
    }
    let days = Self.days(year: year, month: month, day: day)
    guard Self.date(days: days) == (year, month, day) else { return nil }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
    let (whole, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (microseconds, isJustTooFar) = whole.addingReportingOverflow(fraction)
    guard !isTooFar, !isJustTooFar else { return nil }
    self.init(microseconds: microseconds)
  }

  /// The seconds from `earlier` to this moment, below 0 where that is the later one; at most 292,000 years.
  package func seconds(since earlier: Instant) -> Double {
    Double(difference(microseconds, earlier.microseconds)) / 1e6
  }

  package static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

  /// ISO 8601 in UTC, such as `2025-03-14T09:26:53.589793Z`; the fraction only where there is one.
  package var iso8601: String {
    var (days, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
    if rest < 0 {
      days -= 1
      rest += 86_400_000_000
    }
    let (year, month, day) = Self.date(days: days)
    let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
    var text = "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
    text += "\(pad(seconds / 3_600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
    if fraction != 0 { text += "." + pad(fraction, 6) }
    return text + "Z"
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

private func pad(_ value: Int64, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}
