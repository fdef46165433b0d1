import { RE2JS } from 're2js'
import { invalidParameter } from './errors.ts'
import { compileJsonFilter } from './json-filter.ts'
import { compileSpaceFilter } from './space-filter.ts'

export type Matches = (message: string) => boolean

/** A filter pattern of CloudWatch Logs: terms, "phrases", ?any, -without, %regex%, { JSON }, and [spaces, between, fields]. Throws InvalidParameterException. */
export function compileFilter(pattern: string): Matches {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return compileJsonFilter(text)
  if (text.startsWith('[')) {
    const read = compileSpaceFilter(text)
    return message => read(message) !== undefined
  }
  if (/^%.+%$/.test(text)) return regex(text.slice(1, -1))
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)].map(
    ([, sign, phrase, word]) => ({
      sign,
      term: phrase?.replace(/\\(.)/g, '$1') ?? word ?? '',
    }),
  )
  if ((text.match(/(?<!\\)"/g) ?? []).length % 2 === 1 || terms.length === 0) {
    throw invalidParameter('Invalid filter pattern')
  }
  const of = (sign: string) => terms.filter(term => term.sign === sign).map(({ term }) => term)
  const [all, any, none] = [of(''), of('?'), of('-')]
  return message =>
    all.every(term => message.includes(term)) &&
    none.every(term => !message.includes(term)) &&
    // Beside plain terms, AWS gives no meaning to those with a question mark.
    (any.length === 0 || all.length > 0 || any.some(term => message.includes(term)))
}

/** A regular expression that cannot take exponential time. */
function regex(source: string): Matches {
  try {
    const compiled = RE2JS.compile(source)
    return message => compiled.matcher(message).find()
  } catch {
    throw invalidParameter('Invalid regex in filter pattern')
  }
}
