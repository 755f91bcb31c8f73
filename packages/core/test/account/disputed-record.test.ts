import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyRecordChain } from '@rushlight/protocol'
import type { Account, RecordChain } from '@rushlight/protocol'
import { adoptChain } from '../../src/account/authenticate.ts'
import { createDevice } from '../../src/account/create-self.ts'
import { addDevice, recoverAccount, removeDevice } from '../../src/account/next-record.ts'
import { useChain } from '../../src/account/use-chain.ts'
import type { Core } from '../../src/engine/core.ts'
import { offlineCore } from '../offline-core.ts'

async function accountOf(core: Core, chain: RecordChain): Promise<Account> {
  const account = await verifyRecordChain(core.crypto, chain)
  assert.ok(account)
  return account
}

test('a device that somebody put out whom it has put out stays as it is, until the recovery key speaks (R35)', async () => {
  const core = await offlineCore()
  const { crypto } = core
  const { device, accountKey, recoveryKey } = core.self.row
  const stolen = await createDevice(crypto)
  const added = await addDevice(crypto, { account: core.self.account, accountKey, by: device }, stolen.entry)
  const account = await accountOf(core, added.chain)
  const { id } = stolen.entry
  const own = await removeDevice(crypto, { account, accountKey, by: device }, id)
  const thief = await removeDevice(crypto, { account, accountKey, by: id }, device)
  const ahead = await addDevice(
    crypto,
    { account: await accountOf(core, thief.chain), accountKey: thief.accountKey, by: id },
    (await createDevice(crypto)).entry,
  )

  // Without a word of its own the device has been removed like any other.
  await useChain(core, { chain: added.chain, accountKey })
  assert.equal(await adoptChain(core, core.homes.present, ahead.chain), 'removed')
  assert.equal(core.isDisputed, false)

  await useChain(core, own)
  assert.equal(await adoptChain(core, core.homes.present, ahead.chain), 'disputed')
  assert.equal(core.isDisputed, true)
  assert.deepEqual(core.self.row.chain, own.chain)

  assert.ok(recoveryKey)
  const [provider] = account.record.providers
  assert.ok(provider)
  const back = { device: (await createDevice(crypto)).entry, provider }
  const recovered = await recoverAccount(crypto, { account, recoveryKey }, back)
  assert.equal(await adoptChain(core, core.homes.present, recovered.chain), 'removed')
  assert.equal(core.isDisputed, false)
})
