import type { Core } from '../engine/core.ts'
import { loadEveryRow } from '../vault/table.ts'
import { FILE_TABLE } from './file-state.ts'
import { fileTable, ownBlobTable, parseFileKey } from './file-row.ts'

/**
 * The provider has lost its data: each file that this device brought there goes up once more, as long as it is here whole, its
 * message is not over, and it was not taken back (R27). A blob that the provider has after all is found there at once.
 */
export async function bringFilesAgain(core: Core): Promise<void> {
  for (const { key, value } of await loadEveryRow(core.store, fileTable)) {
    if (FILE_TABLE[value.state].forgotten === value.state) continue
    const place = parseFileKey(key)
    await core.rooms.get(place.room)?.actor.run(async (step) => {
      const row = await step.load(fileTable, place)
      const own = row === undefined ? undefined : await step.load(ownBlobTable, row.blob)
      if (row === undefined || own === undefined || (row.endsAt ?? 0) <= step.world.now()) return
      if (FILE_TABLE[row.state].forgotten === 'again') step.put(fileTable, place, { ...row, state: 'again' })
    })
  }
}
