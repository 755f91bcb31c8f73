/** The program `rushlight`: serves, or runs one command, and ends with its code. */
import { serverCommandIn } from './arguments/server-command.ts'
import { runProgram } from './run-program.ts'

await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<void> {
  const { env: environment, stdin: input, stdout: output, stderr: errors } = process
  const server = serverCommandIn(argv)
  if (server !== undefined) {
    const { runServer } = await import('./commands/serve.ts')
    process.exitCode = await runServer(server, environment)
    return
  }
  // Whoever reads our output may stop at any time; the writing itself tells.
  output.on('error', () => undefined)
  errors.on('error', () => undefined)
  const exitCode = await runProgram(argv, { environment, input, output, errors })
  // Everything is written and closed by now; what a library left running shall not keep the process.
  process.exit(exitCode)
}
