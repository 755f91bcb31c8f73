import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { EVERY_KEY, decodeUint32Key } from '@rushlight/records'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'

const ROUNDS = process.env['RUSHLIGHT_LONG'] === undefined ? 6 : 15

test(`killed ${ROUNDS} times in the middle of writing, the store has everything it ever answered for`, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-store-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store')
  const answered = new Set<number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const number of await writeUntilKilled(file, round)) answered.add(number)
    const store = await openSqliteStore({ file })
    const present = new Set<number>()
    let from = EVERY_KEY.from
    for (;;) {
      const records = await store.range({ table: 'entry', from, to: EVERY_KEY.to, limit: 1000 })
      for (const { key, value } of records) {
        const number = decodeUint32Key(key, 0)
        present.add(number)
        assert.deepEqual(
          value,
          new Uint8Array(200 + (number % 900)).fill(number & 0xff),
          'a whole value, and the right one',
        )
      }
      const last = records.at(-1)
      if (last === undefined) break
      from = Uint8Array.from([...last.key, 0])
    }
    const pairs = [...present].filter((number) => !present.has(number ^ 1))
    assert.deepEqual(pairs, [], 'the two halves of a batch are both there or both not')
    assert.deepEqual(
      [...answered].filter((number) => !present.has(number)),
      [],
      `lost in round ${round}`,
    )
    await store.close()
  }
  assert.ok(answered.size > ROUNDS * 10, `only ${answered.size} answered`)
})

/** The numbers whose commits were answered before the process died. */
async function writeUntilKilled(file: string, round: number): Promise<readonly number[]> {
  const script = join(import.meta.dirname, 'write-until-killed.ts')
  const child = spawn(process.execPath, [script, file, String(round * 1_000_000)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), 5 + ((round * 37) % 120))
    printed += text
  })
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)))
  assert.equal(signal, 'SIGKILL')
  // The last line may have been cut off.
  return printed
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => [Number(line), Number(line) + 1])
}
