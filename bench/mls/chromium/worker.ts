/** The thread in which a browser runs the engine: prepares a task, and does it as often as it is told. */
import type { SuiteId } from '@rushlight/core/testing'
import { createWebCrypto } from '@rushlight/platform-browser'
import type { Operation, Size, Task } from '../contestant.ts'
import { createRushlight } from '../rushlight.ts'

export type Question =
  | { readonly kind: 'prepare'; readonly suite: SuiteId; readonly operation: Operation; readonly size: Size }
  | { readonly kind: 'run'; readonly count: number }

export type Answer =
  | { readonly kind: 'prepared'; readonly bytes: number }
  | { readonly kind: 'ran'; readonly elapsedMs: number }
  | { readonly kind: 'failed'; readonly what: string }

let task: Task | undefined

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  answer(data).then(
    (answered) => postMessage(answered),
    (error: unknown) => postMessage({ kind: 'failed', what: String(error) } satisfies Answer),
  )
})

async function answer(question: Question): Promise<Answer> {
  if (question.kind === 'prepare') {
    task = await createRushlight(createWebCrypto(), question.suite).prepare(question.operation, question.size)
    return { kind: 'prepared', bytes: task.bytes }
  }
  if (task === undefined) throw new Error('nothing is prepared')
  const startedAt = performance.now()
  await task.run(question.count)
  return { kind: 'ran', elapsedMs: performance.now() - startedAt }
}
