import type { FileStage } from '../ports/file-stage.ts'

/** A question of the exam: throws unless the adapter answers right. */
export type FileStageQuestion = {
  readonly name: string
  readonly run: (open: () => Promise<FileStage>) => Promise<void>
}

/** What every stage passes. `open` gives the same stage again, as after a restart; the one before is closed by then. */
export const fileStageExam: readonly FileStageQuestion[] = [
  {
    name: 'what was appended is read back in pieces, and after a sync it is there after a restart',
    async run(open) {
      const stage = await open()
      await stage.append(ONE, 0, bytesOf('abcd'))
      await stage.append(ONE, 4, bytesOf('efgh'))
      await stage.sync(ONE)
      await ensureText(stage, ONE, 'abcdefgh')
      ensureSame(textOf(await stage.read(ONE, 2, 3)), 'cde')
      ensureSame(textOf(await stage.read(ONE, 6, 9)), 'gh')
      ensureSame(textOf(await stage.read(ONE, 8, 9)), '')
      await stage.close()
      const again = await open()
      await ensureText(again, ONE, 'abcdefgh')
      await again.close()
    },
  },
  {
    name: 'writing at an earlier place drops what lay behind it, and a gap is refused',
    async run(open) {
      const stage = await open()
      await stage.append(ONE, 0, bytesOf('abcdef'))
      await stage.append(ONE, 2, bytesOf('X'))
      await ensureText(stage, ONE, 'abX')
      await ensureRefused(() => stage.append(ONE, 4, bytesOf('Y')))
      await ensureText(stage, ONE, 'abX')
      await stage.close()
    },
  },
  {
    name: 'bytes that the caller changes afterwards stay as they were written',
    async run(open) {
      const stage = await open()
      const given = bytesOf('abc')
      await stage.append(ONE, 0, given)
      given.fill(0)
      const read = await stage.read(ONE, 0, 3)
      ensureSame(textOf(read), 'abc')
      read.fill(0)
      await ensureText(stage, ONE, 'abc')
      await stage.close()
    },
  },
  {
    name: 'more files than can be open at once, written by turns',
    async run(open) {
      const stage = await open()
      const names = Array.from({ length: MANY }, (_, i) => i.toString(16).padStart(32, '0'))
      for (const text of ['ab', 'cd']) {
        await Promise.all(names.map((name) => stage.append(name, text === 'ab' ? 0 : 2, bytesOf(text))))
      }
      for (const name of names) await ensureText(stage, name, 'abcd')
      ensureSame((await stage.list()).toSorted().join(), names.join())
      await stage.remove(names)
      ensureSame((await stage.list()).length, 0)
      await stage.close()
    },
  },
  {
    name: 'what is removed is gone, and the rest stays',
    async run(open) {
      const stage = await open()
      await stage.append(ONE, 0, bytesOf('abc'))
      await stage.append(OTHER, 0, bytesOf('de'))
      await stage.sync(OTHER)
      await stage.remove([ONE, ABSENT])
      ensureSame(await stage.size(ONE), 0)
      ensureSame(textOf(await stage.read(ONE, 0, 9)), '')
      await stage.close()
      const again = await open()
      ensureSame((await again.list()).join(), OTHER)
      await again.append(ONE, 0, bytesOf('new'))
      await ensureText(again, ONE, 'new')
      await again.close()
    },
  },
  {
    name: 'nothing is there at first, and a name that is none is refused',
    async run(open) {
      const stage = await open()
      ensureSame(await stage.size(ABSENT), 0)
      ensureSame((await stage.list()).length, 0)
      await stage.remove([ABSENT])
      for (const name of ['', 'a', '../../vault.key', `${ONE}0`, ONE.toUpperCase()]) {
        await ensureRefused(() => stage.append(name, 0, bytesOf('a')))
        await ensureRefused(() => stage.size(name))
        await ensureRefused(() => stage.read(name, 0, 1))
        await ensureRefused(() => stage.remove([name]))
      }
      await stage.close()
    },
  },
]

const ONE: string = '1f'.repeat(16)
const OTHER: string = '2e'.repeat(16)
const ABSENT: string = '3d'.repeat(16)
const MANY = 12

/** Of letters that are one byte each. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

async function ensureText(stage: FileStage, name: string, text: string): Promise<void> {
  ensureSame(await stage.size(name), text.length)
  ensureSame(textOf(await stage.read(name, 0, text.length + 1)), text)
}

function ensureSame(found: string | number, wanted: string | number): void {
  if (found !== wanted) throw new Error(`found ${found} where ${wanted} was wanted`)
}

/** Whether it throws at once or later. */
async function ensureRefused(task: () => Promise<unknown>): Promise<void> {
  const run = async (): Promise<unknown> => task()
  const done = await run().then(
    () => true,
    () => false,
  )
  if (done) throw new Error('did what it has to refuse')
}
