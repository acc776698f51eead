import GRDB

/// A row of the journal's tables; the store's trees have rows of their own.
typealias SQLRow = GRDB.Row
