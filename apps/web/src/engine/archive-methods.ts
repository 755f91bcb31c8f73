import { openExport } from '@rushlight/core'
import type { Client, VaultKeyPorts } from '@rushlight/core'
import { createFileSource } from '@rushlight/platform-browser'
import { gather, gatherZip } from '../your-data/gather.ts'
import type { EngineApi, GoingOnHere, WentOnHere } from './engine-api.ts'
import type { Engine } from './engine.ts'

export function archiveMethods(engine: Engine): Pick<EngineApi, 'exportArchive' | 'exportReadable' | 'goOn'> {
  return {
    exportArchive: (passphrase) => {
      const { hash } = engine.vaultKeyPorts
      const pieces = engine.client.archives.export({ passphrase, hash, withFiles: true })
      return gather(pieces, 'application/octet-stream')
    },
    exportReadable: ({ language, withVanishing }) => {
      const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
      const formatTime = (at: number): string => format.format(at)
      return gatherZip(engine.client.archives.readable({ language, withVanishing, formatTime }).entries())
    },
    goOn: (wanted) => {
      const { password, isKept } = wanted
      const run = (client: Client, origin: string): Promise<WentOnHere> =>
        goOn(client, wanted, { origin, ports: engine.vaultKeyPorts })
      return engine.settle({ password, isKept }, run)
    },
  }
}

type Here = { readonly origin: string; readonly ports: VaultKeyPorts }

/** At the provider that this app came from; where that does not answer, at those that the account has. */
async function goOn(client: Client, wanted: GoingOnHere, { origin, ports }: Here): Promise<WentOnHere> {
  const { file, passphrase, invitation } = wanted
  const opened = await openExport({ ...ports, source: createFileSource(file), passphrase })
  if (opened.kind !== 'opened') return opened
  const more = invitation === undefined ? {} : { invitation }
  const here = await client.archives.goOn(opened.checked, { home: { url: origin, ...more } })
  return here.kind === 'unreachable' ? client.archives.goOn(opened.checked) : here
}
