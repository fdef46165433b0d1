import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from './store.ts'

const WRITER = path.join(import.meta.dirname, 'writer.ts')

test('kill -9 loses nothing that was acknowledged, and leaves nothing half written', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'store-kill-'))
  const file = path.join(folder, 'state.sqlite')
  try {
    for (let round = 0; round < 4; round++) {
      const acknowledged = await writeUntilKilled(file, 150 + round * 90)
      const store = openStore(file)
      const documents = store.scope('1', 'eu-west-1').collection<{ number: number }>('test:pair')
      expect(acknowledged).toBeGreaterThan(0)
      expect(documents.has(`right-${acknowledged}`), `round ${round}, ${acknowledged}`).toBe(true)
      const lefts = documents.values().filter(({ number }) => documents.has(`left-${number}`))
      const rights = documents.values().filter(({ number }) => documents.has(`right-${number}`))
      expect(lefts).toEqual(rights)
      store.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** The last number that the writer said was on disk. */
async function writeUntilKilled(file: string, ms: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(child.stdout, 'data')
  await new Promise(resolve => setTimeout(resolve, ms))
  child.kill('SIGKILL')
  await once(child, 'close')
  return Number(text.trimEnd().split('\n').at(-1))
}
