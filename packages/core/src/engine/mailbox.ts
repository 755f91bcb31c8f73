/**
 * One input at a time: tasks run in the order they were handed over, each after the one before has ended, well or badly.
 * Every room has a mailbox, the account has one; that is all the locking there is.
 */
export interface Mailbox {
  /** The task's own result; a task that rejects does not stop those behind it. */
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
