/**
 * The file system that SQLite sees in a browser (sqlite.org/vfs.html): the opened files of one vault and nothing else.
 *
 * No exception may pass through SQLite's own code, it would leave SQLite in a state that nobody foresaw: everything that
 * a browser throws becomes a result code here. A write that fails is reported as a full disk, since browsers tell a
 * lack of room in many ways (an error of this or that name, a short write), and a private file has hardly another
 * reason to refuse one.
 */
import type { WaSqliteModule } from '@journeyapps/wa-sqlite/dist/mc-wa-sqlite.mjs'
import type { VaultFiles } from './vault-files.ts'

export const FILE_SYSTEM_NAME = 'vault'

export function createSqliteFileSystem(module: WaSqliteModule, files: VaultFiles): object {
  /** By the pointers that SQLite knows them by. */
  const open = new Map<number, SyncAccessHandle>()
  return {
    name: FILE_SYSTEM_NAME,
    mxPathname: 64,
    hasAsyncMethod: () => false,
    ...directoryMethods(module, files),
    ...contentMethods(module, open),
    xOpen(...[, name, pointer, flags, outFlags]: OpenArguments): number {
      // Temporary files have no name and no place here: they are kept in memory.
      const file = name === 0 ? undefined : files.get(module.UTF8ToString(name))
      if (file === undefined) return CANNOT_OPEN
      open.set(pointer, file)
      if (outFlags !== 0) module.HEAP32[outFlags >> 2] = flags
      return OK
    },
    xClose(pointer: number): number {
      open.delete(pointer)
      return OK
    },
    // The opened handle is the lock.
    xLock: () => OK,
    xUnlock: () => OK,
    xCheckReservedLock(_pointer: number, outResult: number): number {
      module.HEAP32[outResult >> 2] = 0
      return OK
    },
    xFileControl: () => NOT_FOUND,
    xSectorSize: () => SECTOR_BYTES,
    xDeviceCharacteristics: () => UNDELETABLE_WHEN_OPEN | POWERSAFE_OVERWRITE,
  }
}

// SQLite's signatures, all of pointers and numbers; a 64-bit number comes as two signed halves.
type OpenArguments = readonly [system: number, name: number, file: number, flags: number, outFlags: number]
type TransferArguments = readonly [file: number, data: number, bytes: number, low: number, high: number]
type AccessArguments = readonly [system: number, name: number, flags: number, outResult: number]
type PathArguments = readonly [system: number, name: number, outBytes: number, out: number]

function contentMethods(module: WaSqliteModule, open: ReadonlyMap<number, SyncAccessHandle>): object {
  function attempt(pointer: number, failed: number, work: (file: SyncAccessHandle) => number): number {
    const file = open.get(pointer)
    if (file === undefined) return failed
    try {
      return work(file)
    } catch {
      return failed
    }
  }

  return {
    xRead: (...[pointer, data, bytes, low, high]: TransferArguments) =>
      attempt(pointer, READ_FAILED, (file) => {
        const target = module.HEAPU8.subarray(data, data + bytes)
        const count = file.read(target, { at: numberOf(low, high) })
        target.fill(0, count)
        return count === bytes ? OK : READ_SHORT
      }),
    xWrite: (...[pointer, data, bytes, low, high]: TransferArguments) =>
      attempt(pointer, FULL, (file) => {
        const source = module.HEAPU8.subarray(data, data + bytes)
        return file.write(source, { at: numberOf(low, high) }) === bytes ? OK : FULL
      }),
    xTruncate: (pointer: number, low: number, high: number) =>
      attempt(pointer, TRUNCATE_FAILED, (file) => {
        file.truncate(numberOf(low, high))
        return OK
      }),
    xSync: (pointer: number) =>
      attempt(pointer, SYNC_FAILED, (file) => {
        file.flush()
        return OK
      }),
    xFileSize: (pointer: number, outSize: number) =>
      attempt(pointer, SIZE_FAILED, (file) => {
        const size = file.getSize()
        module.HEAP32[outSize >> 2] = size | 0
        module.HEAP32[(outSize >> 2) + 1] = Math.floor(size / 2 ** 32)
        return OK
      }),
  }
}

function directoryMethods(module: WaSqliteModule, files: VaultFiles): object {
  return {
    xDelete(_system: number, name: number): number {
      try {
        const file = files.get(module.UTF8ToString(name))
        file?.truncate(0)
        file?.flush()
        return OK
      } catch {
        return DELETE_FAILED
      }
    },
    xAccess(...[, name, , outResult]: AccessArguments): number {
      try {
        const size = files.get(module.UTF8ToString(name))?.getSize() ?? 0
        module.HEAP32[outResult >> 2] = size > 0 ? 1 : 0
        return OK
      } catch {
        return ACCESS_FAILED
      }
    },
    xFullPathname(...[, name, outBytes, out]: PathArguments): number {
      const path = new TextEncoder().encode(module.UTF8ToString(name))
      if (path.length >= outBytes) return CANNOT_OPEN
      module.HEAPU8.set(path, out)
      module.HEAPU8[out + path.length] = 0
      return OK
    },
    xRandomness(_system: number, bytes: number, out: number): number {
      crypto.getRandomValues(module.HEAPU8.subarray(out, out + bytes))
      return bytes
    },
  }
}

function numberOf(low: number, high: number): number {
  return high * 2 ** 32 + (low >>> 0)
}

const SECTOR_BYTES = 4096

// Result codes and flags of SQLite, by its own names: SQLITE_OK, SQLITE_NOTFOUND, SQLITE_FULL, SQLITE_CANTOPEN,
// SQLITE_IOERR_READ, _SHORT_READ, _FSYNC, _TRUNCATE, _FSTAT, _DELETE, _ACCESS, SQLITE_IOCAP_….
const OK = 0
const NOT_FOUND = 12
const FULL = 13
const CANNOT_OPEN = 14
const READ_FAILED = 266
const READ_SHORT = 522
const SYNC_FAILED = 1034
const TRUNCATE_FAILED = 1546
const SIZE_FAILED = 1802
const DELETE_FAILED = 2570
const ACCESS_FAILED = 3338
const UNDELETABLE_WHEN_OPEN = 0x800
const POWERSAFE_OVERWRITE = 0x1000
