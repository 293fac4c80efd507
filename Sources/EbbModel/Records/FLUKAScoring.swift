/// The scorers of FLUKA's input: USRBIN, USRTRACK, USRBDX and the others, each of one card or of two.
struct FLUKAScoring {
  private struct Scorer {
    var cards: [FLUKACard]
  }

  private var scorers: [Scorer] = []

  private static let commands: Set = [
    "USRBIN", "USRBDX", "USRTRACK", "USRCOLL", "USRYIELD", "RESNUCLE", "RESNUCLEI", "DETECT", "EVENTBIN",
    "SCORE", "USERDUMP", "DCYSCORE", "AUXSCORE",
  ]

  mutating func read(_ card: FLUKACard) {
    guard Self.commands.contains(card.name) else { return }
    if card.isContinuation, scorers.last?.cards[0].name == card.name, scorers.last?.cards.count == 1 {
      scorers[scorers.count - 1].cards.append(card)
    } else {
      scorers.append(Scorer(cards: [card]))
    }
  }

  /// A label and a line each, in order.
  var finished: [(label: String, text: String)] {
    scorers.map { scorer in
      let card = scorer.cards[0]
      let label = card.sdum.isEmpty ? card.name : card.sdum
      let unit = InputWords.count(card.whats[2].replacing("-", with: "")).map { ", unit \($0)" } ?? ""
      let second = scorer.cards.count > 1 ? scorer.cards[1] : nil
      switch card.name {
      case "USRBIN", "EVENTBIN":
        let mesh = second.flatMap { Self.mesh(card, $0) }.map { ", " + $0 } ?? ""
        return (label, "\(card.name) \(card.whats[1])\(unit)\(mesh)")
      case "USRTRACK", "USRCOLL":
        let energies = second.flatMap { Self.range($0, 2, 1, bins: card.number(6)) } ?? ""
        return (label, "\(card.name) \(card.whats[1]) in \(card.whats[3])\(unit)\(energies)")
      case "USRBDX":
        let energies = second.flatMap { Self.range($0, 2, 1, bins: $0.number(3)) } ?? ""
        let angles =
          second.flatMap { card -> String? in
            guard let high = card.number(4), let bins = card.number(6), high > 0 else { return nil }
            return
              ", solid angle \(plainNumber(card.number(5) ?? 0)) to \(plainNumber(high)) sr in \(plainNumber(bins))"
          } ?? ""
        let kind = (card.number(1) ?? 0) < 0 ? ", logarithmic" : ""
        return (
          label,
          "USRBDX \(card.whats[1]) from \(card.whats[3]) to \(card.whats[4])\(unit)\(energies)\(kind)\(angles)"
        )
      default:
        return (label, ([card.name, card.text] + (second.map { [$0.text] } ?? [])).joined(separator: " "))
      }
    }
  }

  private static func range(_ card: FLUKACard, _ low: Int, _ high: Int, bins: Double?) -> String? {
    guard let top = card.number(high), let bottom = card.number(low), let bins else { return nil }
    return ", energy \(plainNumber(bottom)) to \(plainNumber(top)) GeV in \(plainNumber(bins))"
  }

  /// WHAT(1) says the kind of mesh: its last digit (manual, USRBIN).
  private static func mesh(_ first: FLUKACard, _ second: FLUKACard) -> String? {
    guard let kind = first.number(1), 0..<20 ~= kind else { return nil }
    let highs = (4...6).map { first.number($0) }
    let lows = (1...3).map { second.number($0) }
    let bins = (4...6).map { second.number($0) }
    let names: [String]
    switch Int(kind) % 10 {
    case 0, 3, 4, 5, 7: names = ["x", "y", "z"]
    case 1:
      guard let innermost = lows[0], let outermost = highs[0], let low = lows[2], let high = highs[2],
        let radial = bins[0], let around = bins[1], let along = bins[2]
      else { return nil }
      let radii = "\(plainNumber(innermost)) to \(plainNumber(outermost)) cm in \(plainNumber(radial))"
      return "r \(radii), phi in \(plainNumber(around)), "
        + "z \(plainNumber(low)) to \(plainNumber(high)) cm in \(plainNumber(along))"
    default: return nil
    }
    let sides = names.indices.compactMap { index -> String? in
      guard let low = lows[index], let high = highs[index], let bins = bins[index] else { return nil }
      return "\(names[index]) \(plainNumber(low)) to \(plainNumber(high)) cm in \(plainNumber(bins))"
    }
    return sides.count == 3 ? sides.joined(separator: ", ") : nil
  }
}
