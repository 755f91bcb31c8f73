/**
 * The WebAssembly build of encrypting SQLite, behind the driver that the store asks for. Its own JavaScript interface
 * is asynchronous and is not used; the functions below it are called directly and synchronously.
 */
import type { WaSqliteModule } from '@journeyapps/wa-sqlite/dist/mc-wa-sqlite.mjs'
import createModule from '@journeyapps/wa-sqlite/dist/mc-wa-sqlite.mjs'
import type { SqliteDriver, SqliteStatement, SqliteValue } from '@rushlight/records'
import { createSqliteFileSystem, FILE_SYSTEM_NAME } from './sqlite-file-system.ts'
import type { VaultFiles } from './vault-files.ts'
import { DATABASE_FILE, closeVaultFiles } from './vault-files.ts'

/** `key` is the raw page key of 32 bytes; whether it is the right one shows at the first read. */
export async function openWasmDriver(files: VaultFiles, key: Uint8Array): Promise<SqliteDriver> {
  const module = await createModule({ print: ignore, printErr: ignore })
  const database = openDatabase(module, files)
  const statements: number[] = []

  function exec(sql: string): void {
    ensureOk(module.ccall('sqlite3_exec', 'number', EXEC_TYPES, [database, sql, 0, 0, 0]))
  }

  exec(`PRAGMA cipher = 'chacha20'; PRAGMA key = "raw:${key.toHex()}"`)
  return {
    exec,
    prepare(sql) {
      const pointer = prepare(module, database, sql)
      statements.push(pointer)
      return createStatement(module, pointer)
    },
    close() {
      for (const statement of statements) module._sqlite3_finalize(statement)
      module._sqlite3_close_v2(database)
      closeVaultFiles(files)
    },
    resultCodeOf: (failure) => (failure instanceof SqliteFailure ? failure.resultCode : undefined),
  }
}

class SqliteFailure extends Error {
  readonly resultCode: number

  constructor(resultCode: number) {
    super(`SQLite answered ${resultCode}`)
    this.resultCode = resultCode
  }
}

function openDatabase(module: WaSqliteModule, files: VaultFiles): number {
  ensureOk(module.vfs_register(createSqliteFileSystem(module, files), false))
  ensureOk(module.ccall('sqlite3mc_vfs_create', 'number', ['string', 'number'], [FILE_SYSTEM_NAME, 0]))
  const out = module._sqlite3_malloc(4)
  const values = [DATABASE_FILE, out, READ_WRITE | CREATE, `multipleciphers-${FILE_SYSTEM_NAME}`]
  const resultCode = module.ccall('sqlite3_open_v2', 'number', ['string', 'number', 'number', 'string'], values)
  const database = pointerAt(module, out)
  module._sqlite3_free(out)
  if (resultCode !== OK) module._sqlite3_close_v2(database)
  ensureOk(resultCode)
  module.ccall('sqlite3_extended_result_codes', 'number', ['number', 'number'], [database, 1])
  return database
}

function prepare(module: WaSqliteModule, database: number, sql: string): number {
  const out = module._sqlite3_malloc(4)
  const values = [database, sql, -1, PREPARE_PERSISTENT, out, 0]
  const resultCode = module.ccall('sqlite3_prepare_v3', 'number', PREPARE_TYPES, values)
  const statement = pointerAt(module, out)
  module._sqlite3_free(out)
  ensureOk(resultCode)
  return statement
}

function createStatement(module: WaSqliteModule, statement: number): SqliteStatement {
  const free = module._getSqliteFree()

  function bind(index: number, value: SqliteValue): number {
    if (typeof value === 'number') return module._sqlite3_bind_int(statement, index, value)
    // An empty blob would become NULL otherwise.
    if (value.length === 0) return module._sqlite3_bind_zeroblob(statement, index, 0)
    const pointer = module._sqlite3_malloc(value.length)
    if (pointer === 0) return NO_MEMORY
    module.HEAPU8.set(value, pointer)
    return module._sqlite3_bind_blob(statement, index, pointer, value.length, free)
  }

  function all(...values: readonly SqliteValue[]): readonly (readonly unknown[])[] {
    const rows: unknown[][] = []
    try {
      for (const [index, value] of values.entries()) ensureOk(bind(index + 1, value))
      let resultCode = module._sqlite3_step(statement)
      while (resultCode === ROW) {
        rows.push(rowOf(module, statement))
        resultCode = module._sqlite3_step(statement)
      }
      if (resultCode !== DONE) throw new SqliteFailure(resultCode)
      return rows
    } finally {
      module._sqlite3_reset(statement)
      module._sqlite3_clear_bindings(statement)
    }
  }

  return { all, run: (...values) => void all(...values) }
}

function rowOf(module: WaSqliteModule, statement: number): unknown[] {
  const count = module._sqlite3_column_count(statement)
  return Array.from({ length: count }, (_, column) => columnOf(module, statement, column))
}

function columnOf(module: WaSqliteModule, statement: number, column: number): unknown {
  switch (module._sqlite3_column_type(statement, column)) {
    case INTEGER_TYPE:
      return module._sqlite3_column_int(statement, column)
    case TEXT_TYPE:
      return module.UTF8ToString(module._sqlite3_column_text(statement, column))
    case BLOB_TYPE: {
      const pointer = module._sqlite3_column_blob(statement, column)
      return module.HEAPU8.slice(pointer, pointer + module._sqlite3_column_bytes(statement, column))
    }
    default:
      return undefined
  }
}

function pointerAt(module: WaSqliteModule, address: number): number {
  return module.HEAP32[address >> 2] ?? 0
}

function ensureOk(resultCode: number): void {
  if (resultCode !== OK) throw new SqliteFailure(resultCode)
}

function ignore(): void {}

const EXEC_TYPES = ['number', 'string', 'number', 'number', 'number'] as const
const PREPARE_TYPES = ['number', 'string', 'number', 'number', 'number', 'number'] as const

// Codes and flags of SQLite.
const OK = 0
const NO_MEMORY = 7
const ROW = 100
const DONE = 101
const READ_WRITE = 2
const CREATE = 4
const PREPARE_PERSISTENT = 1
const INTEGER_TYPE = 1
const TEXT_TYPE = 3
const BLOB_TYPE = 4
