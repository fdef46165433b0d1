import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = path.join(import.meta.dirname, 'content/docs/lessons')
const lessons = readdirSync(folder).map(name => {
  const [, head = '', text = ''] = readFileSync(path.join(folder, name), 'utf8').split(/^---$/m)
  return { name, head, text }
})
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

describe.each(lessons)('$name', ({ head, text }) => {
  test('says how long it takes to read: 200 words a minute, half a minute a picture or question', () => {
    const words = count(text.replace(/^import .*$/gm, ''), /\S+/g)
    const pictures = count(text, /components\/figures\//g)
    const questions = count(head, /- ask:/g)
    const minutes = Number(/^minutes: (\d+)$/m.exec(head)?.[1])
    expect(Math.abs(minutes - (words / 200 + (pictures + questions) / 2))).toBeLessThanOrEqual(1)
  })

  test('does not give its right answers away by their place', () => {
    const places = head
      .split('- ask:')
      .slice(1)
      .map(question => question.split('- text:').findIndex(answer => answer.includes('right: true')))
    expect(places.every(place => place >= 1)).toBe(true)
    expect(new Set(places).size).toBeGreaterThan(1)
  })
})
