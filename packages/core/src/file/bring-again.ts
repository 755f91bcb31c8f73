import type { Core } from '../engine/core.ts'
import { loadEveryRow } from '../vault/table.ts'
import { bringAgain } from './bring-asked-files.ts'
import { FILE_TABLE } from './file-state.ts'
import { fileTable, parseFileKey } from './file-row.ts'

/**
 * The provider has lost its data: each file that this device brought there goes up once more, as long as it is here whole, its
 * message is not over, and it was not taken back (R27). A blob that the provider has after all is found there at once.
 */
export async function bringFilesAgain(core: Core): Promise<void> {
  for (const { key, value } of await loadEveryRow(core.store, fileTable)) {
    if (FILE_TABLE[value.state].forgotten === value.state) continue
    const place = parseFileKey(key)
    await core.rooms.get(place.room)?.actor.run((step) => bringAgain(step, place))
  }
}
