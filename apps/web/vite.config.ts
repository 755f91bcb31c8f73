/**
 * How the web app is made: React with its compiler, Lingui's catalogues, Tailwind, one worker, one service worker, and a
 * first script that runs before anything else. Everything is served from one origin, nothing is inline.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import babel from '@rolldown/plugin-babel'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import type { Plugin, UserConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const field = (path: string, name: string): string => {
  const json: unknown = JSON.parse(readFileSync(here(path), 'utf8'))
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  return typeof value === 'string' ? value : ''
}

const commit = readCommit()
const version = field('./package.json', 'version')
const repository = field('../../package.json', 'homepage')
const build = createHash('sha256').update(`${version} ${commit} ${Date.now()}`).digest('hex').slice(0, 12)

const START = 'start'
const SERVICE_WORKER = 'service-worker'
const PASSWORD_METER = 'password-meter'

const config: UserConfig = {
  define: {
    __VERSION__: JSON.stringify(version),
    __COMMIT__: JSON.stringify(commit),
    __BUILD__: JSON.stringify(build),
    __SOURCE__: JSON.stringify(repository),
  },
  plugins: [
    react(),
    lingui({ failOnMissing: true, failOnCompileError: true }),
    // Two passes: the React compiler leaves nothing that Lingui's macros could read.
    babel({ presets: [linguiTransformerBabelPreset()] }),
    babel({ presets: [reactCompilerPreset()] }),
    tailwindcss(),
    startBeforeAll(),
    listFilesForServiceWorker(),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: here('./index.html'),
        [START]: here('./src/start/start.ts'),
        [SERVICE_WORKER]: here('./src/service-worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === SERVICE_WORKER ? `${SERVICE_WORKER}.js` : 'assets/[name]-[hash].js'),
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('/@zxcvbn-ts/'))
            ? `assets/${PASSWORD_METER}-[name]-[hash].js`
            : 'assets/[name]-[hash].js',
      },
    },
  },
}

export default config

function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}

/** Theme and Trusted Types are settled by a script that blocks: no flash, and no sink before its policy. */
function startBeforeAll(): Plugin {
  return {
    name: 'start-before-all',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find(
          (one) => one.type === 'chunk' && one.isEntry && one.name === START,
        )
        if (chunk === undefined) return html
        return html.replace('</title>', `</title>\n    <script src="/${chunk.fileName}"></script>`)
      },
    },
  }
}

/** What the app needs to start without a network: its own files, by name, and a number that changes with them. */
function listFilesForServiceWorker(): Plugin {
  return {
    name: 'list-files-for-service-worker',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[`${SERVICE_WORKER}.js`]
        if (worker?.type !== 'chunk') return
        const files = Object.keys(bundle).filter((name) => isForShell(name))
        const list = ['/', ...files.map((name) => `/${name}`), ...PUBLIC_FILES].toSorted()
        worker.code = worker.code.replace('__FILES__', JSON.stringify(list)).replace('__SHELL__', JSON.stringify(build))
      },
    },
  }
}

const PUBLIC_FILES: readonly string[] = ['/manifest.webmanifest', '/icon.svg']

/** Large or rare things come when they are asked for; nobody signs up without a network. */
function isForShell(name: string): boolean {
  if (name.includes(PASSWORD_METER)) return false
  return /^assets\/.+\.(?:js|css|wasm|woff2|svg)$/.test(name) && !/latin-ext|cyrillic|greek|vietnamese/.test(name)
}
