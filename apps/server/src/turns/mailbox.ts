/** One task at a time, in the order they were handed over, each after the one before has ended, well or badly. */
export interface Mailbox {
  run<T>(task: () => Promise<T>): Promise<T>
}

export function createMailbox(): Mailbox {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(task) {
      const result = last.then(task, task)
      last = result
      return result
    },
  }
}
