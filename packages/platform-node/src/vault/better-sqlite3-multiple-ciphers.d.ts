/** The part of the package that the vault uses; its own declarations are hidden by its `exports`. */
declare module 'better-sqlite3-multiple-ciphers' {
  class Database {
    constructor(file: string, options?: { readonly timeout?: number })
    exec(sql: string): this
    prepare(sql: string): Database.Statement
    close(): this
  }

  namespace Database {
    interface Statement {
      /** Whether it answers rows. */
      readonly reader: boolean
      run(...values: readonly unknown[]): unknown
      all(...values: readonly unknown[]): unknown[][]
      /** Rows as arrays of columns. */
      raw(): this
    }

    class SqliteError extends Error {
      /** The name of SQLite's extended result code: `SQLITE_IOERR_WRITE`. */
      readonly code: string
    }
  }

  export = Database
}
