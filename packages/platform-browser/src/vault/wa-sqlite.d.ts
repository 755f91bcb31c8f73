/** The part of the WebAssembly build that the vault uses. Pointers are numbers; 64-bit numbers come as two halves. */
declare module '@journeyapps/wa-sqlite/dist/mc-wa-sqlite.mjs' {
  export interface WaSqliteModule {
    /** Views of the module's memory; they are replaced when it grows, so they must not be kept. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>
    readonly HEAP32: Int32Array
    UTF8ToString(pointer: number): string
    ccall(
      name: string,
      returnType: 'number',
      argumentTypes: readonly ('number' | 'string')[],
      values: readonly (number | string)[],
    ): number
    vfs_register(fileSystem: object, makeDefault: boolean): number
    _getSqliteFree(): number
    _sqlite3_malloc(bytes: number): number
    _sqlite3_free(pointer: number): void
    _sqlite3_close_v2(database: number): number
    _sqlite3_extended_errcode(database: number): number
    _sqlite3_step(statement: number): number
    _sqlite3_reset(statement: number): number
    _sqlite3_finalize(statement: number): number
    _sqlite3_clear_bindings(statement: number): number
    _sqlite3_bind_int(statement: number, index: number, value: number): number
    _sqlite3_bind_blob(statement: number, index: number, pointer: number, bytes: number, free: number): number
    _sqlite3_bind_zeroblob(statement: number, index: number, bytes: number): number
    _sqlite3_column_count(statement: number): number
    _sqlite3_column_type(statement: number, column: number): number
    _sqlite3_column_int(statement: number, column: number): number
    _sqlite3_column_text(statement: number, column: number): number
    _sqlite3_column_blob(statement: number, column: number): number
    _sqlite3_column_bytes(statement: number, column: number): number
  }

  export default function createModule(settings: {
    readonly print: (text: string) => void
    readonly printErr: (text: string) => void
  }): Promise<WaSqliteModule>
}
