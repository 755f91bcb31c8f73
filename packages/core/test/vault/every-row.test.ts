import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, bigEndian, concat, parseAccountName, parseProviderName, roomId } from '@rushlight/protocol'
import type { AccountId } from '@rushlight/protocol'
import { composeBackup } from '../../src/account/backup.ts'
import { accountTable } from '../../src/directory/account-row.ts'
import type { Core } from '../../src/engine/core.ts'
import { ensureSelfRoom } from '../../src/room/ensure-self-room.ts'
import { frameTable, roomTable } from '../../src/room/room-row.ts'
import type { RoomRow } from '../../src/room/room-row.ts'
import { startDirect } from '../../src/room/start-direct.ts'
import { loadEveryRow, put } from '../../src/vault/table.ts'
import { listContacts } from '../../src/view/list-views.ts'
import { NOW, offlineCore } from '../offline-core.ts'

/** One more than a store hands out at once: the last one is what a single page forgets. */
const MANY = 10_001

const idBytes = (count: number): Uint8Array => concat(new Uint8Array(28), bigEndian(count, 4))
const last = MANY
const counts: readonly number[] = Array.from({ length: MANY }, (_, i) => i + 1)

test('what lies behind ten thousand others in the vault is found: a contact, a conversation, notes to self', async () => {
  const core = await offlineCore()
  const friend = accountId.fromBytes(idBytes(last))
  await befriend(core)
  await inhabit(core, friend)

  const contacts = await listContacts(core)
  assert.equal(contacts.at(-1)?.account, friend)
  assert.equal(await startDirect(core, friend), roomId.fromBytes(idBytes(last)))
  await ensureSelfRoom(core)
  assert.equal((await loadEveryRow(core.store, roomTable)).length, MANY + 1, 'notes to self were not begun again')

  const backup = await composeBackup(core)
  assert.deepEqual([backup.contacts.length, backup.contacts[0]?.account], [MANY, friend], 'the newest contact first')
  assert.deepEqual(
    backup.rooms.map(({ room }) => room),
    [roomId.fromBytes(idBytes(last))],
  )
})

async function befriend(core: Core): Promise<void> {
  const [name, provider] = [parseAccountName('bob'), parseProviderName('chat.example.org')]
  assert.ok(name !== undefined && provider !== undefined)
  const contact = { format: 1, name, provider, isContact: true, isBlocked: false } as const
  const rows = counts.map((count) =>
    put(accountTable, accountId.fromBytes(idBytes(count)), { ...contact, contactSince: count }),
  )
  await core.store.commit([{ put: rows }])
}

/** Rooms that one has left, then a conversation with the friend, then notes to self. */
async function inhabit(core: Core, friend: AccountId): Promise<void> {
  const direct = roomId.fromBytes(idBytes(last))
  const own = core.self.account.id
  const left = counts
    .slice(0, -1)
    .map((count) => put(roomTable, roomId.fromBytes(idBytes(count)), roomRow('group', own)))
  const frame = { format: 1, openings: [], roster: [], leaving: [], meetings: [] } as const
  const others = [
    put(roomTable, direct, roomRow('direct', friend)),
    put(frameTable, direct, frame),
    put(roomTable, roomId.fromBytes(idBytes(last + 1)), roomRow('self', own)),
  ]
  await core.store.commit([{ put: [...left, ...others] }])
}

function roomRow(kind: RoomRow['kind'], account: AccountId): RoomRow {
  const zeros = { lastAcceptedAt: 0, deliveredUpTo: 0, activeAt: NOW, unread: 0, leafRenewedAt: 0 }
  const standing = kind === 'self' ? 'joined' : kind === 'direct' ? 'waiting' : 'left'
  return { format: 1, kind, standing, title: '', participants: [account], ...zeros }
}
