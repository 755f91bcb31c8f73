export type { ExamCase, OpenPlace } from './exam-case.ts'
export { examineRecordStore } from './examine-record-store.ts'
