import { test } from 'node:test'
import type { MemoryDisk } from '../../src/index.ts'
import { createMemoryDisk, createMemoryStore } from '../../src/index.ts'
import { examineRecordStore } from '../../src/testing/index.ts'

const disks = new Map<string, MemoryDisk>()
const exam = examineRecordStore('memory', async (place) => {
  const disk = disks.get(place) ?? createMemoryDisk()
  disks.set(place, disk)
  return createMemoryStore(disk)
})
for (const { name, run } of exam) test(name, run)

const slowDisks = new Map<string, MemoryDisk>()
const slowExam = examineRecordStore('memory with latency', async (place) => {
  const delay = () => new Promise<void>((resolve) => setImmediate(resolve))
  const disk = slowDisks.get(place) ?? createMemoryDisk({ delay })
  slowDisks.set(place, disk)
  return createMemoryStore(disk)
})
for (const { name, run } of slowExam) test(name, run)
