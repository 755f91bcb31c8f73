import { OPTIONS } from './options.ts'

/** What `serve --help` says. */
export const USAGE: string = `Usage: rushlight serve [OPTION ...]

Runs a provider: it keeps accounts, mailboxes and sealed logs, and serves the web app.

${optionLines()}
  --print-config                    print what is in force, as a configuration file, and end
  --help                            print this and end

Each option can also be set as RUSHLIGHT_NAME (--tls-cert: RUSHLIGHT_TLS_CERT) or in the configuration file. A flag
outranks the environment, the environment the file.

Signals: SIGTERM and SIGINT end it cleanly, SIGHUP reads certificate and key again.

Exit codes: 0 ended as asked · 64 wrong option · 65 the data is damaged or of a newer version · 69 the address is in use ·
73 the data folder cannot be made or written · 74 the disk failed · 75 the data is in use by another process, or full ·
78 wrong configuration file, certificate or key phrase
`

function optionLines(): string {
  const lines = Object.entries(OPTIONS).map(([name, { hint, help }]) => `  ${`--${name} ${hint}`.padEnd(33)} ${help}`)
  return lines.join('\n')
}
