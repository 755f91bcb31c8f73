import type { Core } from '../engine/core.ts'
import { loadAccount, loadRooms } from '../engine/load-client.ts'
import { exportArchive } from './export-archive.ts'
import type { Export } from './export-archive.ts'
import { goOn } from './go-on.ts'
import type { NewHome, WentOn } from './go-on.ts'
import type { CheckedExport } from './open-export.ts'
import { ReadableExport } from '../readable/readable-export.ts'
import type { Readable } from '../readable/readable-export.ts'
import { takeExport } from './take-export.ts'
import type { ExportProgress, TakingExport } from './take-export.ts'
import type { TakenRecords } from './take-records.ts'

export type GoingOn = TakingExport & {
  /** Absent: at the providers that the account has. */
  readonly home?: NewHome
}

/** What a user takes along, and brings back. */
export class ClientArchives {
  readonly #core: Core
  readonly #erase: () => Promise<void>

  /** `erase`: everything whose time is over. */
  constructor(core: Core, erase: () => Promise<void>) {
    this.#core = core
    this.#erase = erase
  }

  /** The bytes of one encrypted file. What is erased while it is written is not in what is written later. */
  export(wanted: Export): AsyncGenerator<Uint8Array> {
    return exportArchive(this.#core, wanted)
  }

  /** The same for people and programs to read as it is: pages, JSON and files, in no lock at all. */
  readable(wanted: Readable): ReadableExport {
    return new ReadableExport(this.#core, wanted)
  }

  /** History of this very account comes back; rejects with `NotOwnArchive` for another one's. */
  async take(checked: CheckedExport, onProgress?: ExportProgress): Promise<TakenRecords> {
    const taken = await takeExport(this.#core, checked, onProgress === undefined ? {} : { onProgress })
    await this.#erase()
    await this.#core.markBackup()
    return taken
  }

  /**
   * An empty vault goes on as the account of an export, with its history. `start` of the client then makes the new device
   * known. Where it was stopped in the middle, `take` brings the rest.
   */
  async goOn(checked: CheckedExport, { home, ...taking }: GoingOn = {}): Promise<WentOn> {
    const done = await goOn(this.#core, checked, home)
    if (done.kind !== 'done') return done
    await loadAccount(this.#core)
    await takeExport(this.#core, checked, taking)
    await loadRooms(this.#core)
    await this.#erase()
    return done
  }
}
