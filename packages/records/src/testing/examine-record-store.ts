/**
 * The exam of the port: whoever passes it may be called a record store. Every adapter runs it over its real medium, in
 * Node and in a browser alike, by its own test runner.
 */
import { ATOMICITY } from './exam-atomicity.ts'
import type { ExamCase, OpenPlace, Question } from './exam-case.ts'
import { DURABILITY } from './exam-durability.ts'
import { LIMITS } from './exam-limits.ts'
import { ORDER } from './exam-order.ts'

export function examineRecordStore(name: string, open: OpenPlace): readonly ExamCase[] {
  const questions = Object.entries({ ...ORDER, ...ATOMICITY, ...DURABILITY, ...LIMITS })
  return questions.map(([title, question], index) => ({
    name: `${name}: ${title}`,
    run: () => ask(question, () => open(`exam-${index}`)),
  }))
}

async function ask(question: Question, open: () => Promise<Awaited<ReturnType<OpenPlace>>>): Promise<void> {
  let store = await open()
  try {
    await question({
      store,
      async reopen() {
        await store.close()
        store = await open()
        return store
      },
    })
  } finally {
    await store.close()
  }
}
