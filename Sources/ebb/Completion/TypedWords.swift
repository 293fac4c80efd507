internal import EbbPipeline
internal import EbbText
internal import Foundation

/// A command line that is being typed, as far as candidates depend on it.
struct TypedWords: Sendable {
  /// What is typed of the word that is completed.
  let prefix: String
  /// The URL of the store that is meant; `nil` where none is named.
  let store: String?
  /// The words that may name simulations or files, in their order.
  let references: [String]
  /// The patterns on estimators.
  let estimators: [String]

  /// - Parameters:
  ///   - words: those of the whole line, the program's name first, as they were typed.
  ///   - position: the place of the word that is completed.
  init(_ words: [String], position: Int, prefix: String, environment: [String: String]) {
    self.prefix = Self.unquoted(prefix)
    let words = words.enumerated().filter { $0.offset != position }.map { Self.unquoted($0.element) }
    let stores = [
      Self.values(of: ["--db"], in: words).last, environment["EBB_DB"],
      environment["FLASK_SQLALCHEMY_DATABASE_URI"],
    ]
    store = stores.compactMap(\.self).first { !$0.isEmpty }
    estimators = Self.values(of: ["-e", "--estimator"], in: words)
    var references: [String] = []
    for (index, word) in words.enumerated().dropFirst(2) where !word.isEmpty && !word.hasPrefix("-") {
      // What follows an option may be its value. Such a word is no file then, and a job if it is the beginning of one.
      let mayBeValue = words[index - 1].hasPrefix("-") && !words[index - 1].contains("=")
      if mayBeValue, ResultSource.isFile(word, storeIsNamed: false) { continue }
      references.append(word)
    }
    self.references = references
  }

  private static func values(of names: [String], in words: [String]) -> [String] {
    words.indices.compactMap { index in
      for name in names {
        if words[index].hasPrefix(name + "=") { return String(words[index].dropFirst(name.count + 1)) }
        if words[index] == name, index + 1 < words.count { return words[index + 1] }
      }
      return nil
    }
  }

  /// A word without its quotes and backslashes.
  static func unquoted(_ word: String) -> String {
    var text = ""
    var quote: Character?
    var isEscaped = false
    for character in word {
      if isEscaped {
        text.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { text.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else {
        text.append(character)
      }
    }
    return text
  }
}
