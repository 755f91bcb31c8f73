import { signRecord } from '@rushlight/protocol'
import { useChain } from '../account/use-chain.ts'
import { Client } from '../engine/client.ts'
import { tellRooms } from '../home/change-providers.ts'

/** The account's recovery key speaks, with the devices and keys that there are (`spec/identity.md` §3). */
export async function raiseGeneration(client: Client): Promise<void> {
  const core = Client.coreOf(client)
  const { account, row } = core.self
  if (row.recoveryKey === undefined) throw new Error('an account without its recovery key')
  const { salt, ...present } = account.record
  const record = {
    ...present,
    account: account.id,
    generation: present.generation + 1,
    number: present.number + 1,
    parent: account.head.hash,
  }
  const signed = await signRecord(core.crypto, { signer: 'recovery', key: row.recoveryKey }, record)
  await useChain(core, { chain: [...account.chain, signed], accountKey: row.accountKey })
  await tellRooms(core)
}
