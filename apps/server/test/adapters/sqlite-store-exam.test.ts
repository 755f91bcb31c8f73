import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { examineRecordStore } from '@rushlight/records/testing'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'rushlight-store-'))
after(() => rmSync(folder, { recursive: true }))

const exam = examineRecordStore('server store', (place) => openSqliteStore({ file: join(folder, place) }))
for (const { name, run } of exam) test(name, run)
