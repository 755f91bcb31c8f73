import type { BlobStore } from '../ports/blob-store.ts'

/** A question of the exam: throws unless the adapter answers right. */
export type BlobStoreQuestion = {
  readonly name: string
  readonly run: (open: () => Promise<BlobStore>) => Promise<void>
}

/** What every adapter of the blob store passes. `open` gives the same blobs again, as after a restart; at first there are none. */
export const blobStoreExam: readonly BlobStoreQuestion[] = [
  {
    name: 'what was appended is read back, whole and in ranges, and is there after a restart',
    async run(open) {
      const store = await open()
      ensureSame(await store.append(ONE, 0, pieces('abc', 'defg')), 7)
      ensureSame(await store.append(ONE, 7, pieces('hij')), 10)
      for (const view of [store, await open()]) {
        ensureSame(await view.size(ONE), 10)
        ensureSame(await textOf(view, ONE, [0, 10]), 'abcdefghij')
        ensureSame(await textOf(view, ONE, [2, 8]), 'cdefgh')
        ensureSame(await textOf(view, ONE, [3, 3]), '')
        ensureSame(await textOf(view, ONE, [8, 99]), 'ij')
      }
    },
  },
  {
    name: 'writing at an earlier place drops what lay behind it, and a gap is refused',
    async run(open) {
      const store = await open()
      await store.append(ONE, 0, pieces('abcdef'))
      ensureSame(await store.append(ONE, 2, pieces('X')), 3)
      ensureSame(await textOf(store, ONE, [0, 9]), 'abX')
      await ensureRefused(() => store.append(ONE, 4, pieces('Y')))
      ensureSame(await textOf(store, ONE, [0, 9]), 'abX')
    },
  },
  {
    name: 'of pieces that end in a failure what came before stays',
    async run(open) {
      const store = await open()
      ensureSame(await store.append(ONE, 0, failingAfter('abc')), 3)
      ensureSame(await textOf(await open(), ONE, [0, 9]), 'abc')
      ensureSame(await store.append(ONE, 3, pieces('d')), 4)
    },
  },
  {
    name: 'two blobs that are written at once do not mix',
    async run(open) {
      const store = await open()
      await Promise.all([store.append(ONE, 0, pieces('a', 'b', 'c')), store.append(OTHER, 0, pieces('d', 'e', 'f'))])
      ensureSame(await textOf(store, ONE, [0, 9]), 'abc')
      ensureSame(await textOf(store, OTHER, [0, 9]), 'def')
    },
  },
  {
    name: 'what is removed is gone, the rest is listed and counted',
    async run(open) {
      const store = await open()
      await store.append(ONE, 0, pieces('abc'))
      await store.append(OTHER, 0, pieces('de'))
      ensureSame((await store.list()).toSorted().join(), [ONE, OTHER].toSorted().join())
      ensureSame(await store.bytes(), 5)
      await store.remove([ONE, ABSENT])
      for (const view of [store, await open()]) {
        ensureSame((await view.list()).join(), OTHER)
        ensureSame(await view.bytes(), 2)
        ensureSame(await view.size(ONE), 0)
        await ensureRefused(() => textOf(view, ONE, [0, 9]))
      }
    },
  },
  {
    name: 'nothing is there at first, and a name that is none is refused',
    async run(open) {
      const store = await open()
      ensureSame(await store.size(ABSENT), 0)
      ensureSame((await store.list()).length, 0)
      ensureSame(await store.bytes(), 0)
      await store.remove([ABSENT])
      for (const name of ['', 'a', '../../etc/passwd', ONE.toUpperCase(), `${ONE}0`]) {
        await ensureRefused(() => store.size(name))
        await ensureRefused(() => store.append(name, 0, pieces('a')))
        await ensureRefused(() => textOf(store, name, [0, 1]))
        await ensureRefused(() => store.remove([name]))
      }
    },
  },
]

const ONE: string = '1f'.repeat(32)
const OTHER: string = '2e'.repeat(32)
const ABSENT: string = '3d'.repeat(32)

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

async function* failingAfter(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
  throw new Error('the line broke')
}

async function textOf(
  store: BlobStore,
  name: string,
  [from, to]: readonly [from: number, to: number],
): Promise<string> {
  let text = ''
  for await (const piece of store.read(name, { from, to })) text += new TextDecoder().decode(piece)
  return text
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
