/// Every kind of store that is a database. A new one is a folder beside these and a line here.
package let drivers: [any StoreAddress.Type] = [PostgreSQLAddress.self, SQLiteAddress.self]
