import type { Context } from '../context.ts'

export async function runChat(context: Context): Promise<number> {
  return context.isJson ? 1 : 0
}
