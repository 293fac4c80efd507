import EbbModel

@testable import EbbCodec

/// Any text as a file of results: what one walk finds is what a slow reading of the whole document finds, lies where
/// it says, and is found again in a text made of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzResult(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let found = Result { () throws(DecodeError) in try SourceText.document(TextBuffer(text)) }
  if let expected = SlowResults(text) {
    guard case .success(let document) = found, document.map(parsed) == expected.document else {
      fail("found \(found), slowly \(String(describing: expected.document))", text)
    }
  }
  if case .failure(let error) = found, let offset = error.offset, !(0...count ~= offset) {
    fail("an error at \(offset)", text)
  }
  guard case .success(let document?) = found else { return 0 }
  for estimator in document.estimators { expectPages(of: estimator, text) }
  expectAgain(document, text)
  return 0
}

/// A document without what is only kept to be given back.
private func parsed(_ document: ResultDocument) -> ResultDocument {
  var document = document
  document.job?.saved = SavedMembers()
  for task in (document.job?.tasks ?? []).indices { document.job?.tasks[task].saved = [] }
  for estimator in document.estimators.indices { document.estimators[estimator].saved = [] }
  return document
}

private func slice(_ text: [UInt8], _ page: ResultDocument.Page) -> [UInt8] {
  guard page.range.lowerBound >= 0, page.range.upperBound <= text.count else { fail("\(page.range)", text) }
  return Array(text[page.range])
}

/// Each page is an object, or null, and is read from its place as from a text of its own.
private func expectPages(of estimator: ResultDocument.Estimator, _ text: [UInt8]) {
  var end = 0
  for page in estimator.pages {
    let json = slice(text, page)
    guard page.range.lowerBound >= end, json.first == 0x7b && json.last == 0x7d || json.first == 0x6e else {
      fail("\(page.range) is no page", text)
    }
    end = page.range.upperBound
    let alone = try? SourceText.document(TextBuffer(Array(#"{"page":"#.utf8) + json + [0x7d]))
    guard
      alone?.estimators.map(\.pages) == [
        [ResultDocument.Page(number: page.number, range: 8..<8 + json.count, quantity: page.quantity)]
      ]
    else { fail("\(page.range) is another page alone", text) }
  }
}

/// Writes estimators, their names, metadata and pages, and reads them back.
private func expectAgain(_ document: ResultDocument, _ text: [UInt8]) {
  var json: [UInt8] = []
  var pages: [[[UInt8]]] = []
  for estimator in document.estimators {
    json += Array((json.isEmpty ? "[{" : ",{").utf8)
    if let name = estimator.name { json += Array(#""name":\#(quoted(name)),"#.utf8) }
    let metadata = estimator.metadata.entries.map { "\(quoted($0.name)):\(quoted($0.value))" }
    json += Array(#""metadata":{\#(metadata.joined(separator: ","))},"pages":["#.utf8)
    pages.append(estimator.pages.map { slice(text, $0) })
    json += pages[pages.count - 1].joined(separator: [0x2c])
    json += Array("]}".utf8)
  }
  json += Array((json.isEmpty ? "[]" : "]").utf8)
  guard let again = try? SourceText.document(TextBuffer(json)), again.estimators.count == pages.count else {
    fail("not read again: \(String(decoding: json, as: UTF8.self))", text)
  }
  for (index, (first, second)) in zip(document.estimators, again.estimators).enumerated() {
    guard first.name == second.name, spelled(first.metadata) == second.metadata,
      first.pages.map(\.number) == second.pages.map(\.number),
      first.pages.map(\.quantity) == second.pages.map(\.quantity),
      second.pages.map({ slice(json, $0) }) == pages[index]
    else { fail("another estimator: \(first), \(second)", text) }
  }
}

/// Keys that come from camel case may be read as such again: `aB_` was `aB_`, `a` `B` apart is not.
private func spelled(_ metadata: Metadata) -> Metadata {
  Metadata(metadata.entries.map { Metadata.Entry(name: PageText.snakeCase($0.name), value: $0.value) })
}

private func quoted(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": json += "\\\(scalar)"
    case "\0"..."\u{1f}": json += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}
