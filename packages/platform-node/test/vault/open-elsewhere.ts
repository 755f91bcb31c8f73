/** Opens a vault from a process of its own and tells how that went. */
import { RecordsError } from '@rushlight/records'
import { openNodeVault } from '../../src/vault/open-node-vault.ts'

const [, , file = '', key = ''] = process.argv
try {
  const store = await openNodeVault({ file, key: Uint8Array.fromHex(key) })
  await store.close()
  console.log('opened')
} catch (error) {
  console.log(error instanceof RecordsError ? error.code : String(error))
}
