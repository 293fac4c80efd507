extension Listing {
  package struct Column: Sendable, Equatable {
    /// The name in CSV and JSON; one thing has the same in every answer and in exports.
    package var name: String
    /// The name of 0.1.0, where that was another: it stays in CSV and JSON where it stood, and the new one follows at
    /// the end of the row.
    package var oldName: String?
    /// The heading of the aligned table; `nil` where people do not need the column.
    package var heading: String?

    /// The width that a text keeps in a terminal that is too narrow for all, as far as it needs it. Numbers keep theirs.
    package var minimum: Int
    /// Whether it may go where the minima do not fit, the last first.
    package var isOptional: Bool
    /// The column of the standard error, which people see with the value: "15.720 ± 0.012".
    package var error: String?
    /// Whether people see the share that it holds in percent; the heading says so.
    package var isPercent = false
    /// Whether people see a + before what is above 0.
    package var isSigned = false
    /// The column of its unit, where units differ and people see each with its value.
    package var unit: String?
    /// Whether each cell tells its unit, which differ.
    package var tellsUnits = false
    /// Whether its texts may be shortened to the first characters that tell them apart, as ids can be asked for by.
    package var isID = false
    package var mark: Mark?

    /// What the colour of a cell tells.
    package enum Mark: Sendable, Equatable {
      /// The state of a simulation or task.
      case state
      /// Whatever stands there is to be looked at.
      case attention
    }

    package init(
      _ name: String, old: String? = nil, heading: String? = nil, minimum: Int = 12, isOptional: Bool = false,
      error: String? = nil, mark: Mark? = nil
    ) {
      self.name = name
      oldName = old
      self.heading = heading
      self.minimum = minimum
      self.isOptional = isOptional
      self.error = error
      self.mark = mark
    }

    /// The simulation that a row is of.
    package static func simulation(old: String? = nil, isShown: Bool = true) -> Column {
      var column = Column("simulation", old: old, heading: isShown ? "SIMULATION" : nil)
      column.isID = true
      return column
    }

    /// A share of 1, which people see in percent.
    package static func percent(
      _ name: String, heading: String?, isOptional: Bool = false, error: String? = nil
    )
      -> Column
    {
      var column = Column(name, heading: heading.map { $0 + " [%]" }, isOptional: isOptional, error: error)
      column.isPercent = true
      return column
    }

    /// Whether it says what a row is of, and stands before the others where a table is taken apart.
    var isKey: Bool { ["simulation", "estimator", "task", "page", "quantity", "figure"].contains(name) }

    /// The headings of names that not every answer shows, where they are not the names in capitals.
    private static let headings = [
      "aggregation": "RULE", "end_time": "ENDED", "problem": "NOTE", "gamma_passing": "GAMMA [%]",
      "gamma_noise_passing": "NOISE [%]",
      "range_shift": "DR80",
    ]

    /// The heading where every column has one.
    var anyHeading: String {
      heading ?? Self.headings[name] ?? name.uppercased().replacing("_", with: " ")
    }

    /// The heading without its unit.
    private var bareHeading: Substring { anyHeading.prefix { $0 != "[" } }

    func isCalled(_ text: String) -> Bool {
      let text = text.lowercased()
      return [name, anyHeading, bareHeading.trimmed, name.replacing("_", with: " ")].contains {
        $0.lowercased() == text
      }
    }
  }

  /// The column that a user calls `text`: by its name, its heading, or its name of 0.1.0.
  package func column(called text: String) -> (index: Int, isOld: Bool)? {
    if let index = columns.firstIndex(where: { $0.isCalled(text) }) { return (index, false) }
    return columns.firstIndex { $0.oldName == text }.map { ($0, true) }
  }

  /// Leaves the columns that are asked for, in that order; `["all"]` is every one that there is. What has been chosen is
  /// shown, under its new name alone.
  /// - Throws: where there is none of a name.
  package mutating func choose(_ names: [String]) throws(Failure) {
    var chosen: [Int] = []
    if names.map({ $0.lowercased() }) == ["all"] {
      chosen = Array(columns.indices)
    } else {
      for name in names {
        guard let (index, _) = column(called: name) else {
          throw .noColumn(name, has: columns.map(\.anyHeading))
        }
        if !chosen.contains(index) { chosen.append(index) }
      }
    }
    let rows = rows.map { row in chosen.map { row[$0] } }
    columns = chosen.map { index in
      var column = columns[index]
      column.heading = column.anyHeading
      column.oldName = nil
      column.isOptional = false
      // Its error has a column of its own now, or is not wanted.
      column.error = nil
      column.unit = nil
      return column
    }
    isChosen = true
    replaceRows(rows)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
