import { ensureStageName, isStageName } from '@rushlight/core'
import type { FileStage } from '@rushlight/core'
import { errorOf, nameOf, openFolder } from '../vault/vault-files.ts'

const STAGE_FOLDER = 'files'
/** Opening costs more than writing a piece does. */
const OPEN_FILES_MAX = 8

/** Encrypted files in the folder of a vault in the browser's private file system. Works in dedicated workers only. */
export function createBrowserFileStage(vault: string): FileStage {
  return new BrowserFileStage(vault)
}

class BrowserFileStage implements FileStage {
  readonly #vault: string
  readonly #open = new Map<string, SyncAccessHandle>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(vault: string) {
    this.#vault = vault
  }

  size(name: string): Promise<number> {
    return this.#inTurn(async () => (await this.#find(name))?.getSize() ?? 0)
  }

  append(name: string, offset: number, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const file = await this.#openFile(name)
      if (offset > file.getSize()) throw new RangeError('a gap in a staged file')
      file.truncate(offset)
      const written = file.write(new Uint8Array(bytes), { at: offset })
      if (written !== bytes.length) throw new DOMException('', 'QuotaExceededError')
    })
  }

  sync(name: string): Promise<void> {
    return this.#inTurn(async () => (await this.#find(name))?.flush())
  }

  read(name: string, from: number, length: number): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const bytes = new Uint8Array(length)
      const read = (await this.#find(name))?.read(bytes, { at: from }) ?? 0
      return bytes.subarray(0, read)
    })
  }

  remove(names: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const folder = await this.#folder()
      for (const name of names) {
        this.#close(name)
        await folder.removeEntry(ensureStageName(name)).catch(ignoreAbsence)
      }
    })
  }

  list(): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const names: string[] = []
      for await (const name of (await this.#folder()).keys()) if (isStageName(name)) names.push(name)
      return names
    })
  }

  close(): Promise<void> {
    return this.#inTurn(() => {
      for (const name of this.#open.keys()) this.#close(name)
      return Promise.resolve()
    })
  }

  /** A file can be open once only, so one thing after the other. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      try {
        return await task()
      } catch (failure) {
        throw errorOf(failure)
      }
    }
    const result = this.#last.then(run, run)
    this.#last = result
    return result
  }

  async #find(name: string): Promise<SyncAccessHandle | undefined> {
    const open = this.#open.get(name)
    if (open !== undefined) return open
    const folder = await this.#folder()
    const handle = await folder.getFileHandle(ensureStageName(name)).catch(ignoreAbsence)
    return handle === undefined ? undefined : this.#openFile(name)
  }

  async #openFile(name: string): Promise<SyncAccessHandle> {
    const open = this.#open.get(name)
    if (open !== undefined) return open
    const folder = await this.#folder()
    const handle = await folder.getFileHandle(ensureStageName(name), { create: true })
    if (handle.createSyncAccessHandle === undefined) throw new DOMException('', 'SecurityError')
    for (const oldest of this.#open.keys()) if (this.#open.size >= OPEN_FILES_MAX) this.#close(oldest)
    const file = await handle.createSyncAccessHandle()
    this.#open.set(name, file)
    return file
  }

  #close(name: string): void {
    this.#open.get(name)?.close()
    this.#open.delete(name)
  }

  async #folder(): Promise<FileSystemDirectoryHandle> {
    const vault = await openFolder(this.#vault)
    return vault.getDirectoryHandle(STAGE_FOLDER, { create: true })
  }
}

function ignoreAbsence(failure: unknown): undefined {
  if (nameOf(failure) !== 'NotFoundError') throw failure
  return undefined
}
