import type { Scope } from 'rushlight/testing'

type Task = () => void | Promise<void>

/** What a play stands on: whatever it began ends with it, also when it fails or somebody interrupts it. */
export class Stage implements Scope {
  readonly #tasks: Task[] = []
  readonly #tell: (words: string) => void
  #isOver = false

  constructor(tell: (words: string) => void) {
    this.#tell = tell
  }

  after(task: Task): void {
    this.#tasks.push(task)
    // What was being started when it ended.
    if (this.#isOver) void this.end()
  }

  tell(words: string): void {
    this.#tell(words)
  }

  /** What began last ends first: whoever writes into a folder has gone when the folder goes. */
  async end(): Promise<void> {
    this.#isOver = true
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) await task()
  }
}
