import { openExport } from '@rushlight/core'
import type { CheckedExport } from '@rushlight/core'
import { createNodeCrypto, createNodePasswordHash, openFileSource } from '@rushlight/platform-node'
import { CommandFailure } from '../failure/command-failure.ts'

/** Opens an export, goes through all of it, and does something with it. */
export async function withExport<T>(
  { file, passphrase }: { readonly file: string; readonly passphrase: string },
  run: (checked: CheckedExport) => Promise<T>,
): Promise<T> {
  const source = await openFileSource(file)
  if (source === undefined) throw new CommandFailure('exportMissing')
  try {
    return await run(await open(source, passphrase))
  } finally {
    await source.close()
  }
}

async function open(
  source: NonNullable<Awaited<ReturnType<typeof openFileSource>>>,
  passphrase: string,
): Promise<CheckedExport> {
  const crypto = createNodeCrypto()
  const opened = await openExport({ crypto, hash: createNodePasswordHash(), source, passphrase })
  switch (opened.kind) {
    case 'opened':
      return opened.checked
    case 'tooNew':
      throw new CommandFailure('exportNewer')
    case 'wrongPassphrase':
      throw new CommandFailure('wrongPassphrase')
    case 'noExport':
    case 'broken':
      throw new CommandFailure('exportUnreadable')
  }
}
