export { cryptoExam } from './crypto-exam.ts'
export type { ExamCase } from './exam-case.ts'
export { hpkeExam } from './hpke-exam.ts'
