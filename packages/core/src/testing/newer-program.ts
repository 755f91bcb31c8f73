import { getBackup, putBackup } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'

/** The sealed backup as the provider has it now. */
export async function fetchBackup(client: Client): Promise<Uint8Array | undefined> {
  const answer = await Client.coreOf(client).link.call(getBackup, undefined)
  return answer.kind === 'answer' ? answer.value.backup?.sealed : undefined
}

/** What another device of the account does whose program is newer: it leaves a backup of a format of its own. */
export async function leaveNewerBackup(client: Client): Promise<Uint8Array> {
  const before = await fetchBackup(client)
  if (before === undefined) throw new Error('there is no backup yet')
  const sealed = before.with(1, 3)
  await putBackupAs(client, sealed)
  return sealed
}

/** What the device would put there if it were not this program that runs on it. */
export async function putBackupAs(client: Client, sealed: Uint8Array): Promise<void> {
  const { link } = Client.coreOf(client)
  const answer = await link.call(getBackup, undefined)
  const version = answer.kind === 'answer' ? (answer.value.backup?.version ?? 0) : 0
  const put = await link.call(putBackup, { backup: { version: version + 1, sealed } })
  if (put.kind !== 'answer' || put.value.kind !== 'stored') throw new Error('the provider did not take it')
}
