/// The name of a page in its estimator: its number, and what it is of.
package struct PageName: Sendable, Hashable {
  package var number: Int
  package var quantity: String
  package var filter: String?

  package init(number: Int, quantity: String, filter: String?) {
    self.number = number
    self.quantity = quantity
    self.filter = filter
  }
}
