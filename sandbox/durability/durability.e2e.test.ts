import { setTimeout as pause } from 'node:timers/promises'
import { CreateServiceCommand, DeleteServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processesOf } from '../../scripts/test/processes-of.ts'
import {
  clientsOf,
  describeService,
  isStable,
  networkOf,
  openTestLab,
  registerWeb,
  until,
  type TestAccount,
  type TestLab,
} from '../services/ecs/testing/test-lab.ts'
import { ServerProcess } from '../testing/server-process.ts'
import { desiredCount, KINDS, type Kind } from './testing/kinds.ts'
import { randomFrom } from './testing/random.ts'

/** More with `DURABILITY_KILLS=200`; a failure names its seed, for `DURABILITY_SEED`. */
const KILLS = Number(process.env['DURABILITY_KILLS'] ?? 12)
const SEED = Number(process.env['DURABILITY_SEED'] ?? Date.now() % 1_000_000)
const CLIENTS = 4
const NAMES = 3

let server: ServerProcess
beforeEach(() => (server = new ServerProcess()))
afterEach(() => server.close())

type Value = string | undefined
interface Thing {
  kind: Pick<Kind, 'name'>
  id: string
}

/** What was acknowledged, and what was asked for but not answered when the server was killed. */
class Expected {
  readonly known = new Map<string, Value>()
  readonly open = new Map<string, Value>()
  acknowledged = 0

  async write({ kind, id }: Thing, will: Value, write: () => Promise<unknown>): Promise<void> {
    const key = `${kind.name} ${id}`
    this.open.set(key, will)
    await write()
    this.known.set(key, will)
    this.open.delete(key)
    this.acknowledged++
  }

  /** Compares with what a restarted server has; what was open may have been done or not, and nothing between. */
  compare(found: Map<string, Value>): void {
    for (const key of new Set([...this.known.keys(), ...this.open.keys(), ...found.keys()])) {
      const possible = [this.known.get(key), ...(this.open.has(key) ? [this.open.get(key)] : [])]
      expect(possible, `${key} after ${this.acknowledged} writes, seed ${SEED}`).toContain(found.get(key))
      this.known.set(key, found.get(key))
    }
    this.open.clear()
  }
}

test(`${KILLS} times kill -9 among the writes of several clients: what was acknowledged is there, and nothing half`, async () => {
  const random = randomFrom(SEED)
  await server.start()
  const account = await server.newAccount(50)
  let lab = await serveWeb(account)
  const expected = new Expected()
  expected.known.set('desiredCount web', '2')
  for (let kill = 0; kill < KILLS; kill++) {
    const { stop } = startClients(account, expected, random)
    // At any moment, but not before something was written, however busy the machine is.
    const enough = expected.acknowledged + 4 + random() * 40
    await until(
      () => Promise.resolve(expected.acknowledged),
      count => count > enough,
    )
    await pause(random() * 100)
    const killed = server.end('SIGKILL')
    await stop()
    await killed
    await server.start()
    lab = { ...lab, clients: clientsOf(server.endpoint, account) }
    expected.compare(await readAll(lab))
  }
  expect(expected.acknowledged, `seed ${SEED}`).toBeGreaterThan(KILLS * 4)

  const settled = await until(() => describeService(lab), isStable)
  await until(
    () => Promise.resolve(server.tasks()),
    pids => pids.length === settled.desiredCount,
  )
  const before = server.tasks()
  await server.end('SIGKILL')
  await server.start()
  lab = { ...lab, clients: clientsOf(server.endpoint, account) }
  await until(() => describeService(lab), isStable)
  expect(server.tasks(), 'adopted').toEqual(before)

  await lab.clients.ecs.send(new DeleteServiceCommand({ cluster: 'lab', service: 'web', force: true }))
  await until(
    () => Promise.resolve(server.tasks()),
    pids => pids.length === 0,
  )
  expect(await server.end('SIGTERM')).toBe(0)
  expect(processesOf(server.home)).toEqual([])
})

async function serveWeb(account: TestAccount): Promise<TestLab> {
  const lab = await openTestLab(account)
  const service = { cluster: 'lab', serviceName: 'web', desiredCount: 2, launchType: 'FARGATE' as const }
  const taskDefinition = await registerWeb(lab)
  await lab.clients.ecs.send(
    new CreateServiceCommand({ ...service, taskDefinition, networkConfiguration: networkOf(lab) }),
  )
  return lab
}

/** Clients that write one after the other, each to things of its own, until the server is gone. */
function startClients(account: TestAccount, expected: Expected, random: () => number) {
  const clients = Array.from({ length: CLIENTS }, async (_, number) => {
    const own = clientsOf(server.endpoint, account)
    try {
      for (;;) await writeSomething(own, number, expected, random)
    } catch (error) {
      // Without an answer the server was killed; with one it refused what it should have done.
      const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
      if ($metadata?.httpStatusCode !== undefined) throw error
    } finally {
      for (const client of Object.values(own)) client.destroy()
    }
  })
  return { stop: () => Promise.all(clients) }
}

async function writeSomething(
  clients: TestLab['clients'],
  number: number,
  expected: Expected,
  random: () => number,
): Promise<void> {
  const draw = (count: number) => Math.floor(random() * count)
  if (number === 0 && draw(8) === 0) {
    const count = 1 + draw(3)
    return expected.write(SERVICE, String(count), () => desiredCount.write(clients, count))
  }
  const kind = KINDS[draw(KINDS.length)]
  if (!kind) return
  const id = `own-${number}-${draw(NAMES)}`
  const was = expected.known.get(`${kind.name} ${id}`)
  const value = `v${expected.acknowledged}-${number}`
  const after = kind.after?.(was, value) ?? value
  if (was === undefined) await expected.write({ kind, id }, after, () => kind.create(clients, id, value))
  else if (kind.remove && draw(4) === 0) {
    await expected.write({ kind, id }, undefined, async () => kind.remove?.(clients, id))
  } else await expected.write({ kind, id }, after, () => kind.change(clients, id, value))
}

const SERVICE: Thing = { kind: { name: 'desiredCount' }, id: 'web' }

async function readAll({ clients }: TestLab): Promise<Map<string, Value>> {
  const found = new Map<string, Value>([['desiredCount web', String(await desiredCount.read(clients))]])
  for (const kind of KINDS) {
    for (const [id, value] of await kind.read(clients)) found.set(`${kind.name} ${id}`, value)
  }
  return found
}
