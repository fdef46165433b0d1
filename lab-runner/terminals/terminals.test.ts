import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestLab, type TestLab } from '../test-support/test-lab.ts'
import { startWorkshop, until, type LabClient, type TestWorkshop } from '../test-support/workshop.ts'
import { createReaders, WINDOW_BYTES } from './readers.ts'
import { KEPT_BYTES, openScrollback } from './scrollback.ts'

describe('scrollback', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-scrollback-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const noise = (length: number, seed: number) =>
    Buffer.from(Uint32Array.from({ length }, (_, n) => (n * 31 + seed) % 251))
  const readAll = (scrollback: ReturnType<typeof openScrollback>, from: number) => {
    const parts: Buffer[] = []
    let at = from
    while (at < scrollback.end) {
      const { offset, bytes } = scrollback.read(at, 10_000)
      expect(offset).toBe(at)
      parts.push(bytes)
      at += bytes.length
    }
    return Buffer.concat(parts)
  }

  it('keeps at least the last MiB, byte for byte, over a restart', () => {
    const all: Buffer[] = []
    let scrollback = openScrollback(folder, () => undefined)
    for (let n = 0; n < 300; n++) {
      const bytes = noise(7_001, n)
      all.push(bytes)
      scrollback.append(bytes)
      if (n % 97 === 0) {
        scrollback.close()
        scrollback = openScrollback(folder, () => undefined)
      }
    }
    const whole = Buffer.concat(all)
    expect(scrollback.end).toBe(whole.length)
    expect(scrollback.end - scrollback.start).toBeGreaterThanOrEqual(KEPT_BYTES)
    expect(readAll(scrollback, scrollback.start).equals(whole.subarray(scrollback.start))).toBe(true)
    expect(scrollback.read(0, 10).offset).toBe(scrollback.start)
    const onDisk = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    expect(onDisk).toBeLessThanOrEqual(1.5 * KEPT_BYTES)
    scrollback.close()
  })

  it('goes on in memory when the disk refuses, and says so once', () => {
    const errors: unknown[] = []
    writeFileSync(join(folder, 'file'), '')
    const scrollback = openScrollback(join(folder, 'file', 'below'), error => errors.push(error))
    scrollback.append(Buffer.from('one'))
    scrollback.append(Buffer.from('two'))
    expect(scrollback.read(0, 10).bytes.toString()).toBe('onetwo')
    expect(errors).toHaveLength(1)
  })

  it('a reader that draws nothing holds the pty for so long and no longer, and comes back where it was', async () => {
    let now = 0
    const scrollback = openScrollback(folder, () => undefined)
    const readers = createReaders({ scrollback, stallMs: 10_000, onChange: () => undefined, now: () => now })
    const got = { slow: 0, quick: 0 }
    readers.attach('slow', 0, (_offset, bytes) => (got.slow += bytes.length))
    readers.attach('quick', 0, (offset, bytes) => {
      got.quick += bytes.length
      queueMicrotask(() => readers.ack('quick', offset + bytes.length))
    })
    await new Promise(resolve => setImmediate(resolve))
    const feed = async (bytes: number) => {
      scrollback.append(Buffer.alloc(bytes))
      readers.pump()
      await new Promise(resolve => setImmediate(resolve))
    }
    await feed(WINDOW_BYTES + 1)
    expect(readers.full).toBe(true)
    expect(got).toEqual({ slow: WINDOW_BYTES, quick: WINDOW_BYTES + 1 })
    now = 9_999
    expect(readers.full).toBe(true)
    now = 10_001
    expect(readers.full).toBe(false)
    await feed(500)
    expect(got.slow).toBe(WINDOW_BYTES)
    readers.ack('slow', WINDOW_BYTES)
    expect(got.slow).toBe(WINDOW_BYTES + 501)
  })
})

describe('over sockets', () => {
  let test: TestLab
  let workshop: TestWorkshop
  beforeEach(async () => {
    test = createTestLab()
    workshop = await startWorkshop([test.lab], { stallMs: 1_000 })
  })
  afterEach(() => workshop.close())

  /** Draws a terminal as a tab does, from an offset on. */
  async function draw(socket: LabClient, terminalId: string, from: number, acknowledge = true) {
    const screen = { bytes: Buffer.alloc(0), start: from, gaps: 0 }
    let next = from
    socket.on('terminal:data', message => {
      if (message.terminalId !== terminalId) return
      const data = Buffer.from(message.data)
      if (message.offset !== next) screen.gaps++
      next = message.offset + data.length
      screen.bytes = Buffer.concat([screen.bytes, data])
      if (acknowledge) socket.emit('terminal:ack', { terminalId, offset: next })
    })
    // A callback, for the first bytes may come in the same packet as the answer.
    await new Promise<void>((resolve, reject) => {
      socket.emit('terminal:attach', { terminalId, from }, answer => {
        if ('code' in answer) return reject(new Error(answer.message))
        next = screen.start = answer.offset
        resolve()
      })
    })
    return { screen, type: (data: string) => socket.emit('terminal:input', { terminalId, data }) }
  }

  it('a cut in the middle of output loses and repeats no byte', async () => {
    const first = await workshop.socket()
    const terminalId = first.state.terminals[0]!.id
    const before = await draw(first.socket, terminalId, 0)
    before.type('for i in $(seq 1 20000); do echo "line $i"; done; echo the-en""d\r')
    await until(() => Promise.resolve(before.screen.bytes.length > 20_000))
    first.socket.disconnect()
    const cutAt = before.screen.bytes.length
    await new Promise(resolve => setTimeout(resolve, 200))

    const second = await workshop.socket()
    const after = await draw(second.socket, terminalId, cutAt)
    await until(() => Promise.resolve(after.screen.bytes.includes('the-end')))
    const joined = Buffer.concat([before.screen.bytes, after.screen.bytes]).toString()
    expect(before.screen.gaps + after.screen.gaps).toBe(0)
    const lines = [...joined.matchAll(/line (\d+)\r\n/g)].map(([, n]) => Number(n))
    expect(lines).toEqual(Array.from({ length: 20_000 }, (_, n) => n + 1))
  })

  it('a second tab sees what was printed before it came, and both see what comes', async () => {
    const { socket, state } = await workshop.socket()
    const terminalId = state.terminals[0]!.id
    const one = await draw(socket, terminalId, 0)
    one.type('echo fir""st\r')
    await until(() => Promise.resolve(one.screen.bytes.includes('first')))
    const other = await workshop.socket()
    const two = await draw(other.socket, terminalId, 0)
    await until(() => Promise.resolve(two.screen.bytes.includes('first')))
    two.type('echo sec""ond\r')
    await until(() =>
      Promise.resolve(one.screen.bytes.includes('second') && two.screen.bytes.includes('second')),
    )
    expect(one.screen.bytes.subarray(0, two.screen.bytes.length).equals(two.screen.bytes)).toBe(true)
  })

  it('after a restart the history is there, and a new shell says that it is new', async () => {
    const { socket, state } = await workshop.socket()
    const terminalId = state.terminals[0]!.id
    const before = await draw(socket, terminalId, 0)
    before.type('echo kept > file; echo be""fore\r')
    await until(() => Promise.resolve(before.screen.bytes.includes('before')))
    const seen = before.screen.bytes.length
    await workshop.restart()
    const again = await workshop.socket()
    expect(again.state.terminals[0]!.id).toBe(terminalId)
    const after = await draw(again.socket, terminalId, 0)
    await until(() => Promise.resolve(after.screen.bytes.includes('A new shell')))
    expect(after.screen.bytes.subarray(0, seen).equals(before.screen.bytes)).toBe(true)
    after.type('cat file\r')
    await until(() =>
      Promise.resolve(/kept\r\n/.test(after.screen.bytes.toString().split('A new shell')[1] ?? '')),
    )
  })

  it('`yes` with a stalled tab ends at once by Ctrl-C', async () => {
    const { socket, state } = await workshop.socket()
    const terminalId = state.terminals[0]!.id
    const stalled = await workshop.socket()
    await draw(stalled.socket, terminalId, 0, false)
    const tab = await draw(socket, terminalId, 0)
    tab.type('yes\r')
    await new Promise(resolve => setTimeout(resolve, 4_000))
    const typed = Date.now()
    tab.type('\x03')
    await until(
      () => Promise.resolve(/\^C(?!.*y\r\ny\r\n)/s.test(tab.screen.bytes.toString('latin1').slice(-2_000))),
      5_000,
    )
    expect(Date.now() - typed).toBeLessThan(1_500)
  }, 30_000)

  it('starter files come once; what the learner changes stays', async () => {
    const starter = mkdtempSync(join(tmpdir(), 'slipway-starter-'))
    writeFileSync(join(starter, 'given.txt'), 'given')
    test.lab.starterDirectory = starter
    const { deps } = workshop.runner
    const { body: me } = await workshop.api('GET', '/api/me')
    const session = await deps.sessions.open(me.learnerId, 'test-lab')
    await deps.terminals.open(session)
    const file = join(deps.terminals.folder(session), 'given.txt')
    expect(readFileSync(file, 'utf8')).toBe('given')
    writeFileSync(file, 'changed')
    await workshop.restart()
    await workshop.runner.deps.terminals.open(session)
    expect(readFileSync(file, 'utf8')).toBe('changed')
    rmSync(starter, { recursive: true })
  })

  it('four terminals at most; closing one ends its processes and forgets its output', async () => {
    const LAB = '/api/labs/test-lab'
    await workshop.api('GET', LAB)
    const answers = await Promise.all([1, 2, 3].map(() => workshop.api('POST', `${LAB}/terminals`, {})))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect((await workshop.api('POST', `${LAB}/terminals`, {})).body).toMatchObject({
      code: 'too-many-terminals',
    })
    const { socket, state } = await workshop.socket()
    const last = state.terminals.at(-1)!
    const tab = await draw(socket, last.id, 0)
    const seconds = 7_000_000 + process.pid
    tab.type(`setsid sleep ${seconds} &\r`)
    const sleeping = () =>
      readdirSync('/proc').some(pid => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'latin1') === `sleep\x00${seconds}\x00`
        } catch {
          return false
        }
      })
    await until(() => Promise.resolve(sleeping()))
    expect((await workshop.api('DELETE', `${LAB}/terminals/${last.id}`)).status).toBe(204)
    expect(sleeping()).toBe(false)
    const { body: me } = await workshop.api('GET', '/api/me')
    expect(existsSync(join(workshop.home, 'state/learners', me.learnerId, 'terminals', last.id))).toBe(false)
    expect((await workshop.api('GET', LAB)).body.terminals).toHaveLength(3)
  })
})
