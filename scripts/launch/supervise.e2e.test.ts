import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { supervise, type Supervised } from './supervise.ts'

let folder: string
let server: Supervised | undefined
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'slipway-supervise-'))))
afterEach(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true })
})

function start(program: string) {
  const script = path.join(folder, 'server.mjs')
  writeFileSync(script, program)
  const seen = { said: [] as string[], ready: [] as boolean[], lost: [] as string[], pids: [] as number[] }
  server = supervise({
    name: 'toy',
    script,
    cwd: folder,
    environment: { GREETING: 'hello' },
    logFile: path.join(folder, 'toy.log'),
    ready: /^ready/,
    say: line => seen.said.push(line),
    onStart: pid => seen.pids.push(pid),
    onReady: (_, restarted) => seen.ready.push(restarted),
    onLost: message => seen.lost.push(message),
  })
  return seen
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

test('starts a server again when it dies, and gives up at the fourth death in a minute', async () => {
  const seen = start(
    `console.log('ready'); setTimeout(() => { console.error('out of luck'); process.exit(7) }, 50)`,
  )
  await expect.poll(() => seen.lost, { timeout: 15_000 }).toHaveLength(1)
  expect(seen.ready).toEqual([false, true, true, true])
  expect(seen.said.filter(line => line.includes('is started again'))).toHaveLength(3)
  expect(seen.lost[0]).toMatch(/out of luck\nThe toy ended 4 times within a minute \(exit code 7\)/)
})

test('does not start again what never became ready, and repeats its last words', async () => {
  const seen = start(`console.error('Port 1 is taken.'); process.exit(1)`)
  await expect.poll(() => seen.lost, { timeout: 10_000 }).toHaveLength(1)
  expect(seen.lost[0]).toMatch(/^Port 1 is taken\.\nThe toy did not start \(exit code 1\)/)
  expect(seen.pids).toHaveLength(1)
})

test('stop ends it and what it started, even if it does not listen to SIGTERM', async () => {
  const seen = start(`
    import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    process.on('SIGTERM', () => {})
    setInterval(() => {}, 1000)
    console.log('child ' + child.pid)
    console.log('ready')`)
  await expect.poll(() => seen.ready).toHaveLength(1)
  const grandchild = Number(/child (\d+)/.exec(readFileSync(path.join(folder, 'toy.log'), 'utf8'))![1])
  expect(lives(grandchild)).toBe(true)
  await server!.stop(300)
  await expect.poll(() => lives(seen.pids[0]!)).toBe(false)
  await expect.poll(() => lives(grandchild)).toBe(false)
  expect(seen.lost).toEqual([])
})

test('shows errors as they come, keeps the rest and every token out of sight', async () => {
  const seen = start(`
    console.log('ready http://127.0.0.1:1/?token=secret')
    console.log(JSON.stringify({ level: 30, msg: 'usual' }))
    console.log(JSON.stringify({ level: 50, msg: 'disk full', err: { message: 'ENOSPC' } }))
    setInterval(() => {}, 1000)`)
  await expect.poll(() => seen.said).toEqual(['toy: disk full: ENOSPC'])
  await server!.stop()
  const log = readFileSync(path.join(folder, 'toy.log'), 'utf8')
  expect(log).toContain('usual')
  expect(log).toContain('?token=…')
  expect(log).not.toContain('secret')
})
