/** Writes pairs of records, several commits at a time, and prints the first number of each pair once it is answered. */
import { writeSync } from 'node:fs'
import { encodeUint32Key } from '@rushlight/records'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'

const [, , file = '', first = '0'] = process.argv
const store = await openSqliteStore({ file })
const table = 'entry'

async function writePair(number: number): Promise<void> {
  const put = [number, number + 1].map((each) => ({
    table,
    key: encodeUint32Key(each),
    value: new Uint8Array(200 + (each % 900)).fill(each & 0xff),
  }))
  await store.commit([{ put }])
  writeSync(1, `${number}\n`)
}

for (let number = Number(first); ; number += 20) {
  await Promise.all(Array.from({ length: 10 }, (_, index) => writePair(number + index * 2)))
}
