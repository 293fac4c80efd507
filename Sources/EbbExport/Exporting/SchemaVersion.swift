/// The version of what the keys of exports mean, which every format states as `schema`.
///
/// It is raised where a key goes or means something else, not where one is added. `docs/formats.md` lists the keys,
/// `docs/schema` has them as JSON Schemas.
package enum SchemaVersion {
  package static let current: Int64 = 1
}
