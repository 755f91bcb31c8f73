import type { Environment } from '../context.ts'
import type { Language, Words } from './words.ts'

export function isLanguage(text: string): text is Language {
  return text === 'en' || text === 'nl'
}

/** What was asked for, else what the system speaks, else English. */
export function chooseLanguage(asked: string | undefined, environment: Environment): Language {
  if (asked !== undefined && isLanguage(asked)) return asked
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return locale.startsWith('nl') ? 'nl' : 'en'
}

export async function loadWords(language: Language): Promise<Words> {
  if (language === 'nl') return (await import('./dutch.ts')).dutch
  return (await import('./english.ts')).english
}
