import { Router, type Response } from 'express'
import { z } from 'zod'
import { makeChaos, readChaos } from '../chaos/chaos.ts'
import type { LoadDto } from '../contract.ts'
import type { Deps } from '../deps.ts'
import { learnerOf, requireLearner } from '../security/require-learner.ts'
import type { Session } from '../sessions/session.entity.ts'
import { readMetrics } from '../metrics/read-metrics.ts'

const loadRequest = z.strictObject({
  requestsPerSecond: z.number().int().min(1).max(200),
  seconds: z.number().int().min(5).max(900),
  path: z
    .string()
    .max(500)
    .regex(/^\/[\x21-\x7e]*$/, 'a path such as /version')
    .default('/'),
})
const chaosRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('stop-task') }),
  z.strictObject({
    action: z.enum(['break-health-check', 'mend-health-check']),
    targetGroup: z.string().min(1).max(32),
  }),
  z.strictObject({
    action: z.enum(['stop-database', 'start-database']),
    database: z.string().min(1).max(63),
  }),
])
const emptyRequest = z.strictObject({})

/** What a learner does to the running site, and what it does: load, chaos, metrics. */
export function trafficRoutes(deps: Deps): Router {
  const { accounts, labs, loads, maps, sessions, workspace } = deps
  const router = Router()
  const learner = requireLearner(deps)

  const open = (learnerId: string, labId: string) => sessions.open(learnerId, labs.lab(labId).id)

  async function account(session: Session) {
    const [{ lab, target }, reading] = await Promise.all([
      accounts.ready(session.learnerId, session.accountId),
      maps.reading(session),
    ])
    const isWanted = (database: { TagList?: { Key?: string; Value?: string }[] }) =>
      target === 'practice' ||
      Boolean(database.TagList?.some(tag => tag.Key === 'slipway-lab' && tag.Value === session.labId))
    return { aws: lab.aws, reading, isWanted }
  }

  router.get('/api/labs/:labId/load', learner, async (request, response) => {
    sendLoad(response, loads.current(await open(learnerOf(response).id, request.params.labId)))
  })

  router.post('/api/labs/:labId/load', learner, async (request, response) => {
    const wanted = loadRequest.parse(request.body)
    const session = await open(learnerOf(response).id, request.params.labId)
    response.status(201).json(await loads.start(session, wanted))
  })

  router.post('/api/labs/:labId/load/stop', learner, async (request, response) => {
    emptyRequest.parse(request.body)
    sendLoad(response, loads.stop(await open(learnerOf(response).id, request.params.labId)))
  })

  router.get('/api/labs/:labId/chaos', learner, async (request, response) => {
    const { aws, reading, isWanted } = await account(await open(learnerOf(response).id, request.params.labId))
    response.json(await readChaos(aws, reading, isWanted))
  })

  router.post('/api/labs/:labId/chaos', learner, async (request, response) => {
    const wanted = chaosRequest.parse(request.body)
    const session = await open(learnerOf(response).id, request.params.labId)
    const { aws, reading, isWanted } = await account(session)
    const message = await makeChaos(aws, reading, wanted, isWanted)
    response.status(201).json({ message })
    await workspace.labChanged(session)
  })

  router.get('/api/labs/:labId/metrics', learner, async (request, response) => {
    const session = await open(learnerOf(response).id, request.params.labId)
    const { timeScale } = await accounts.ready(session.learnerId, session.accountId)
    const { aws, reading } = await account(session)
    response.json(await readMetrics(aws, reading, { now: Date.now(), timeScale }))
  })

  return router
}

function sendLoad(response: Response, load: LoadDto | null): void {
  if (load) response.json(load)
  else response.status(204).end()
}
