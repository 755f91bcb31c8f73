/** The worker of the browser vault's tests: does one thing for each message and tells how it went. */
import { fileStageExam } from '@rushlight/core/testing'
import { RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { examineRecordStore } from '@rushlight/records/testing'
import { createBrowserFileStage } from '../../src/file/browser-file-stage.ts'
import { openBrowserVault } from '../../src/vault/open-browser-vault.ts'
import { wipeBrowserVault } from '../../src/vault/vault-files.ts'

export type VaultRequest =
  | { readonly kind: 'exam' | 'stageExam' }
  | { readonly kind: 'open' | 'wipe' | 'measure'; readonly name: string; readonly keyByte?: number }
  | { readonly kind: 'close' | 'scrub' }
  | { readonly kind: 'put'; readonly records: readonly (readonly [key: number, text: string])[] }
  | { readonly kind: 'remove'; readonly key: number }
  | { readonly kind: 'get'; readonly key: number }
  /** Writes for ever; the answers are the numbers written, one message each. */
  | { readonly kind: 'writeOn'; readonly first: number }
  /** From now on files refuse to be written, in the given way. */
  | { readonly kind: 'breakFiles'; readonly how: 'quota' | 'oddError' | 'shortWrite' | 'mend' }
  | { readonly kind: 'countFlushes' }
  /** As in a private window, or in a browser without synchronous files. */
  | { readonly kind: 'hideStorage'; readonly what: 'getDirectory' | 'createSyncAccessHandle' }

const table = 'note'
let store: RecordStore | undefined

addEventListener('message', ({ data }: MessageEvent<VaultRequest>) => void answer(data))

async function answer(request: VaultRequest): Promise<void> {
  try {
    postMessage(await perform(request))
  } catch (error) {
    postMessage({ error: error instanceof RecordsError ? error.code : String(error) })
  }
}

async function perform(request: VaultRequest): Promise<unknown> {
  switch (request.kind) {
    case 'exam':
      return runExam()
    case 'stageExam':
      return runStageExam()
    case 'open':
      store = await openBrowserVault({ name: request.name, key: keyOf(request.keyByte ?? 1) })
      return 'opened'
    case 'wipe':
      await wipeBrowserVault(request.name)
      return 'wiped'
    case 'close':
      await store?.close()
      return 'closed'
    case 'scrub':
      await store?.scrub()
      return 'scrubbed'
    case 'put':
      return store?.commit([{ put: request.records.map(([key, text]) => recordOf(key, text)) }])
    case 'remove':
      return store?.commit([{ remove: [{ table, key: keyBytes(request.key) }] }])
    case 'get': {
      const [value] = (await store?.get(table, [keyBytes(request.key)])) ?? []
      return value === undefined ? 'nothing' : new TextDecoder().decode(value)
    }
    case 'writeOn':
      return writeOn(request.first)
    case 'breakFiles':
      return breakFiles(request.how)
    case 'countFlushes':
      return countFlushes()
    case 'hideStorage':
      return hideStorage(request.what)
    case 'measure':
      return measure(request.name)
  }
}

async function runExam(): Promise<unknown> {
  const failures: string[] = []
  const cases = examineRecordStore('browser vault', (place) =>
    openBrowserVault({ name: `exam/${place}`, key: keyOf(1) }),
  )
  for (const { name, run } of cases) await tell(failures, name, run())
  return { count: cases.length, failures }
}

async function runStageExam(): Promise<unknown> {
  const failures: string[] = []
  for (const [number, { name, run }] of fileStageExam.entries()) {
    await tell(
      failures,
      name,
      run(async () => createBrowserFileStage(`stage-exam-${number}`)),
    )
  }
  return { count: fileStageExam.length, failures }
}

async function tell(failures: string[], name: string, done: Promise<void>): Promise<void> {
  await done.catch((error: unknown) => {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  })
}

async function writeOn(first: number): Promise<never> {
  for (let number = first; ; number += 1) {
    await store?.commit([
      { put: [recordOf(number, `text ${number} `.repeat(50)), recordOf(number + 1_000_000, 'twin')] },
    ])
    postMessage(number)
  }
}

type FileMethods = { write(data: unknown, options: unknown): number; flush(): void }

/** The class of the files, which no declaration of the platform tells to this project. */
function fileMethods(): FileMethods {
  const found: unknown = Reflect.get(Reflect.get(globalThis, 'FileSystemSyncAccessHandle'), 'prototype')
  if (!hasFileMethods(found)) throw new Error('no files with synchronous access here')
  return found
}

function hasFileMethods(value: unknown): value is FileMethods {
  return typeof value === 'object' && value !== null && 'write' in value && 'flush' in value
}

let honestWrite: FileMethods['write'] | undefined

function breakFiles(how: 'quota' | 'oddError' | 'shortWrite' | 'mend'): string {
  const methods = fileMethods()
  honestWrite ??= Reflect.get(methods, 'write')
  methods.write = (() => {
    switch (how) {
      case 'quota':
        return () => {
          throw new DOMException('no room', 'QuotaExceededError')
        }
      case 'oddError':
        return () => {
          throw new TypeError('odd')
        }
      case 'shortWrite':
        return () => 0
      case 'mend':
        return honestWrite
    }
  })()
  return how
}

/** How often files were flushed while one commit was made, and whether that was before its answer. */
async function countFlushes(): Promise<unknown> {
  const methods = fileMethods()
  const honestFlush: FileMethods['flush'] = Reflect.get(methods, 'flush')
  let flushes = 0
  methods.flush = function flush(this: FileMethods) {
    flushes += 1
    Reflect.apply(honestFlush, this, [])
  }
  await store?.commit([{ put: [recordOf(5, 'flushed')] }])
  const beforeAnswer = flushes
  methods.flush = honestFlush
  return beforeAnswer
}

function hideStorage(what: 'getDirectory' | 'createSyncAccessHandle'): string {
  if (what === 'getDirectory') {
    Reflect.set(navigator.storage, what, () => Promise.reject(new DOMException('not here', 'SecurityError')))
  } else {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, what)
  }
  return what
}

async function measure(name: string): Promise<unknown> {
  const value = new Uint8Array(1024).fill(3)
  const start = performance.now()
  const vault = await openBrowserVault({ name, key: keyOf(1) })
  const openMs = performance.now() - start
  const singles = await perSecond(300, (number) => vault.commit([{ put: [{ table, key: keyBytes(number), value }] }]))
  const grouped = await perSecond(30, (round) =>
    Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        vault.commit([{ put: [{ table, key: keyBytes(1000 + round * 100 + index), value }] }]),
      ),
    ),
  )
  const reads = await perSecond(2000, (number) => vault.get(table, [keyBytes(number % 300)]))
  const scrubStart = performance.now()
  await vault.scrub()
  const scrubMs = performance.now() - scrubStart
  await vault.close()
  return { openMs, singles, grouped: grouped * 100, reads, scrubMs }
}

async function perSecond(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let number = 0; number < count; number += 1) await work(number)
  return Math.round(count / ((performance.now() - start) / 1000))
}

function keyOf(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte)
}

function keyBytes(key: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, key)
  return bytes
}

function recordOf(key: number, text: string) {
  return { table, key: keyBytes(key), value: new TextEncoder().encode(text) }
}
