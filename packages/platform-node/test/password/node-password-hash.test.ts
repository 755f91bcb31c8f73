import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8 } from '@rushlight/protocol'
import { createNodePasswordHash } from '../../src/password/node-password-hash.ts'

test('Argon2id gives the bytes of the reference implementation (its test of 2 passes over 64 MiB)', async () => {
  const cost = { salt: utf8('somesalt'), memoryKib: 65_536, passes: 2 }
  const hash = await createNodePasswordHash().argon2id('password', cost)
  assert.equal(hash.toHex(), '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
})
