import { SERVER_COMMANDS } from '../../src/main.ts'
import type { ServerCommandName } from '../../src/main.ts'

/** Runs a command of the server in this process, to its end. */
export async function run(
  command: ServerCommandName,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  let said = ''
  const tell = (text: string): void => void (said += text)
  const code = await SERVER_COMMANDS[command]({ args, environment: {}, out: tell, err: tell })
  return { code, said }
}
