private import Glibc

/// A number for people, rounded to three digits: 0.0123, 4.57, 1230000, 2.1e-05.
package func threeDigits(_ number: Double) -> String {
  guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-INF" : "INF" }
  guard number != 0 else { return "0" }
  let sign = number < 0 ? "-" : ""
  let size = abs(number)
  var exponent = Int(log10(size).rounded(.down))
  // In two steps, since 10 to the 310 is no double.
  var scaled = Int(
    (size * pow(10, Double(1 - exponent / 2)) * pow(10, Double(1 - (exponent - exponent / 2)))).rounded())
  if scaled >= 1000 {
    scaled = (scaled + 5) / 10
    exponent += 1
  } else if scaled < 100 {
    scaled *= 10
    exponent -= 1
  }
  let digits = String(scaled)
  switch exponent {
  case 2..<7: return sign + digits + String(repeating: "0", count: exponent - 2)
  case 0, 1: return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  case -4..<0: return sign + "0." + String(repeating: "0", count: -1 - exponent) + digits
  default:
    let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return sign + digits.prefix(1) + "." + digits.dropFirst() + (exponent < 0 ? "e-" : "e+") + power
  }
}
