import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSignIn } from '../accounts/sign-in.ts'
import { createRunRecords } from '../runs/run-records.ts'
import { RunEntity } from '../runs/run.entity.ts'
import { createSessions } from '../sessions/sessions.ts'
import { hasMariaDb, startMariaDb } from '../test-support/mariadb.ts'
import { hasPostgres, startPostgres } from '../test-support/postgres.ts'
import { openDatabase } from './database.ts'

interface Server {
  url?: string
  file: string
  stop(): Promise<void>
}

const SERVERS: { name: string; there: boolean; start: () => Promise<Server> }[] = [
  {
    name: 'SQLite',
    there: true,
    start: () => {
      const folder = mkdtempSync(join(tmpdir(), 'slipway-sqlite-'))
      const stop = () => Promise.resolve(rmSync(folder, { recursive: true, force: true }))
      return Promise.resolve({ file: join(folder, 'workshop.sqlite'), stop })
    },
  },
  {
    name: 'MariaDB (skipped where mariadbd is not installed; never with CI=true)',
    there: hasMariaDb(),
    start: async () => ({ file: '', ...(await startMariaDb()) }),
  },
  {
    name: 'PostgreSQL (skipped where it is not installed; never with CI=true)',
    there: hasPostgres() || process.env.CI === 'true',
    start: async () => ({ file: '', ...(await startPostgres()) }),
  },
]

describe.each(SERVERS)('$name', ({ there, start }) => {
  describe.skipIf(!there)('the workshop’s tables', () => {
    let server: Server
    let database: DataSource

    beforeAll(async () => {
      server = await start()
      database = await openDatabase(server)
    }, 60_000)
    afterAll(async () => {
      await database.destroy()
      await server.stop()
    })

    it('are as the entities say, and a second start migrates nothing', async () => {
      const { upQueries } = await database.driver.createSchemaBuilder().log()
      // Indexes are the migrations' own; entities name columns only.
      expect(upQueries.map(({ query }) => query).filter(query => !query.startsWith('DROP INDEX'))).toEqual([])
      const again = await openDatabase(server)
      expect(await again.runMigrations()).toEqual([])
      await again.destroy()
    })

    it('can be taken back and made anew', async () => {
      await database.undoLastMigration()
      await database.runMigrations()
      expect(await database.getRepository(RunEntity).count()).toBe(0)
    })

    it('admit one session, one step and one ledger line under a rush', async () => {
      const sessions = createSessions(database, {
        row: () => Promise.resolve({ accountId: '123456789012', region: 'eu-west-1' } as never),
      })
      const opened = await Promise.all(Array.from({ length: 10 }, () => sessions.open('learner', 'lab')))
      const [session] = opened
      expect(new Set(opened.map(one => one.id)).size).toBe(1)
      const id = session!.id
      await Promise.all(
        Array.from({ length: 10 }, () => sessions.changeStep(id, 'step', { attempts: 3, shown: true })),
      )
      expect(await sessions.steps(id)).toMatchObject([{ attempts: 3, shown: true, verdict: null }])
      const arn = `arn:aws:ecs:${'x'.repeat(480)}`
      await Promise.all(
        Array.from({ length: 5 }, () => sessions.addToLedger(id, [{ type: 'ecs:cluster', id: arn }])),
      )
      expect(await sessions.ledger(id)).toEqual([{ type: 'ecs:cluster', id: arn }])
      const outputs = { name: 'größer ✓ "quoted" 🙂' }
      await sessions.changeStep(id, 'step', { outputs })
      expect(await sessions.outputs(id)).toEqual({ step: outputs })
      await sessions.clear(id, [])
      expect([await sessions.steps(id), await sessions.ledger(id)]).toEqual([[], []])
    })

    it('admit one run under a rush from two nodes, and another when it has ended', async () => {
      const nodes = [createRunRecords(database), createRunRecords(database)]
      const wanted = { sessionId: 's', kind: 'run' as const, stepId: 'step', message: 'm' }
      const begun = await Promise.all(
        Array.from({ length: 12 }, (_, n) => nodes[n % 2]!.begin('s:work', wanted)),
      )
      expect(begun.filter(one => one.created)).toHaveLength(1)
      const run = begun[0]!.run
      expect(new Set(begun.map(one => one.run.id)).size).toBe(1)
      await nodes[0]!.finish(run.id, 'succeeded', { message: 'done', exitCode: 0 })
      const next = await nodes[1]!.begin('s:work', wanted)
      expect(next.created).toBe(true)
      expect(typeof next.run.startedAt).toBe('number')
      await nodes[1]!.finish(next.run.id, 'failed', { message: 'x' })
    })

    it('mark a run whose process is silent as interrupted, and no other', async () => {
      const [here, gone] = [createRunRecords(database), createRunRecords(database)]
      const wanted = { sessionId: 't', kind: 'run' as const, stepId: 'step', message: 'm' }
      const lost = await gone.begin('t:lost', wanted)
      const fresh = await gone.begin('t:fresh', wanted)
      const own = await here.begin('t:own', wanted)
      await database.getRepository(RunEntity).update({ id: lost.run.id }, { heartbeatAt: Date.now() - 7_000 })
      expect((await here.sweep({ all: false })).map(run => run.id)).toEqual([lost.run.id])
      expect((await here.sweep({ all: true })).map(run => run.id)).toEqual([fresh.run.id])
      expect(await here.activeBy('t:own')).toMatchObject({ id: own.run.id, status: 'running' })
      expect(await here.activeBy('t:lost')).toBeNull()
      await here.progress(own.run.id, { cancelRequested: true })
      expect(await here.beat()).toEqual([own.run.id])
    })

    it('let a token in once', async () => {
      const signIn = createSignIn({ database, secure: true })
      const learner = await signIn.localLearner()
      expect((await signIn.localLearner()).id).toBe(learner.id)
      const token = await signIn.newToken(learner.id)
      const results = await Promise.all([1, 2, 3].map(() => signIn.exchange(token)))
      expect(results.filter(result => result === 'used')).toHaveLength(2)
      expect(results.find(result => typeof result === 'object')).toMatchObject({
        setCookie: expect.stringContaining('Secure'),
      })
    })
  })
})

it('an address of another kind of database is refused in words', async () => {
  await expect(openDatabase({ url: 'mongodb://x/y', file: '' })).rejects.toThrow('must begin with mysql://')
})
