import { fetchNameCertificate, verifyNameCertificate } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'

/**
 * The provider's own word on the account's name, kept for the day on which it has lost its data and has its key again (R31): it
 * is asked for until there is one under the key that it has now.
 */
export async function keepCertificate(core: Core, home: Home): Promise<void> {
  const row = core.rowOf(home)
  const { id, record } = core.self.account
  const { name } = home
  if (row === undefined || name === undefined || record.providers[0]?.name !== name) return
  const { certificate, provider } = row
  const isGood =
    certificate?.account === id &&
    certificate.name === record.name &&
    (await verifyNameCertificate(core.crypto, provider.key, certificate))
  if (isGood) return
  const answer = await home.link.call(fetchNameCertificate, undefined)
  const next = answer.kind === 'answer' ? answer.value.certificate : undefined
  if (next?.account !== id || !(await verifyNameCertificate(core.crypto, provider.key, next))) return
  await core.changeHome(name, (known) => ({ ...known, certificate: next }))
}
