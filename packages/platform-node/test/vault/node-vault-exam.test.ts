import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { examineRecordStore } from '@rushlight/records/testing'
import { openNodeVault } from '../../src/vault/open-node-vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'rushlight-vault-'))
after(() => rmSync(folder, { recursive: true }))

const key = new Uint8Array(32).fill(7)
const exam = examineRecordStore('node vault', (place) => openNodeVault({ file: join(folder, place), key }))
for (const { name, run } of exam) test(name, run)
