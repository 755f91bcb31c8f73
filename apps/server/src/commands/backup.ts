import { resolve } from 'node:path'
import { incarnation, parseProviderName } from '@rushlight/protocol'
import { makeBackup } from '../backup/make-backup.ts'
import type { BackupProgress } from '../backup/make-backup.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import { nodeClock } from '../adapters/node-clock.ts'
import { SCATTERED_TABLES } from '../schema.ts'
import { OPTIONS } from '../settings/options.ts'
import { complain, runCommand, USAGE_ERROR } from './command-line.ts'
import type { CommandLine, CommandSpec } from './command-line.ts'
import { blobsIn, DATABASE } from './data-folder.ts'
import { askProvider, commandCrypto, textOf } from './desk-questions.ts'

const BACKUP: CommandSpec = {
  usage: `Usage: rushlight backup --data DIR --to FILE

Copies a provider, running or not, into one file: database, keys and files of its people. Nothing in it is readable that was
sealed in the data folder, but it holds the provider's key: keep it as you keep the 24 words.

  --data DIR   ${OPTIONS.data.help}
  --to FILE    where to; there must be no such file yet

Exit codes: those of \`rushlight serve\` · 66 there is no provider in the data folder · 73 the file cannot be written
`,
  words: [0, 0],
  flags: { to: 'text' },
}

export function backup(line: CommandLine): Promise<number> {
  return runCommand(line, BACKUP, async ({ settings, flags }) => {
    const to = flags.get('to')
    if (to === undefined) return complain(line, '--to FILE is needed', USAGE_ERROR)
    const progress = createProgress(line)
    await askProvider(
      settings,
      { kind: 'snapshot' },
      {
        onProgress: (part) => typeof part === 'number' && progress('database', part),
        during: async (answer) => {
          const [snapshot, name] = [textOf(answer, 'file'), parseProviderName(textOf(answer, 'provider') ?? '')]
          const life = incarnation.parse(textOf(answer, 'incarnation') ?? '')
          if (snapshot === undefined || name === undefined || life === undefined) throw new Error('no snapshot')
          await makeBackup(resolve(to), {
            snapshot,
            blobs: blobsIn(settings),
            about: { provider: name, incarnation: life, madeAt: nodeClock.now() },
            onProgress: ({ done, all }: BackupProgress) => progress('file', all === 0 ? 1 : done / all),
          })
        },
      },
    )
    line.out(`Backed up to ${to}\n`)
    return 0
  })
}

const RESTORE: CommandSpec = {
  usage: `Usage: rushlight restore FILE --data DIR

Puts a backup back into an empty folder; the file is checked to its end before anything is written. The provider begins another
life: clients notice, and bring what they know that the backup does not.

  --data DIR   ${OPTIONS.data.help}

Exit codes: 65 the file is torn, damaged, of a newer version, or no backup · 66 it cannot be read · 73 the folder is not empty, or
cannot be written · 75 the disk is full
`,
  words: [1, 1],
  flags: {},
}

export function restore(line: CommandLine): Promise<number> {
  return runCommand(line, RESTORE, async ({ settings, words }) => {
    const { provider, madeAt } = await restoreBackup(resolve(words[0] ?? ''), {
      data: settings.data,
      databaseName: DATABASE,
      openStore: (file) => openSqliteStore({ file, scattered: SCATTERED_TABLES }),
      crypto: commandCrypto,
      clock: nodeClock,
    })
    line.out(`Restored ${provider}, as it was on ${new Date(madeAt).toISOString()}\n`)
    return 0
  })
}

/** On standard error, at most once in a while, and at the end of each part. */
function createProgress({ err }: CommandLine): (what: string, done: number) => void {
  let saidAt = 0
  return (what, done) => {
    if (done < 1 && nodeClock.now() < saidAt + PROGRESS_EVERY_MS) return
    saidAt = nodeClock.now()
    err(`rushlight: ${what} ${Math.floor(done * 100)} %\n`)
  }
}

const PROGRESS_EVERY_MS = 1000
