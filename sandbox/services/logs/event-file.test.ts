import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EventFile } from './event-file.ts'

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'events-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'a/stream.jsonl')
}

const messages = (file: EventFile) => file.events.map(({ message }) => message)

test('what was written is there again after a restart, in order and counted on', () => {
  const name = newFile()
  new EventFile(name).append([{ timestamp: 1, message: 'ä\n"1"' }], 5)
  const again = new EventFile(name)
  again.append([{ timestamp: 2, message: 'two' }], 6)
  expect(new EventFile(name).events).toEqual([
    { sequence: 0, timestamp: 1, ingestionTime: 5, message: 'ä\n"1"' },
    { sequence: 1, timestamp: 2, ingestionTime: 6, message: 'two' },
  ])
})

test('a line that a crash cut off is dropped, and nothing after it is lost', () => {
  const name = newFile()
  new EventFile(name).append([{ timestamp: 1, message: 'one' }], 1)
  appendFileSync(name, '[1,2,2,"tw')
  const again = new EventFile(name)
  again.append([{ timestamp: 3, message: 'three' }], 3)
  expect(messages(new EventFile(name))).toEqual(['one', 'three'])
})

test('it is bounded: the oldest events go, the numbers stay', () => {
  const name = newFile()
  const file = new EventFile(name, 1000)
  for (let count = 0; count < 200; count++)
    file.append([{ timestamp: count, message: `event ${count}` }], count)
  expect(statSync(name).size + statSync(`${name}.1`).size).toBeLessThan(2200)
  expect(messages(file).at(-1)).toBe('event 199')
  expect(file.events.length).toBeLessThan(120)
  const again = new EventFile(name, 1000)
  expect(again.events).toEqual(file.events)
  expect(again.events.at(-1)?.sequence).toBe(199)
})
