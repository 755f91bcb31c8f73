import { bool, field, literal, struct, utf8 } from '@rushlight/protocol'
import type { Codec } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** What the user has chosen for this device. */
export type SettingsRow = {
  readonly format: 1
  /** Others learn that something was read. What burns is always reported. */
  readonly readReceipts: boolean
}

export const DEFAULT_SETTINGS: SettingsRow = { format: 1, readReceipts: true }

const settingsCodec: Codec<SettingsRow> = struct({ format: field(0, literal(1)), readReceipts: field(1, bool) })

export const settingsTable: Table<'settings', SettingsRow> = {
  name: 'settings',
  key: (key) => utf8(key),
  codec: settingsCodec,
}
