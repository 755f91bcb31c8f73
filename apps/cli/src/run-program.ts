/** One call of the program: reads the command line, runs one command, says what went wrong, and answers the exit code. */
import { resolve } from 'node:path'
import { isCommandName } from './arguments/commands.ts'
import { isSet, textOf } from './arguments/option-values.ts'
import { parseArguments } from './arguments/parse-arguments.ts'
import type { Arguments, ParsedLine } from './arguments/parse-arguments.ts'
import { runCommand } from './commands.ts'
import type { Context } from './context.ts'
import { CommandFailure, exitCodeOf } from './failure/command-failure.ts'
import { note } from './output/print.ts'
import { writeText } from './output/write-text.ts'
import { defaultDirectory } from './profile/default-directory.ts'
import { readVersion } from './version.ts'
import { chooseLanguage, isLanguage, loadWords } from './words/choose-words.ts'

/** What a process is born with, as far as a command may see it. */
export type Surroundings = Pick<Context, 'environment' | 'input' | 'output' | 'errors'>

const NOTHING: Arguments = { positionals: [], options: new Map() }

export async function runProgram(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const line = parseArguments(argv)
  const context = await createContext(line, surroundings)
  try {
    return await runLine(context, line)
  } catch (error) {
    return complain(context, line, error)
  }
}

async function createContext(line: ParsedLine, surroundings: Surroundings): Promise<Context> {
  const { environment } = surroundings
  const args = line.kind === 'version' ? NOTHING : line.args
  const given = textOf(args, 'profile') ?? environment['RUSHLIGHT_PROFILE']
  return {
    ...surroundings,
    words: await loadWords(chooseLanguage(textOf(args, 'lang'), environment)),
    isJson: isSet(args, 'json'),
    directory: given === undefined || given === '' ? defaultDirectory(environment, process.platform) : resolve(given),
    passwordFd: textOf(args, 'password-fd'),
  }
}

async function runLine(context: Context, line: ParsedLine): Promise<number> {
  switch (line.kind) {
    case 'version':
      await writeText(context.output, `${readVersion()}\n`)
      return 0
    case 'help': {
      const { commandHelp, programHelp } = await import('./output/help-text.ts')
      const { of } = line
      const isCommand = of !== undefined && isCommandName(of)
      await writeText(context.output, isCommand ? commandHelp(context.words, of) : programHelp(context.words, of))
      return 0
    }
    case 'wrong':
      throw new CommandFailure('usage', { usage: line.problem })
    case 'run': {
      const lang = textOf(line.args, 'lang')
      if (lang !== undefined && !isLanguage(lang)) {
        throw new CommandFailure('usage', { usage: { kind: 'badValue', option: 'lang' } })
      }
      return runCommand(line.command, context, line.args)
    }
  }
}

/** On standard error in words; for programs also as a record on standard output. */
async function complain(context: Context, line: ParsedLine, error: unknown): Promise<number> {
  if (isBrokenPipe(error)) return exitCodeOf('diskFailed')
  const failure = error instanceof CommandFailure ? error : new CommandFailure('bug', { cause: error })
  const { describeFailure, failureLines } = await import('./output/describe-failure.ts')
  const record = await describeFailure(context.words, failure)
  try {
    await writeText(context.errors, `${failureLines(context.words, record)}\n`)
    if (failure.code === 'usage')
      await note(context, context.words.usage.seeHelp(line.kind === 'run' ? line.command : ''))
    if (failure.code === 'bug') tellBug(context, error)
    if (context.isJson) {
      const { formatJsonLine } = await import('./json/json-line.ts')
      await writeText(context.output, formatJsonLine(record))
    }
  } catch {
    // Nobody reads any more; the exit code is all that is left to say.
  }
  return exitCodeOf(failure.code)
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/** Only for whoever asked for it: a stack names files and lines, but a library's message may hold more. */
function tellBug({ environment }: Context, error: unknown): void {
  if (environment['RUSHLIGHT_LOG'] === '1') console.error(error)
}
